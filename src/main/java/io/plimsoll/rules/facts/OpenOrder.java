package io.plimsoll.rules.facts;

import io.plimsoll.account.OrderSide;
import java.math.BigDecimal;

/** A resting order. */
@About("A resting order.")
public record OpenOrder(
        @About("Names the order.") String orderId,
        @About("Instrument, as the venue names it.") String instrument,
        @About("BUY or SELL.") @OneOf(OrderSide.class) String side,
        @About("Open quantity, positive.") BigDecimal quantity,
        @About("Settlement currency per unit, positive.") BigDecimal limitPrice,

        @About("quantity · limitPrice · multiplier of its instrument's position, settlement currency, exact, positive.")
        BigDecimal notional,

        @About("True if the order can only shrink a position.")
        Boolean reduceOnly) {}
