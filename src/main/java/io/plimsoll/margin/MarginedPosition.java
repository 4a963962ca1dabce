package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import java.math.BigDecimal;

/** A priced position together with what the rules ask for it. */
public record MarginedPosition(PricedPosition priced, PositionTerms terms) {

    public PositionId id() {
        return priced.id();
    }

    /** Initial margin, settlement currency, exact. */
    public BigDecimal initialMargin() {
        return terms.initialAt(priced.notional());
    }

    /** Maintenance margin, settlement currency, exact. */
    public BigDecimal maintenanceMargin() {
        return terms.maintenanceAt(priced.notional());
    }

    /** Expected fee and slippage of closing the whole position, settlement currency, exact. */
    public BigDecimal closingCost() {
        return PositionTerms.costOf(terms.closingCostRate(), priced.notional());
    }
}
