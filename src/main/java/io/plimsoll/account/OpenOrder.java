package io.plimsoll.account;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A resting order.
 *
 * @param quantity open quantity, positive, in the instrument's units
 * @param limitPrice in the unit of the instrument's prices, positive
 * @param reduceOnly true if the order can only shrink a position and so needs no margin
 * @param contract kind of contract; null where a position in the instrument tells it
 * @param multiplier contract size, positive; null where a position in the instrument tells it
 * @param settlementCurrency currency its value is in; null where a position in the instrument tells it, or it is the snapshot's
 */
public record OpenOrder(
        String orderId,
        String instrument,
        OrderSide side,
        BigDecimal quantity,
        BigDecimal limitPrice,
        boolean reduceOnly,
        @Nullable ContractKind contract,
        @Nullable BigDecimal multiplier,
        @Nullable String settlementCurrency) {
    public OpenOrder {
        quantity = Decimals.normalised(quantity);
        limitPrice = Decimals.normalised(limitPrice);
        multiplier = multiplier == null ? null : Decimals.normalised(multiplier);
        if (quantity.signum() <= 0 || limitPrice.signum() <= 0) {
            throw new IllegalArgumentException(
                    "order quantity and limit price must be positive, were " + quantity + " and " + limitPrice);
        }
        if (multiplier != null && multiplier.signum() <= 0) {
            throw new IllegalArgumentException("order multiplier must be positive, was " + multiplier);
        }
    }

    /** An order in an instrument that a position tells the contract of, or a linear one of size 1. */
    public OpenOrder(
            String orderId,
            String instrument,
            OrderSide side,
            BigDecimal quantity,
            BigDecimal limitPrice,
            boolean reduceOnly) {
        this(orderId, instrument, side, quantity, limitPrice, reduceOnly, null, null, null);
    }

    /** An order that says itself what it is about, settled in the snapshot's settlement currency. */
    public OpenOrder(
            String orderId,
            String instrument,
            OrderSide side,
            BigDecimal quantity,
            BigDecimal limitPrice,
            boolean reduceOnly,
            @Nullable ContractKind contract,
            @Nullable BigDecimal multiplier) {
        this(orderId, instrument, side, quantity, limitPrice, reduceOnly, contract, multiplier, null);
    }
}
