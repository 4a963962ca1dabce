package io.plimsoll.rules.straight;

import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.RuleTraits;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.rules.Because;
import io.plimsoll.rules.Combinations;
import io.plimsoll.rules.EvaluationLimits;
import io.plimsoll.rules.FactsOf;
import io.plimsoll.rules.FactsWanted;
import io.plimsoll.rules.Failures;
import io.plimsoll.rules.KnownTraits;
import io.plimsoll.rules.RunnableRules;
import io.plimsoll.rules.TableRows;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.EngineText;
import io.plimsoll.rules.compile.CompileBudget;
import io.plimsoll.rules.compile.CompileLimits;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.RuleInfo;
import io.plimsoll.rules.model.TableType;
import io.plimsoll.rules.verbs.VerbModel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checked rules as code of their own, made in milliseconds. They propose what the compiled rules propose; tests and the service hold the two
 * to one another. Immutable, for any number of threads.
 */
public final class StraightRules implements RunnableRules {

    private final CheckedRules checked;
    private final Map<Stage, StagePlan> plans;
    private final Map<Stage, String> others;

    private StraightRules(CheckedRules checked, Map<Stage, StagePlan> plans, Map<Stage, String> others) {
        this.checked = checked;
        this.plans = plans;
        this.others = others;
    }

    /** @throws IllegalArgumentException if the check found errors */
    public static StraightRules of(CheckedRules checked) {
        return of(checked, CompileLimits.DEFAULT);
    }

    /**
     * @param limits for all stages together; what they do not suffice for is {@link #outside}
     * @throws IllegalArgumentException if the check found errors
     */
    public static StraightRules of(CheckedRules checked, CompileLimits limits) {
        if (checked.hasErrors()) {
            throw new IllegalArgumentException("rules with errors cannot run");
        }
        Map<Stage, StagePlan> plans = new EnumMap<>(Stage.class);
        Map<Stage, String> others = new EnumMap<>(Stage.class);
        CompileBudget budget = CompileBudget.ofThisThread(limits);
        for (Stage stage : Stage.values()) {
            try {
                plan(checked, stage, budget).ifPresent(plan -> plans.put(stage, plan));
            } catch (NotStraight e) {
                others.put(stage, String.valueOf(e.getMessage()));
            } catch (CompileBudget.Over e) {
                others.put(stage, "the code of the " + stage + " rules " + e.getMessage());
            } catch (StackOverflowError e) {
                others.put(stage, "the " + stage + " rules are nested too deep");
            }
        }
        return new StraightRules(checked, plans, others);
    }

    /** The stages whose rules this evaluator cannot run, and why. */
    public Map<Stage, String> outside() {
        return Map.copyOf(others);
    }

    /** Why this evaluator cannot run the rules; empty if it can. */
    public Optional<String> whyNot() {
        return others.values().stream().findFirst();
    }

    private static Optional<StagePlan> plan(CheckedRules checked, Stage stage, CompileBudget budget)
            throws NotStraight {
        List<Rule> rules = checked.model().stream()
                .filter(rule -> rule.info().stage() == stage)
                .toList();
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        Map<String, RuleInfo> infos = new HashMap<>();
        rules.forEach(rule -> infos.put(rule.id(), rule.info()));
        Map<String, List<EngineText.Reading>> readings = new HashMap<>();
        Map<String, List<EngineText.Join>> joins = new HashMap<>();
        for (EngineText text : checked.engineTexts()) {
            if (text.stage() == stage) {
                readings.putAll(text.readings());
                joins.putAll(text.joins());
            }
        }
        Because because = new Because(infos, readings);
        List<Ways.Path> paths = new ArrayList<>();
        Map<String, Set<String>> read = new HashMap<>();
        for (Rule rule : rules) {
            paths.addAll(Ways.of(rule, because.of(rule.id()), read, budget));
        }
        Map<String, TableType> tables = new HashMap<>();
        checked.tables().forEach(table -> tables.put(table.name(), table));
        Shapes.Shaped shaped = Shapes.of(Planner.plan(paths, checked.tables(), budget), budget);
        return Optional.of(new StagePlan(
                stage,
                StageWriter.write(
                        shaped, tables, VerbModel.of(stage).className().replace('.', '/'), budget),
                shaped.constants(),
                tables,
                new FactsWanted(read),
                new Combinations(joins)));
    }

    /**
     * @throws IllegalArgumentException as for any rules
     * @throws IllegalStateException if some stage is {@link #outside}
     */
    @Override
    public RuleBook with(Map<String, List<Map<String, Object>>> tableRows, EvaluationLimits limits) {
        if (!others.isEmpty()) {
            throw new IllegalStateException("not all rules can run so: " + others);
        }
        TableRows.requireDeclared(tableRows.keySet(), checked.tables());
        Map<String, List<StraightRow>> rows = new HashMap<>();
        for (TableType table : checked.tables()) {
            rows.put(
                    table.name(),
                    tableRows.getOrDefault(table.name(), List.of()).stream()
                            .map(values -> new StraightRow(table, TableRows.checked(table, values)))
                            .toList());
        }
        Map<Stage, StageRows> byStage = new EnumMap<>(Stage.class);
        plans.forEach((stage, plan) -> byStage.put(stage, new StageRows(plan, rows)));
        return new StraightRuleBook(
                plans, byStage, limits, KnownTraits.of(checked.model(), checked.tables(), tableRows, limits));
    }

    /** The rules joined with the rows of their tables. */
    private record StraightRuleBook(
            Map<Stage, StagePlan> plans, Map<Stage, StageRows> rows, EvaluationLimits limits, RuleTraits traits)
            implements RuleBook {

        private static final Proposals NOTHING = new Proposals(List.of(), List.of());

        @Override
        public Proposals propose(Stage stage, View view) {
            StagePlan plan = plans.get(stage);
            StageRows stageRows = rows.get(stage);
            if (plan == null || stageRows == null) {
                return NOTHING;
            }
            return excessive(plan, stageRows, view)
                    .map(tries -> Failures.nothingBut(Failures.tooManyCombinations(tries)))
                    .orElseGet(() -> new StraightEvaluation(plan, stageRows, view, limits).run());
        }

        /** Facts are made and counted only where an account is large and the bounds of how many there are do not tell. */
        private static Optional<String> excessive(StagePlan plan, StageRows rows, View view) {
            if (rows.areSurelyFew(view) || rows.areFew(plan, view)) {
                return Optional.empty();
            }
            List<Object> facts = new ArrayList<>(FactsOf.view(view));
            facts.addAll(rows.all(FactsOf.keys(view.snapshot())));
            return plan.combinations().excessive(facts);
        }
    }
}
