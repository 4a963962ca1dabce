package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/**
 * The liquidation price of one linear position without and with the slippage of its own size, as Vega estimates it (0012-NP-LIPE):
 * {@code (collateral − V·mark) / (|V|·linear + V²·quadratic + |V|·risk − V)}, zero where it would be negative. 34 digits.
 *
 * @param without no slippage
 * @param with the slippage factors counted in
 */
public record SlippageRange(BigDecimal without, BigDecimal with) {

    /**
     * @param collateral of the position, its profit and loss at the mark included, settlement currency
     * @param volume V, signed, positive long
     * @param linear slippage as a fraction of notional, zero or more
     * @param quadratic slippage as a fraction of notional for each unit of volume, zero or more
     * @param risk maintenance margin as a fraction of notional, zero or more
     * @throws IllegalArgumentException if the volume is zero, the mark not positive or a factor negative
     * @throws ArithmeticException if requirement and slippage change exactly as the position does, so that no price is told apart
     */
    public static SlippageRange of(
            BigDecimal collateral,
            BigDecimal volume,
            BigDecimal mark,
            BigDecimal linear,
            BigDecimal quadratic,
            BigDecimal risk) {
        if (volume.signum() == 0 || mark.signum() <= 0) {
            throw new IllegalArgumentException(
                    "volume must not be zero and mark must be positive, were " + volume + " and " + mark);
        }
        if (linear.signum() < 0 || quadratic.signum() < 0 || risk.signum() < 0) {
            throw new IllegalArgumentException(
                    "no factor may be negative, were " + linear + ", " + quadratic + ", " + risk);
        }
        BigDecimal atZero = collateral.subtract(volume.multiply(mark));
        BigDecimal required = volume.abs().multiply(risk).subtract(volume);
        BigDecimal slippage =
                volume.abs().multiply(linear).add(volume.multiply(volume).multiply(quadratic));
        return new SlippageRange(price(atZero, required), price(atZero, required.add(slippage)));
    }

    private static BigDecimal price(BigDecimal dividend, BigDecimal divisor) {
        if (divisor.signum() == 0) {
            throw new ArithmeticException("equity and requirement run in parallel, so no price is a liquidation price");
        }
        return Decimals.largest(Decimals.ZERO, Decimals.normalised(dividend.divide(divisor, Decimals.QUOTIENT)));
    }
}
