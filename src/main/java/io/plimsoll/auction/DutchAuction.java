package io.plimsoll.auction;

import io.plimsoll.account.Side;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

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

    /**
     * What a unit costs when a position of either side is closed: a long is sold from above the market downwards; a short is bought back from
     * below it upwards, at the reciprocal factor.
     *
     * @return empty where a short's price has risen beyond any number
     */
    public Optional<BigDecimal> priceAt(Side side, BigDecimal reference, Duration elapsed) {
        if (side == Side.LONG) {
            return Optional.of(priceAt(reference, elapsed));
        }
        BigDecimal factor = buffer.multiply(curve.fractionAt(elapsed));
        return factor.signum() == 0
                ? Optional.empty()
                : Optional.of(Decimals.normalised(reference.divide(factor, Decimals.QUOTIENT)));
    }

    /** Where a sale starts: {@code reference · buffer}; where a short is bought back, {@code reference / buffer}. */
    public static BigDecimal startPrice(Side side, BigDecimal reference, BigDecimal buffer) {
        return Decimals.normalised(
                side == Side.LONG ? reference.multiply(buffer) : reference.divide(buffer, Decimals.QUOTIENT));
    }

    /** True once nobody may buy before the auction has been started anew. */
    public boolean needsResetAt(Duration elapsed) {
        return elapsed.compareTo(tail) > 0 || curve.fractionAt(elapsed).compareTo(cusp) < 0;
    }
}
