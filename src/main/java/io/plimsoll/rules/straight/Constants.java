package io.plimsoll.rules.straight;

import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Relation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes the constants out of what a node asks and calculates, and leaves their places there. */
final class Constants {

    private final @Nullable List<Object> values;

    private Constants(@Nullable List<Object> values) {
        this.values = values;
    }

    static Constants kept() {
        return new Constants(new ArrayList<>());
    }

    /** Where only the shape is wanted: every place is the first. */
    static Constants dropped() {
        return new Constants(null);
    }

    boolean areKept() {
        return values != null;
    }

    /** The constants in the order of their places. */
    Object[] toArray() {
        return Objects.requireNonNull(values).toArray();
    }

    int add(Object value) {
        if (values == null) {
            return 0;
        }
        values.add(value);
        return values.size() - 1;
    }

    private Operand place(Object value, FieldKind kind) {
        return new Operand.Place(add(value), kind, value.getClass());
    }

    /** The value as an object of its kind's class. */
    Operand value(Operand operand) {
        return switch (operand) {
            case Operand.Const it -> place(it.value(), it.kind());
            case Operand.Arithmetic it ->
                new Operand.Arithmetic(it.operator(), decimal(it.left()), decimal(it.right()));
            case Operand.Minus it -> new Operand.Minus(decimal(it.of()));
            case Operand.Applied it ->
                new Operand.Applied(
                        it.function(), it.to().stream().map(this::decimal).toList());
            case Operand.Field it -> it;
            case Operand.Result it -> it;
            case Operand.Fact it -> it;
            case Operand.Place it -> throw new IllegalStateException("a place has no place: " + it);
        };
    }

    /** The value as a decimal, if it is a number. */
    Operand decimal(Operand operand) {
        return operand instanceof Operand.Const it && it.value() instanceof Integer integer
                ? place(BigDecimal.valueOf(integer), FieldKind.DECIMAL)
                : value(operand);
    }

    Check check(Check check) throws NotStraight {
        return switch (check) {
            case Check.Both it -> new Check.Both(check(it.left()), check(it.right()));
            case Check.Either it -> new Check.Either(check(it.left()), check(it.right()));
            case Check.Not it -> new Check.Not(check(it.of()));
            case Check.Present it -> new Check.Present(value(it.of()), it.wanted());
            case Check.Among it -> among(it);
            case Check.AmongConstants it -> throw new IllegalStateException("a place has no place: " + it);
            case Check.Compared it -> compared(it);
        };
    }

    private Check among(Check.Among among) throws NotStraight {
        boolean constant = among.values().stream().allMatch(Operand.Const.class::isInstance);
        if (constant && !among.of().kind().isNumber()) {
            Set<Object> values = among.values().stream()
                    .map(value -> ((Operand.Const) value).value())
                    .collect(Collectors.toUnmodifiableSet());
            return new Check.AmongConstants(value(among.of()), among.wanted(), add(values));
        }
        Check any = compared(
                new Check.Compared(among.of(), Relation.EQUAL, among.values().getFirst()));
        for (Operand value : among.values().subList(1, among.values().size())) {
            any = new Check.Either(any, compared(new Check.Compared(among.of(), Relation.EQUAL, value)));
        }
        return among.wanted() ? any : new Check.Not(any);
    }

    private Check compared(Check.Compared it) throws NotStraight {
        return switch (it.relation()) {
            case MATCHES, NOT_MATCHES -> {
                if (!(it.right() instanceof Operand.Const pattern && pattern.value() instanceof String text)) {
                    throw new NotStraight("a text is matched by a pattern that is not written in the rule");
                }
                yield new Check.Compared(value(it.left()), it.relation(), place(Pattern.compile(text), pattern.kind()));
            }
            default ->
                it.isOfDecimals()
                        ? new Check.Compared(decimal(it.left()), it.relation(), decimal(it.right()))
                        : new Check.Compared(value(it.left()), it.relation(), value(it.right()));
        };
    }
}
