package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/**
 * What a market really took of a closing.
 *
 * @param quantity positive
 * @param price per unit, positive
 * @param paid fees really paid, settlement currency, zero or more; slippage is in the price
 */
public record Fill(PositionId position, BigDecimal quantity, BigDecimal price, BigDecimal paid) {
    public Fill {
        quantity = Decimals.normalised(quantity);
        if (quantity.signum() <= 0 || price.signum() <= 0) {
            throw new IllegalArgumentException(
                    "quantity and price of a fill must be positive, were " + quantity + " and " + price);
        }
        if (paid.signum() < 0) {
            throw new IllegalArgumentException("what is paid must not be negative, was " + paid);
        }
    }
}
