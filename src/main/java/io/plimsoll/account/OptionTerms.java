package io.plimsoll.account;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What makes a contract an option. Strike and underlying price are in quote currency per unit of the underlying.
 *
 * @param strike positive
 * @param underlyingPrice price of the underlying for the option's expiry (its forward), positive; null where the venue does not say
 * @param impliedVolatility a year, as a fraction (0.55 is 55 %), positive; null where the venue does not say
 * @param greeks of one unit; null where the venue does not say
 */
public record OptionTerms(
        OptionType type,
        BigDecimal strike,
        @Nullable BigDecimal underlyingPrice,
        @Nullable BigDecimal impliedVolatility,
        @Nullable Greeks greeks) {

    public OptionTerms {
        strike = positive("strike", strike);
        underlyingPrice = underlyingPrice == null ? null : positive("underlying price", underlyingPrice);
        impliedVolatility = impliedVolatility == null ? null : positive("implied volatility", impliedVolatility);
    }

    /** By how much the option would end without value at today's underlying price, quote currency, zero or more; null without that price. */
    public @Nullable BigDecimal outOfTheMoneyAmount() {
        if (underlyingPrice == null) {
            return null;
        }
        BigDecimal above = underlyingPrice.subtract(strike);
        return Decimals.normalised(Decimals.largest(type == OptionType.CALL ? above.negate() : above, Decimals.ZERO));
    }

    /** The same option at another price of its underlying; its greeks stay as they were given. */
    public OptionTerms withUnderlyingPrice(BigDecimal moved) {
        return new OptionTerms(type, strike, moved, impliedVolatility, greeks);
    }

    /** The same option at another implied volatility; its greeks stay as they were given. */
    public OptionTerms withImpliedVolatility(BigDecimal other) {
        return new OptionTerms(type, strike, underlyingPrice, other, greeks);
    }

    private static BigDecimal positive(String name, BigDecimal value) {
        if (value.signum() <= 0) {
            throw new IllegalArgumentException(name + " must be positive, was " + value);
        }
        return Decimals.normalised(value);
    }
}
