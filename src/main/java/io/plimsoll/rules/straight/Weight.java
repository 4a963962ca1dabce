package io.plimsoll.rules.straight;

/** How much code a node is, in units of some ten bytes; what is written to a method of its own weighs what a call does. */
final class Weight {

    private static final int MUCH = 1_000;

    private Weight() {}

    static int of(Node node) {
        return Math.min(
                MUCH,
                switch (node) {
                    case Node.All it -> sum(it.nodes());
                    case Node.Loop it -> 8 + of(it.then());
                    case Node.Require it -> of(it.check()) + of(it.then());
                    case Node.Switch it ->
                        2 + 2 * it.cases().size() + sum(it.cases().values());
                    case Node.Ladder it -> {
                        int weight = 2;
                        for (Node.Rung rung : it.rungs()) {
                            weight = Math.min(MUCH, weight + 1 + of(rung.then()));
                        }
                        yield weight;
                    }
                    case Node.Ask it -> 4 + of(it.then());
                    case Node.Fold it -> 4 + 8 * it.results().size() + of(it.then());
                    case Node.Fire it -> 4;
                    case Node.Found it -> 1;
                    case Node.Gather it -> 5 * it.functions().size();
                });
    }

    static int of(Check check) {
        return switch (check) {
            case Check.Compared it -> 2 + of(it.left()) + of(it.right());
            case Check.Present it -> 1 + of(it.of());
            case Check.Among it -> 2 + (2 + of(it.of())) * it.values().size();
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
            case Operand.Field it -> 1;
            case Operand.Result it -> 1;
            case Operand.Fact it -> 1;
        };
    }

    private static int sum(Iterable<Node> nodes) {
        int weight = 0;
        for (Node node : nodes) {
            weight += of(node);
            if (weight >= MUCH) {
                return MUCH;
            }
        }
        return weight;
    }
}
