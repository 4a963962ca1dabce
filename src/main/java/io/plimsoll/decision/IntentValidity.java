package io.plimsoll.decision;

import java.time.Duration;

/**
 * How long an intent may be carried out beyond the time that its slices and auctions take. Each attempt that nobody has carried out at all gives the next one
 * twice the time: whatever changes what is due takes its place at once, so that a long one costs nothing, and nobody is told the same each minute.
 *
 * @param first of a first attempt, positive
 * @param max of any attempt, at least that
 */
public record IntentValidity(Duration first, Duration max) {

    private static final int DOUBLINGS_MAX = 30;

    public IntentValidity {
        if (first.isZero() || first.isNegative() || max.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "the validity of an intent must be positive and at most its greatest, were " + first + " and "
                            + max);
        }
    }

    /** The same for every attempt. */
    public static IntentValidity always(Duration validity) {
        return new IntentValidity(validity, validity);
    }

    /** @param attempt 1 or more */
    Duration of(int attempt) {
        Duration doubled = first;
        for (int count = 1; count < Math.min(attempt, DOUBLINGS_MAX) && doubled.compareTo(max) < 0; count++) {
            doubled = doubled.multipliedBy(2);
        }
        return doubled.compareTo(max) < 0 ? doubled : max;
    }
}
