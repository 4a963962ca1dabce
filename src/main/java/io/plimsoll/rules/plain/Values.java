package io.plimsoll.rules.plain;

import io.plimsoll.money.Decimals;
import io.plimsoll.rules.FieldValues;
import io.plimsoll.rules.model.Relation;
import io.plimsoll.rules.model.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What values are and how they compare: exactly, integers beside decimals as decimals. */
public final class Values {

    private Values() {}

    /** The value under what is bound; null where a field is absent. */
    static @Nullable Object of(Value value, Match match) {
        return switch (value) {
            case Value.Literal literal -> literal.value();
            case Value.Read read -> FieldValues.of(Objects.requireNonNull(match.value(read.fact())), read.field());
            case Value.Bound bound -> match.value(bound.variable());
            case Value.Minus minus -> decimal(of(minus.of(), match)).negate();
            case Value.Arithmetic arithmetic -> calculated(arithmetic, match);
            case Value.Applied applied -> applied(applied, match);
        };
    }

    private static BigDecimal calculated(Value.Arithmetic arithmetic, Match match) {
        BigDecimal left = decimal(of(arithmetic.left(), match));
        BigDecimal right = decimal(of(arithmetic.right(), match));
        return switch (arithmetic.operator()) {
            case PLUS -> left.add(right);
            case MINUS -> left.subtract(right);
            case TIMES -> left.multiply(right);
            case DIVIDED -> Decimals.quotientRoundedDown(left, right);
        };
    }

    private static BigDecimal applied(Value.Applied applied, Match match) {
        List<BigDecimal> to =
                applied.to().stream().map(value -> decimal(of(value, match))).toList();
        return switch (applied.function()) {
            case MAX -> to.stream().reduce(BigDecimal::max).orElseThrow();
            case MIN -> to.stream().reduce(BigDecimal::min).orElseThrow();
            case ABS -> to.getFirst().abs();
            case SQRT -> Decimals.rootRoundedDown(to.getFirst());
        };
    }

    /** @throws IllegalStateException for anything but a number, which the check has made sure of */
    static BigDecimal decimal(@Nullable Object value) {
        return switch (value) {
            case BigDecimal decimal -> decimal;
            case Integer integer -> BigDecimal.valueOf(integer);
            case null, default -> throw new IllegalStateException("not a number: " + value);
        };
    }

    /** An absent value is like nothing but an absent value. */
    public static boolean holds(@Nullable Object left, Relation relation, @Nullable Object right) {
        if (left == null || right == null) {
            boolean bothAbsent = left == null && right == null;
            return relation == Relation.EQUAL ? bothAbsent : relation == Relation.NOT_EQUAL && !bothAbsent;
        }
        return switch (relation) {
            case EQUAL -> areEqual(left, right);
            case NOT_EQUAL -> !areEqual(left, right);
            case CONTAINS -> left.toString().contains(right.toString());
            case NOT_CONTAINS -> !left.toString().contains(right.toString());
            case MATCHES -> left.toString().matches(right.toString());
            case NOT_MATCHES -> !left.toString().matches(right.toString());
            default -> relation.holds(order(left, right));
        };
    }

    private static boolean areEqual(Object left, Object right) {
        return left instanceof Number ? order(left, right) == 0 : left.equals(right);
    }

    /** Negative, zero or positive, as the left is less than, equal to or more than the right. */
    @SuppressWarnings("unchecked")
    private static int order(Object left, Object right) {
        return left instanceof Number
                ? decimal(left).compareTo(decimal(right))
                : ((Comparable<Object>) left).compareTo(right);
    }
}
