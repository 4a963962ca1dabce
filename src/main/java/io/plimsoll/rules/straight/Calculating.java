package io.plimsoll.rules.straight;

import io.plimsoll.money.Decimals;
import io.plimsoll.rules.model.Relation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the generated code compares and calculates by. What is made of an absent value is absent: a rule asks whether a value is there before
 * it uses it, in whatever order it is asked.
 */
final class Calculating {

    private Calculating() {}

    static boolean equal(@Nullable Object left, @Nullable Object right) {
        return Objects.equals(left, right);
    }

    static boolean equalNumbers(@Nullable BigDecimal left, @Nullable BigDecimal right) {
        return left == null || right == null ? left == null && right == null : left.compareTo(right) == 0;
    }

    static boolean ordered(@Nullable BigDecimal left, @Nullable BigDecimal right, Relation relation) {
        return left != null && right != null && relation.holds(left.compareTo(right));
    }

    static boolean ordered(@Nullable Integer left, @Nullable Integer right, Relation relation) {
        return left != null && right != null && relation.holds(left.compareTo(right));
    }

    static boolean ordered(@Nullable Duration left, @Nullable Duration right, Relation relation) {
        return left != null && right != null && relation.holds(left.compareTo(right));
    }

    static boolean ordered(@Nullable Instant left, @Nullable Instant right, Relation relation) {
        return left != null && right != null && relation.holds(left.compareTo(right));
    }

    static boolean contains(@Nullable String text, @Nullable String part) {
        return text != null && part != null && text.contains(part);
    }

    static boolean lacks(@Nullable String text, @Nullable String part) {
        return text != null && part != null && !text.contains(part);
    }

    static boolean matches(@Nullable String text, Pattern pattern) {
        return text != null && pattern.matcher(text).matches();
    }

    static boolean differs(@Nullable String text, Pattern pattern) {
        return text != null && !pattern.matcher(text).matches();
    }

    static boolean isAmong(@Nullable Object value, Set<Object> values) {
        return value != null && values.contains(value);
    }

    static @Nullable BigDecimal decimal(@Nullable Integer value) {
        return value == null ? null : BigDecimal.valueOf(value);
    }

    static @Nullable BigDecimal plus(@Nullable BigDecimal left, @Nullable BigDecimal right) {
        return left == null || right == null ? null : left.add(right);
    }

    static @Nullable BigDecimal minus(@Nullable BigDecimal left, @Nullable BigDecimal right) {
        return left == null || right == null ? null : left.subtract(right);
    }

    static @Nullable BigDecimal times(@Nullable BigDecimal left, @Nullable BigDecimal right) {
        return left == null || right == null ? null : left.multiply(right);
    }

    static @Nullable BigDecimal divided(@Nullable BigDecimal left, @Nullable BigDecimal right) {
        return left == null || right == null ? null : Decimals.quotientRoundedDown(left, right);
    }

    static @Nullable BigDecimal max(@Nullable BigDecimal left, @Nullable BigDecimal right) {
        return left == null || right == null ? null : left.max(right);
    }

    static @Nullable BigDecimal min(@Nullable BigDecimal left, @Nullable BigDecimal right) {
        return left == null || right == null ? null : left.min(right);
    }

    static @Nullable BigDecimal abs(@Nullable BigDecimal of) {
        return of == null ? null : of.abs();
    }

    static @Nullable BigDecimal sqrt(@Nullable BigDecimal of) {
        return of == null ? null : Decimals.rootRoundedDown(of);
    }

    static @Nullable BigDecimal negative(@Nullable BigDecimal of) {
        return of == null ? null : of.negate();
    }
}
