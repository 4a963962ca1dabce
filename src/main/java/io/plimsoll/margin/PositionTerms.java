package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/**
 * What the margin rules ask for one position.
 *
 * @param factor multiplies both requirements, 1 or more
 * @param addOn added to both requirements after the factor, settlement currency, zero or more
 * @param closingCostRate expected fee and slippage of closing, as a fraction of the notional closed
 */
public record PositionTerms(
        RequirementLine initial,
        RequirementLine maintenance,
        BigDecimal factor,
        BigDecimal addOn,
        BigDecimal closingCostRate) {

    /** Of a position that requires nothing by itself. */
    public static final PositionTerms NONE =
            new PositionTerms(RequirementLine.NONE, RequirementLine.NONE, Decimals.ONE, Decimals.ZERO, Decimals.ZERO);

    /** Initial margin at a notional, exact. */
    BigDecimal initialAt(BigDecimal notional) {
        return Decimals.sum(Decimals.product(factor, initial.at(notional)), addOn);
    }

    /** Maintenance margin at a notional, exact. */
    BigDecimal maintenanceAt(BigDecimal notional) {
        return Decimals.sum(Decimals.product(factor, maintenance.at(notional)), addOn);
    }

    /** By how much maintenance margin grows for each 1 of notional, within the present bracket. */
    BigDecimal maintenancePerNotional() {
        return Decimals.product(factor, maintenance.slope());
    }

    /** Maintenance margin of the present bracket extrapolated to a notional of zero; negative where there is a deduction. */
    BigDecimal maintenanceAtNothing() {
        return addOn.subtract(Decimals.product(factor, maintenance.deduction()));
    }

    /** The same terms with a maintenance margin that no longer moves with the notional. */
    PositionTerms withMaintenanceFixed(BigDecimal amount) {
        return new PositionTerms(initial, RequirementLine.NONE, Decimals.ONE, amount, closingCostRate);
    }

    static BigDecimal costOf(BigDecimal rate, BigDecimal notional) {
        return Decimals.normalised(rate.multiply(notional));
    }
}
