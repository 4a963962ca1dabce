package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import io.plimsoll.money.Decimals;
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

    /** What equity does not count of what the position adds to it, settlement currency, exact. */
    public BigDecimal discount() {
        return terms.discount().equals(RequirementLine.NONE)
                ? Decimals.ZERO
                : terms.discount().at(priced.notional());
    }

    /** Maintenance margin and discount, exact: what equity before discounts must cover. */
    BigDecimal cover() {
        return terms.coverAt(priced.notional());
    }

    /** Expected fee and slippage of closing the whole position, settlement currency, exact. */
    public BigDecimal closingCost() {
        return PositionTerms.costOf(terms.closingCostRate(), priced.notional());
    }
}
