package io.plimsoll.margin;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The prices at which a position's instrument would bring its margin account down, all other prices unchanged: the positions in one
 * instrument share them. In the unit of the position's price; null where no positive price does.
 *
 * @param liquidation equity equals maintenance margin, at the nearest such price on either side of today's
 * @param opposite the same on the other side of today's price, for a book that breaches both ways
 * @param liquidationAfterCosts equity less the cost of closing the positions in this instrument equals maintenance margin; null also where no
 *     cost is known
 * @param bankruptcy equity is zero
 * @param endOfTables true if {@code liquidation} is only the last price for which the rules have a requirement: no breach is known up to
 *     there, and beyond it the account could not be decided
 */
public record PositionPrices(
        @Nullable BigDecimal liquidation,
        @Nullable BigDecimal opposite,
        @Nullable BigDecimal liquidationAfterCosts,
        @Nullable BigDecimal bankruptcy,
        boolean endOfTables) {}
