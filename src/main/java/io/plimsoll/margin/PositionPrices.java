package io.plimsoll.margin;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The prices at which a position would bring its margin account down, all other prices unchanged. Settlement currency per unit; null where
 * no positive price does.
 *
 * @param liquidation equity equals maintenance margin
 * @param liquidationAfterCosts equity less the cost of closing this position equals maintenance margin; null also where no cost is known
 * @param bankruptcy equity is zero
 */
public record PositionPrices(
        @Nullable BigDecimal liquidation,
        @Nullable BigDecimal liquidationAfterCosts,
        @Nullable BigDecimal bankruptcy) {}
