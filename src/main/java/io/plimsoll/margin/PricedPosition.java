package io.plimsoll.margin;

import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.market.PriceSource;
import java.math.BigDecimal;

/**
 * A position at the price it is valued at.
 *
 * @param price settlement currency per unit, positive
 * @param source where the price came from
 */
public record PricedPosition(Position position, BigDecimal price, PriceSource source) {

    public PositionId id() {
        return position.id();
    }

    /** {@code |quantity| · price · multiplier}, exact. */
    public BigDecimal notional() {
        return notionalPerUnitPrice().multiply(price);
    }

    /** {@code quantity · (price − entry) · multiplier}, exact; negative is a loss. */
    public BigDecimal unrealisedPnl() {
        return deltaPerUnitPrice().multiply(price.subtract(position.entryPrice()));
    }

    /** Change of notional per unit of price: {@code |quantity| · multiplier}. */
    BigDecimal notionalPerUnitPrice() {
        return position.quantity().abs().multiply(position.multiplier());
    }

    /** Change of equity per unit of price: {@code quantity · multiplier}, negative for a short. */
    BigDecimal deltaPerUnitPrice() {
        return position.quantity().multiply(position.multiplier());
    }

    PricedPosition atPrice(BigDecimal otherPrice) {
        return new PricedPosition(position, otherPrice, source);
    }

    PricedPosition withQuantity(BigDecimal quantity) {
        return new PricedPosition(position.withQuantity(quantity), price, source);
    }
}
