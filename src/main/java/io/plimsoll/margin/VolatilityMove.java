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
 * @param term what the time to expiry changes besides
 */
public record VolatilityMove(BigDecimal relative, BigDecimal points, BigDecimal exponent, VolatilityTerm term) {

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

    /** One exponent for every expiry. */
    public VolatilityMove(BigDecimal relative, BigDecimal points, BigDecimal exponent) {
        this(relative, points, exponent, new VolatilityTerm(exponent, Decimals.ZERO, Decimals.ZERO));
    }

    /** By a fraction of the volatility, of every expiry alike. */
    public static VolatilityMove relative(BigDecimal fraction) {
        return new VolatilityMove(fraction, Decimals.ZERO, Decimals.ZERO);
    }

    /** By volatility points, of every expiry alike. */
    public static VolatilityMove points(BigDecimal points) {
        return new VolatilityMove(Decimals.ZERO, points, Decimals.ZERO);
    }

    VolatilityMove with(VolatilityTerm other) {
        return new VolatilityMove(relative, points, exponent, other);
    }

    /** The moved volatility, at 34 digits; zero or more. */
    public BigDecimal of(BigDecimal volatility, BigDecimal yearsToExpiry) {
        BigDecimal scale = scale(yearsToExpiry);
        BigDecimal rise = volatility.multiply(relative).multiply(scale).add(points.multiply(scale));
        BigDecimal least = rise.signum() > 0 ? term.leastRaised() : Decimals.ZERO;
        return Decimals.largest(Decimals.normalised(volatility.add(rise).round(Decimals.QUOTIENT)), least);
    }

    /** The factor {@code k}; 1 where no time is left and none is counted. */
    private BigDecimal scale(BigDecimal years) {
        BigDecimal days = Decimals.largest(years.multiply(DAYS_A_YEAR), term.leastDays());
        BigDecimal power = days.compareTo(DAYS) > 0 ? term.longExponent() : exponent;
        return power.signum() == 0 || days.signum() <= 0
                ? Decimals.ONE
                : RealFunctions.power(DAYS.divide(days, Decimals.QUOTIENT), power);
    }
}
