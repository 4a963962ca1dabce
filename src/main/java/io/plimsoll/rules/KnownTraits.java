package io.plimsoll.rules;

import io.plimsoll.decision.RuleTraits;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.TableType;
import java.util.List;
import java.util.Map;

/** What rules and the rows of their tables tell before they are asked. */
public final class KnownTraits {

    private KnownTraits() {}

    /**
     * @param model all rules
     * @param rows by declared type
     * @param limits of one evaluation
     */
    public static RuleTraits of(
            List<Rule> model,
            List<TableType> tables,
            Map<String, List<Map<String, Object>>> rows,
            EvaluationLimits limits) {
        boolean across = AcrossPositions.isAskedBy(model);
        return new RuleTraits(
                across,
                InitialMargins.areSaidBy(model),
                across
                        || LiquidationPricesRead.areReadBy(model)
                        || MarginRulesAnywhere.mayFail(model, tables, rows, limits));
    }
}
