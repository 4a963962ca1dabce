package io.plimsoll.account;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/**
 * A resting order.
 *
 * @param quantity open quantity, positive, in the instrument's units
 * @param limitPrice settlement currency per unit, positive
 * @param reduceOnly true if the order can only shrink a position and so needs no margin
 */
public record OpenOrder(
        String orderId,
        String instrument,
        OrderSide side,
        BigDecimal quantity,
        BigDecimal limitPrice,
        boolean reduceOnly) {
    public OpenOrder {
        quantity = Decimals.normalised(quantity);
        limitPrice = Decimals.normalised(limitPrice);
        if (quantity.signum() <= 0 || limitPrice.signum() <= 0) {
            throw new IllegalArgumentException(
                    "order quantity and limit price must be positive, were " + quantity + " and " + limitPrice);
        }
    }
}
