package io.plimsoll.account;

import io.plimsoll.market.Mark;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A position in one instrument.
 *
 * @param quantity signed, positive long; never zero
 * @param entryPrice average entry price, in the unit of the instrument's prices, positive
 * @param multiplier contract size, positive; 1 where the venue quotes units of the underlying
 * @param isolatedMargin margin set aside for this position alone, settlement currency; present exactly if the mode is ISOLATED
 * @param leverage leverage the customer chose, positive; null where the venue does not say
 */
public record Position(
        String instrument,
        ContractKind contract,
        MarginMode mode,
        BigDecimal quantity,
        BigDecimal entryPrice,
        Mark mark,
        BigDecimal multiplier,
        @Nullable BigDecimal isolatedMargin,
        @Nullable BigDecimal leverage) {

    public Position {
        quantity = Decimals.normalised(quantity);
        entryPrice = Decimals.normalised(entryPrice);
        multiplier = Decimals.normalised(multiplier);
        isolatedMargin = isolatedMargin == null ? null : Decimals.normalised(isolatedMargin);
        leverage = leverage == null ? null : Decimals.normalised(leverage);
        if (quantity.signum() == 0) {
            throw new IllegalArgumentException("quantity must not be zero");
        }
        if (entryPrice.signum() <= 0 || multiplier.signum() <= 0) {
            throw new IllegalArgumentException(
                    "entry price and multiplier must be positive, were " + entryPrice + " and " + multiplier);
        }
        if ((mode == MarginMode.ISOLATED) != (isolatedMargin != null)) {
            throw new IllegalArgumentException("isolated margin must be given exactly for an isolated position, mode "
                    + mode + ", margin " + isolatedMargin);
        }
        if (leverage != null && leverage.signum() <= 0) {
            throw new IllegalArgumentException("leverage must be positive, was " + leverage);
        }
    }

    public Side side() {
        return Side.of(quantity);
    }

    public PositionId id() {
        return new PositionId(instrument, side(), mode);
    }

    /** The same position at another quantity of the same sign. */
    public Position withQuantity(BigDecimal newQuantity) {
        return new Position(
                instrument, contract, mode, newQuantity, entryPrice, mark, multiplier, isolatedMargin, leverage);
    }
}
