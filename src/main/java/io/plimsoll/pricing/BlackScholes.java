package io.plimsoll.pricing;

import static io.plimsoll.money.Decimals.QUOTIENT;

import io.plimsoll.account.Greeks;
import io.plimsoll.account.OptionType;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/**
 * A European option on a spot price in the model of Black and Scholes (1973): {@link Black76} on the forward {@code S·e^(rT)}, discounted by
 * {@code e^(−rT)}.
 *
 * @param spot price of the underlying, positive; pays nothing until expiry
 * @param rate risk-free rate a year, continuously compounded, as a fraction; may be negative
 */
public record BlackScholes(
        OptionType type, BigDecimal spot, BigDecimal strike, BigDecimal volatility, BigDecimal years, BigDecimal rate) {

    private static final BigDecimal DAYS_A_YEAR = BigDecimal.valueOf(365);

    /** What one unit is worth today, zero or more. */
    public BigDecimal value() {
        return rounded(discount().multiply(onForward().value()));
    }

    /** Sensitivities of one unit: delta and gamma to the spot price, vega for each 0.01 of volatility, theta for each day of 365. */
    public Greeks greeks() {
        BigDecimal discount = discount();
        Black76 onForward = onForward();
        Greeks forward = onForward.greeks();
        BigDecimal carry =
                rate.multiply(value().subtract(spot.multiply(forward.delta()))).divide(DAYS_A_YEAR, QUOTIENT);
        return new Greeks(
                forward.delta(),
                forward.gamma().divide(discount, QUOTIENT),
                rounded(discount.multiply(forward.vega())),
                rounded(discount.multiply(forward.theta()).add(carry)));
    }

    private Black76 onForward() {
        return new Black76(type, spot.divide(discount(), QUOTIENT), strike, volatility, years);
    }

    private BigDecimal discount() {
        return RealFunctions.exp(rate.multiply(years).negate());
    }

    private static BigDecimal rounded(BigDecimal value) {
        return Decimals.normalised(value.round(QUOTIENT));
    }
}
