package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import io.plimsoll.pricing.RealFunctions;
import java.math.BigDecimal;

/**
 * How a scenario moves implied volatility: {@code σ' = max(0, σ · (1 + relative · k) + points · k)} with {@code k = (30 / days to expiry)^exponent},
 * because near volatilities move more than distant ones.
 *
 * @param relative fraction of the volatility; −0.25 makes 60 % into 45 %
 * @param points added to the volatility; −0.25 makes 60 % into 35 %
 * @param exponent zero or more; 0 moves every expiry alike
 */
public record VolatilityMove(BigDecimal relative, BigDecimal points, BigDecimal exponent) {

    public static final VolatilityMove NONE = relative(Decimals.ZERO);

    /** The maturity whose volatility moves by just what is said. */
    private static final BigDecimal DAYS = BigDecimal.valueOf(30);

    private static final BigDecimal DAYS_A_YEAR = BigDecimal.valueOf(365);

    public VolatilityMove {
        relative = Decimals.normalised(relative);
        points = Decimals.normalised(points);
        exponent = Decimals.normalised(exponent);
        if (exponent.signum() < 0) {
            throw new IllegalArgumentException(
                    "the exponent of a volatility move must not be negative, was " + exponent);
        }
    }

    /** By a fraction of the volatility, of every expiry alike. */
    public static VolatilityMove relative(BigDecimal fraction) {
        return new VolatilityMove(fraction, Decimals.ZERO, Decimals.ZERO);
    }

    /** By volatility points, of every expiry alike. */
    public static VolatilityMove points(BigDecimal points) {
        return new VolatilityMove(Decimals.ZERO, points, Decimals.ZERO);
    }

    /** The moved volatility, at 34 digits; zero or more. */
    public BigDecimal of(BigDecimal volatility, BigDecimal yearsToExpiry) {
        BigDecimal moved = volatility
                .multiply(Decimals.ONE.add(relative.multiply(scale(yearsToExpiry))))
                .add(points.multiply(scale(yearsToExpiry)));
        return Decimals.largest(Decimals.normalised(moved.round(Decimals.QUOTIENT)), Decimals.ZERO);
    }

    /** The factor {@code k}; 1 where no time is left. */
    private BigDecimal scale(BigDecimal years) {
        return exponent.signum() == 0 || years.signum() <= 0
                ? Decimals.ONE
                : RealFunctions.power(DAYS.divide(years.multiply(DAYS_A_YEAR), Decimals.QUOTIENT), exponent);
    }
}
