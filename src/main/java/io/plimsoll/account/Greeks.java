package io.plimsoll.account;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/**
 * How the value of one unit of a contract moves, in the currency its price is quoted in, as the venue reckons it.
 *
 * @param delta for a rise of the underlying's price by 1
 * @param gamma change of the delta for a rise of the underlying's price by 1
 * @param vega for a rise of the implied volatility by one percentage point (0.01)
 * @param theta for each day that passes; negative where time takes value away
 */
public record Greeks(BigDecimal delta, BigDecimal gamma, BigDecimal vega, BigDecimal theta) {
    public Greeks {
        delta = Decimals.normalised(delta);
        gamma = Decimals.normalised(gamma);
        vega = Decimals.normalised(vega);
        theta = Decimals.normalised(theta);
    }
}
