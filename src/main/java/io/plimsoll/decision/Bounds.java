package io.plimsoll.decision;

import java.math.BigDecimal;
import java.time.Duration;

/** Ranges that the terms of a proposal must lie in; each check throws {@link IllegalArgumentException} naming the term and its value. */
final class Bounds {

    /** Longest time to cure, about ten years. */
    static final Duration CURE_MAX = Duration.ofDays(3660);

    private Bounds() {}

    static void requireFraction(String name, BigDecimal value) {
        if (value.signum() < 0 || value.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException(name + " must lie between 0 and 1, was " + value.toPlainString());
        }
    }

    static void requireNotNegative(String name, BigDecimal value) {
        if (value.signum() < 0) {
            throw new IllegalArgumentException(name + " must not be negative, was " + value.toPlainString());
        }
    }

    static void requirePositive(String name, BigDecimal value) {
        if (value.signum() <= 0) {
            throw new IllegalArgumentException(name + " must be positive, was " + value.toPlainString());
        }
    }

    static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, was " + value);
        }
        if (value.compareTo(CURE_MAX) > 0) {
            throw new IllegalArgumentException(name + " must be at most " + CURE_MAX + ", was " + value);
        }
    }
}
