package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import io.plimsoll.pricing.RealFunctions;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How far the underlying may move until the losses of a book with curvature use up a buffer:
 * {@code buffer + delta · move + ½ · gamma · move² = 0}. Moves are in price units, 34 digits; null where no move in that direction does it.
 *
 * @param down the nearest breaching fall, zero or negative
 * @param up the nearest breaching rise, zero or positive
 */
public record GreekBreach(
        @Nullable BigDecimal down, @Nullable BigDecimal up) {

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /**
     * @param buffer equity less requirement, settlement currency; a buffer that is used up breaches without a move
     * @param delta change of equity for a rise of the underlying by 1
     * @param gamma change of delta for a rise of the underlying by 1
     */
    public static GreekBreach of(BigDecimal buffer, BigDecimal delta, BigDecimal gamma) {
        if (buffer.signum() <= 0) {
            return new GreekBreach(Decimals.ZERO, Decimals.ZERO);
        }
        BigDecimal underRoot =
                delta.multiply(delta).subtract(TWO.multiply(gamma).multiply(buffer));
        if (underRoot.signum() < 0) {
            return new GreekBreach(null, null);
        }
        BigDecimal root = RealFunctions.sqrt(underRoot);
        // 2·buffer / (−delta ± root) are both roots, and need no gamma in the divisor
        BigDecimal first = quotient(TWO.multiply(buffer), root.subtract(delta));
        BigDecimal second = quotient(TWO.multiply(buffer), root.negate().subtract(delta));
        return new GreekBreach(nearest(first, second, -1), nearest(first, second, 1));
    }

    private static @Nullable BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
        return divisor.signum() == 0 ? null : Decimals.normalised(dividend.divide(divisor, Decimals.QUOTIENT));
    }

    private static @Nullable BigDecimal nearest(
            @Nullable BigDecimal first, @Nullable BigDecimal second, int direction) {
        BigDecimal nearest = first != null && first.signum() == direction ? first : null;
        if (second == null || second.signum() != direction) {
            return nearest;
        }
        return nearest == null || second.abs().compareTo(nearest.abs()) < 0 ? second : nearest;
    }
}
