package io.plimsoll.rules.interval;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * An instant or a duration that follows a time variable: {@code offset + variable}, or {@code offset − variable}; nanoseconds.
 *
 * @param falls true where it falls as the variable grows
 * @param notNegative true where a negative value counts as zero
 */
public record Moment(int variable, long offset, boolean falls, boolean notNegative) {

    /** The variable itself. */
    public static Moment of(int variable) {
        return new Moment(variable, 0, false, false);
    }

    /** The time that has passed since an instant. */
    public static Moment since(int variable, long instant) {
        return new Moment(variable, -instant, false, false);
    }

    /** The time left until an instant. */
    public static Moment until(int variable, long instant) {
        return new Moment(variable, instant, true, false);
    }

    public Moment atLeastZero() {
        return new Moment(variable, offset, falls, true);
    }

    /** Its value where the variable has one; saturating. */
    long at(long value) {
        long exact = falls ? minus(offset, value) : plus(offset, value);
        return notNegative ? Math.max(exact, 0) : exact;
    }

    /** Where the variable makes this a value, ignoring {@code notNegative}. */
    long variableAt(long value) {
        return falls ? minus(offset, value) : minus(value, offset);
    }

    private static long minus(long one, long other) {
        long difference = one - other;
        boolean overflows = ((one ^ other) & (one ^ difference)) < 0;
        return overflows ? (one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : difference;
    }

    private static long plus(long one, long other) {
        long sum = one + other;
        boolean overflows = ((one ^ sum) & (other ^ sum)) < 0;
        return overflows ? (one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    /** Nanoseconds since 1970; empty outside of the years 1678 to 2261. */
    public static OptionalLong nanos(Instant instant) {
        return nanos(instant.getEpochSecond(), instant.getNano());
    }

    /** Empty for more than 292 years. */
    public static OptionalLong nanos(Duration duration) {
        return nanos(duration.getSeconds(), duration.getNano());
    }

    private static OptionalLong nanos(long seconds, int nano) {
        long secondsMax = Long.MAX_VALUE / 1_000_000_000L - 1;
        return Math.abs(seconds) > secondsMax ? OptionalLong.empty() : OptionalLong.of(seconds * 1_000_000_000L + nano);
    }
}
