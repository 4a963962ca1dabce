package io.plimsoll.auction;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * A sale whose price falls until somebody takes it.
 *
 * @param buffer factor on the reference price at which the sale starts, positive
 * @param tail after more than this the auction must be started anew at a fresh reference price
 * @param cusp below this fraction of the top price likewise; 0 for never
 */
public record DutchAuction(BigDecimal buffer, PriceCurve curve, Duration tail, BigDecimal cusp) {
    public DutchAuction {
        if (buffer.signum() <= 0) {
            throw new IllegalArgumentException("buffer must be positive, was " + buffer);
        }
        if (tail.isNegative() || tail.isZero()) {
            throw new IllegalArgumentException("tail must be positive, was " + tail);
        }
        if (cusp.signum() < 0 || cusp.compareTo(BigDecimal.ONE) >= 0) {
            throw new IllegalArgumentException("cusp must lie between 0 and 1, was " + cusp);
        }
    }

    /**
     * What a unit costs.
     *
     * @param reference market price when the auction started, positive
     * @param elapsed since then, not negative
     * @return price in the reference's unit, exact but for the curve's own rounding
     */
    public BigDecimal priceAt(BigDecimal reference, Duration elapsed) {
        return Decimals.normalised(reference.multiply(buffer).multiply(curve.fractionAt(elapsed)));
    }

    /** True once nobody may buy before the auction has been started anew. */
    public boolean needsResetAt(Duration elapsed) {
        return elapsed.compareTo(tail) > 0 || curve.fractionAt(elapsed).compareTo(cusp) < 0;
    }
}
