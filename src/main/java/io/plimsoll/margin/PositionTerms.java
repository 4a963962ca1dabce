package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/**
 * What the margin rules ask for one position.
 *
 * @param factor multiplies both requirements, 1 or more
 * @param addOn added to both requirements after the factor, settlement currency, zero or more
 * @param closingCostRate expected fee and slippage of closing, as a fraction of the notional closed
 * @param discount what equity does not count of what the position adds to it, settlement currency
 */
public record PositionTerms(
        RequirementLine initial,
        RequirementLine maintenance,
        BigDecimal factor,
        BigDecimal addOn,
        BigDecimal closingCostRate,
        RequirementLine discount) {

    /** Of a position that requires nothing by itself. */
    public static final PositionTerms NONE =
            new PositionTerms(RequirementLine.NONE, RequirementLine.NONE, Decimals.ONE, Decimals.ZERO, Decimals.ZERO);

    /** Of a position that counts whole. */
    public PositionTerms(
            RequirementLine initial,
            RequirementLine maintenance,
            BigDecimal factor,
            BigDecimal addOn,
            BigDecimal closingCostRate) {
        this(initial, maintenance, factor, addOn, closingCostRate, RequirementLine.NONE);
    }

    /** Initial margin at a notional, exact. */
    BigDecimal initialAt(BigDecimal notional) {
        return Decimals.sum(Decimals.product(factor, initial.at(notional)), addOn);
    }

    /** Maintenance margin at a notional, exact. */
    BigDecimal maintenanceAt(BigDecimal notional) {
        return Decimals.sum(Decimals.product(factor, maintenance.at(notional)), addOn);
    }

    /** Maintenance margin and discount at a notional, exact: what equity before discounts must cover. */
    BigDecimal coverAt(BigDecimal notional) {
        return discount.equals(RequirementLine.NONE)
                ? maintenanceAt(notional)
                : Decimals.sum(maintenanceAt(notional), discount.at(notional));
    }

    /** By how much that grows for each 1 of notional, within the present bracket. */
    BigDecimal coverPerNotional() {
        return Decimals.sum(Decimals.product(factor, maintenance.slope()), discount.slope());
    }

    /** The same in the present bracket extrapolated to a notional of zero; negative where there is a deduction. */
    BigDecimal coverAtNothing() {
        return addOn.subtract(Decimals.product(factor, maintenance.deduction())).subtract(discount.deduction());
    }

    /** The same terms with a maintenance margin and discount that no longer move with the notional. */
    PositionTerms withCoverFixed(BigDecimal amount) {
        return new PositionTerms(initial, RequirementLine.NONE, Decimals.ONE, amount, closingCostRate);
    }

    static BigDecimal costOf(BigDecimal rate, BigDecimal notional) {
        return Decimals.normalised(rate.multiply(notional));
    }
}
