package io.plimsoll.policy.bounds;

import io.plimsoll.account.PositionId;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.rules.interval.Amount;
import io.plimsoll.rules.interval.Question;
import io.plimsoll.rules.interval.Sheet;
import io.plimsoll.rules.interval.VaryingFact.Varying;
import io.plimsoll.rules.model.Relation;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A margin account whose figures vary, each as {@link MarginAccount} has it.
 *
 * @param account as it is now; what of it does not follow prices is taken from it
 * @param positions its own
 * @param required initial and maintenance margin of each position, rounded up
 * @param untold a requirement is not known, so that threshold rules are not asked and the decision is held
 * @param breached equity is below the maintenance margin
 * @param breachedFor for how long, where it is
 */
record Margined(
        MarginAccount account,
        List<Valued> positions,
        Map<PositionId, Required> required,
        Amount equity,
        Amount initialMargin,
        Amount maintenanceMargin,
        Question untold,
        Question breached,
        Object breachedFor,
        Map<String, Object> sums) {

    /**
     * What one position requires.
     *
     * @param untold no rule says so
     */
    record Required(Amount initial, Amount maintenance, Question untold) {}

    Amount initialOf(PositionId id) {
        return Objects.requireNonNull(required.get(id)).initial();
    }

    Amount maintenanceOf(PositionId id) {
        return Objects.requireNonNull(required.get(id)).maintenance();
    }

    static Map<String, Object> sums(
            Sheet sheet, List<Valued> positions, Amount closingCost, BigDecimal portfolio, int places) {
        List<Amount> notionals = positions.stream()
                .map(valued -> sheet.product(valued.notional(), valued.conversion()))
                .toList();
        List<Amount> options = positions.stream()
                .map(valued -> sheet.product(valued.optionValue(sheet), valued.conversion()))
                .toList();
        List<Amount> profits = positions.stream()
                .filter(valued -> !valued.position().contract().isOption())
                .map(valued -> valued.equityValue(sheet))
                .toList();
        return Map.of(
                "notional",
                sheet.sum(notionals),
                "optionValue",
                sheet.roundedDown(sheet.sum(options), places),
                "unrealisedPnl",
                sheet.roundedDown(sheet.sum(profits), places),
                "closingCost",
                closingCost,
                "portfolioMargin",
                sheet.given(portfolio));
    }

    /** The fields of the fact. */
    Map<String, Object> fields(Sheet sheet) {
        Map<String, Object> fields = new HashMap<>(sums);
        fields.put("equity", equity);
        fields.put("initialMargin", initialMargin);
        fields.put("maintenanceMargin", maintenanceMargin);
        Question required = sheet.compare(maintenanceMargin, Relation.NOT_EQUAL, sheet.given(BigDecimal.ZERO));
        BigDecimal nothing = Sheet.known(maintenanceMargin);
        Object ratio = nothing != null && nothing.signum() == 0
                ? new Varying.Any()
                : sheet.quotient(equity, maintenanceMargin);
        fields.put("marginRatio", new Varying.Perhaps(required, ratio));
        fields.put("breachedFor", new Varying.Perhaps(breached, breachedFor));
        return fields;
    }
}
