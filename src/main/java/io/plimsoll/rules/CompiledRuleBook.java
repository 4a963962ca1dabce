package io.plimsoll.rules;

import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.RuleTraits;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compiled rules with the rows of their tables. */
record CompiledRuleBook(
        Map<Stage, StageRules> stages, Map<Stage, TableRows> rows, EvaluationLimits limits, RuleTraits traits)
        implements RuleBook {

    private static final Proposals NOTHING = new Proposals(List.of(), List.of());

    CompiledRuleBook {
        stages = Map.copyOf(stages);
        rows = Map.copyOf(rows);
    }

    @Override
    public Proposals propose(Stage stage, View view) {
        StageRules rules = stages.get(stage);
        TableRows tables = rows.get(stage);
        if (rules == null || tables == null) {
            return NOTHING;
        }
        List<Object> facts = new ArrayList<>(FactsOf.view(view));
        facts.addAll(tables.rows(FactsOf.keys(view.snapshot())));
        return rules.evaluate(facts, limits, System::nanoTime);
    }
}
