package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/**
 * How the volatility moves of a grid go with the time to expiry, where one exponent does not say it: Deribit, Derive and Paradex have another power beyond 30 days,
 * and two of them raise a volatility to some level at least.
 *
 * @param longExponent exponent beyond 30 days, zero or more
 * @param leastDays an option that expires sooner moves as if it had so many days, zero or more
 * @param leastRaised a volatility that a move raises is at least this afterwards, a year's as a fraction, zero or more
 */
public record VolatilityTerm(BigDecimal longExponent, BigDecimal leastDays, BigDecimal leastRaised) {

    public VolatilityTerm {
        longExponent = Decimals.normalised(longExponent);
        leastDays = Decimals.normalised(leastDays);
        leastRaised = Decimals.normalised(leastRaised);
        if (longExponent.signum() < 0 || leastDays.signum() < 0 || leastRaised.signum() < 0) {
            throw new IllegalArgumentException("exponent, days and volatility must not be negative, were "
                    + longExponent + ", " + leastDays + " and " + leastRaised);
        }
    }

    /** The stricter of both in each: the smaller exponent, which moves distant volatilities more, the fewer days, the higher volatility. */
    public VolatilityTerm strictest(VolatilityTerm other) {
        return new VolatilityTerm(
                Decimals.smallest(longExponent, other.longExponent),
                Decimals.smallest(leastDays, other.leastDays),
                Decimals.largest(leastRaised, other.leastRaised));
    }

    /** True if any of its numbers is the other's too. */
    public boolean shares(VolatilityTerm other) {
        return longExponent.compareTo(other.longExponent) == 0
                || leastDays.compareTo(other.leastDays) == 0
                || leastRaised.compareTo(other.leastRaised) == 0;
    }
}
