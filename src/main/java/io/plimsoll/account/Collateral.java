package io.plimsoll.account;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/**
 * One asset of an account's balance.
 *
 * @param asset the asset as the venue names it
 * @param quantity units held; negative is a debt
 * @param price settlement currency per unit, positive
 */
public record Collateral(String asset, BigDecimal quantity, BigDecimal price) {
    public Collateral {
        quantity = Decimals.normalised(quantity);
        price = Decimals.normalised(price);
        if (price.signum() <= 0) {
            throw new IllegalArgumentException("collateral price must be positive, was " + price);
        }
    }

    /** Quantity times price, exact, before any haircut; negative for a debt. */
    public BigDecimal marketValue() {
        return quantity.multiply(price);
    }
}
