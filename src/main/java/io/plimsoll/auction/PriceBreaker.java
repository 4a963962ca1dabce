package io.plimsoll.auction;

import java.math.BigDecimal;

/**
 * Stops sales on a price that fell too far at once to be believed.
 *
 * @param tolerance least share of the last price that the next one may be, between 0 and 1
 */
public record PriceBreaker(BigDecimal tolerance) {
    public PriceBreaker {
        if (tolerance.signum() <= 0 || tolerance.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("tolerance must lie between 0 and 1, was " + tolerance);
        }
    }

    /** True if no sale may start, and none go on, on the next price. A fall to exactly the tolerance is still believed. */
    public boolean trips(BigDecimal last, BigDecimal next) {
        return next.compareTo(last.multiply(tolerance)) < 0;
    }
}
