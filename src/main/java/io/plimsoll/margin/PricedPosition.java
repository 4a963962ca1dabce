package io.plimsoll.margin;

import static io.plimsoll.money.Decimals.product;

import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.market.PriceSource;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/**
 * A position at the price it is valued at. Amounts are in the account's settlement currency, whatever the position is settled in.
 *
 * @param price in the unit of the instrument's prices, positive
 * @param source where the price came from
 * @param conversion settlement currency of the account for each 1 of the position's, positive
 */
public record PricedPosition(Position position, BigDecimal price, PriceSource source, BigDecimal conversion) {

    /** A position that is settled in the account's currency. */
    public PricedPosition(Position position, BigDecimal price, PriceSource source) {
        this(position, price, source, BigDecimal.ONE);
    }

    /** The same with amounts in the currency that the position is settled in, as rules see it. */
    public PricedPosition inItsOwnCurrency() {
        return conversion.compareTo(Decimals.ONE) == 0 ? this : new PricedPosition(position, price, source);
    }

    public PositionId id() {
        return position.id();
    }

    /** Value of the position without its sign, settlement currency; exact for a linear contract, to 34 digits for an inverse one. */
    public BigDecimal notional() {
        return position.contract().valueOf(units(), price);
    }

    /** What closing at the price would gain, settlement currency, as exact as the notional; negative is a loss. */
    public BigDecimal unrealisedPnl() {
        return position.contract().gainOf(signedUnits(), position.entryPrice(), price);
    }

    /**
     * What the position adds to equity, settlement currency, as exact as the notional: the signed market value of an option, because its
     * premium is in the cash already; the unrealised profit of any other contract.
     */
    public BigDecimal equityValue() {
        return position.contract().isOption() ? optionValue() : unrealisedPnl();
    }

    /** Market value of an option, settlement currency, exact; negative for a short one, zero for any other contract. */
    public BigDecimal optionValue() {
        return position.contract().isOption() ? signedUnits().multiply(price) : BigDecimal.ZERO;
    }

    /** Quantity times multiplier and conversion, positive: the change of notional for each 1 that a unit's value changes. */
    BigDecimal units() {
        return product(product(position.quantity().abs(), position.multiplier()), conversion);
    }

    /** Change of equity for each 1 that a unit's value changes. */
    BigDecimal gainPerUnitValue() {
        return position.contract().gainPerUnitValue(signedUnits());
    }

    /** Value of one unit in the position's own currency, positive. */
    BigDecimal unitValue() {
        return position.contract().valueOf(BigDecimal.ONE, price);
    }

    PricedPosition atUnitValue(BigDecimal value) {
        return atPrice(position.contract().priceAt(value));
    }

    /** Quantity times multiplier and conversion, negative for a short position. */
    BigDecimal signedUnits() {
        return product(product(position.quantity(), position.multiplier()), conversion);
    }

    PricedPosition atPrice(BigDecimal otherPrice) {
        return new PricedPosition(position, otherPrice, source, conversion);
    }

    /** Part of the position, at another quantity of the same sign. */
    public PricedPosition withQuantity(BigDecimal quantity) {
        return new PricedPosition(position.withQuantity(quantity), price, source, conversion);
    }
}
