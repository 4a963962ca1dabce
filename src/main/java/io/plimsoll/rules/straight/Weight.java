package io.plimsoll.rules.straight;

/** How much code a shape is, in units of some ten bytes; what is written to a method of its own weighs what a call does. */
final class Weight {

    static final int OF_CALL = 4;
    private static final int MUCH = 1_000;

    private Weight() {}

    static int of(Shape shape) {
        return Math.min(
                MUCH,
                switch (shape) {
                    case Shape.All it -> sum(it.shapes());
                    case Shape.Loop it -> 8 + of(it.then());
                    case Shape.Require it -> of(it.check()) + of(it.then());
                    case Shape.Ask it -> OF_CALL + of(it.then());
                    case Shape.Fold it -> OF_CALL + 8 * it.results().size() + of(it.then());
                    case Shape.One it -> OF_CALL;
                    case Shape.Several it -> 8 + (OF_CALL + 1) * it.templates().size();
                    case Shape.Fire it -> MUCH;
                    case Shape.Found it -> 1;
                    case Shape.Gather it -> 5 * it.functions().size();
                });
    }

    static int of(Check check) {
        return switch (check) {
            case Check.Compared it -> 2 + of(it.left()) + of(it.right());
            case Check.Present it -> 1 + of(it.of());
            case Check.Among it -> 2 + (2 + of(it.of())) * it.values().size();
            case Check.AmongConstants it -> 3 + of(it.of());
            case Check.Both it -> of(it.left()) + of(it.right());
            case Check.Either it -> of(it.left()) + of(it.right());
            case Check.Not it -> of(it.of());
        };
    }

    private static int of(Operand operand) {
        return switch (operand) {
            case Operand.Arithmetic it -> 1 + of(it.left()) + of(it.right());
            case Operand.Minus it -> 1 + of(it.of());
            case Operand.Applied it ->
                it.to().stream().mapToInt(to -> 1 + of(to)).sum();
            case Operand.Const it -> 1;
            case Operand.Place it -> 1;
            case Operand.Field it -> 1;
            case Operand.Result it -> 1;
            case Operand.Fact it -> 1;
        };
    }

    private static int sum(Iterable<Shape> shapes) {
        int weight = 0;
        for (Shape shape : shapes) {
            weight += of(shape);
            if (weight >= MUCH) {
                return MUCH;
            }
        }
        return weight;
    }
}
