package io.plimsoll.policy.coverage;

import io.plimsoll.decision.Because;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policy;
import io.plimsoll.money.Decimals;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.coverage.PackCoverage.Goal;
import io.plimsoll.policy.coverage.PackCoverage.Kind;
import io.plimsoll.policy.coverage.PackCoverage.Part;
import io.plimsoll.policy.coverage.PackCoverage.RowCoverage;
import io.plimsoll.policy.coverage.PackCoverage.RuleCoverage;
import io.plimsoll.policy.coverage.PackCoverage.TableCoverage;
import io.plimsoll.policy.pack.Manifest.TableFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.policy.scenario.Suite;
import io.plimsoll.policy.scenario.Suite.Scenario;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.TableType;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Value;
import io.plimsoll.rules.plain.PlainRow;
import io.plimsoll.rules.plain.PlainRules;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Runs a pack's scenarios without the engine and notes what they reach. */
public final class CoverageRun {
    private final Candidate pack;
    private final PlainRules rules;
    private final RuleTexts texts;
    private final Seen seen = new Seen();
    private final Set<String> won = new HashSet<>();
    private final Set<TableRow> hit = Collections.newSetFromMap(new IdentityHashMap<>());
    private int cases;

    private CoverageRun(Candidate pack) {
        this.pack = pack;
        this.rules = PlainRules.of(pack.rules());
        this.texts = new RuleTexts(pack.rules());
    }

    /** @param wanted true for the name of a case or a suite that is to be run */
    public static PackCoverage of(Candidate pack, Predicate<String> wanted) {
        CoverageRun run = new CoverageRun(pack);
        pack.suites().forEach(suite -> run.run(suite, wanted));
        return run.coverage();
    }

    private void run(Suite suite, Predicate<String> wanted) {
        Map<String, List<TableRow>> rows = pack.tablesWith(suite.tables());
        Policy policy = pack.scenarioPolicy(rules.observedBy(seen), rows);
        for (Scenario scenario : suite.scenarios()) {
            if (wanted.test(scenario.name()) || wanted.test(suite.name())) {
                Decision decision = DecisionService.evaluate(
                        scenario.given(), policy, scenario.given().evaluatedAt());
                decision.because().stream()
                        .filter(Because::won)
                        .forEach(line -> won.add(line.proposed().rule()));
                cases++;
            }
        }
        for (PlainRow row : seen.takeRows()) {
            hit.add(Objects.requireNonNull(rows.get(row.type())).get(row.index()));
        }
    }

    private PackCoverage coverage() {
        List<RuleCoverage> covered = rules.rules().stream()
                .map(this::coverage)
                .sorted(Comparator.comparing(RuleCoverage::file)
                        .thenComparing(rule -> rule.info().line()))
                .toList();
        return new PackCoverage(pack.pack(), cases, covered, tables());
    }

    private RuleCoverage coverage(Rule rule) {
        List<Condition> conditions = RuleNodes.conditions(rule);
        boolean matched =
                conditions.stream().anyMatch(found -> found instanceof Condition.Pattern && seen.hasHeld(found));
        List<Part> parts = new ArrayList<>();
        conditions.forEach(condition -> parts(rule, condition, parts));
        RuleNodes.tests(rule).forEach(test -> parts.add(part(rule, test)));
        parts.sort(Comparator.comparingInt((Part part) -> part.range().startLine())
                .thenComparingInt(part -> part.range().startColumn()));
        return new RuleCoverage(
                rule.info(),
                RuleTexts.fileOf(rule),
                texts.lines(rule),
                seen.wasTried(rule),
                matched,
                seen.hasFired(rule),
                won.contains(rule.id()),
                parts);
    }

    private void parts(Rule rule, Condition condition, List<Part> parts) {
        switch (condition) {
            case Condition.Absence absence -> parts.add(part(rule, absence));
            case Condition.Existence existence -> parts.add(part(rule, existence));
            case Condition.Fold fold -> {
                if (!fold.tests().isEmpty()) {
                    parts.add(part(rule, fold));
                }
            }
            case Condition.Any any ->
                any.branches()
                        .forEach(branch -> parts.add(new Part(
                                Kind.BRANCH,
                                branch.range(),
                                texts.text(rule, branch.range()),
                                List.of(new Goal("holds", seen.hasHeld(branch))))));
            case Condition.All all -> {}
            case Condition.Pattern pattern -> {}
        }
    }

    private Part part(Rule rule, Condition condition) {
        List<Goal> goals =
                List.of(new Goal("holds", seen.hasHeld(condition)), new Goal("fails", seen.hasFailed(condition)));
        return new Part(Kind.CONDITION, condition.range(), texts.text(rule, condition.range()), goals);
    }

    private Part part(Rule rule, Test test) {
        List<Goal> goals = new ArrayList<>();
        goals.add(new Goal("holds", seen.hasHeld(test)));
        goals.add(new Goal("fails", seen.hasFailed(test)));
        boolean isLimit = test instanceof Test.Comparison comparison
                && comparison.relation().isOrder();
        if (isLimit) {
            sides((Test.Comparison) test, goals);
        }
        return new Part(isLimit ? Kind.LIMIT : Kind.CONSTRAINT, test.range(), texts.text(rule, test.range()), goals);
    }

    /** Below, at and above are said of the fact's side; a table's or a literal's is the limit, on whichever side it is written. */
    private void sides(Test.Comparison limit, List<Goal> goals) {
        boolean limitIsLeft = RuleNodes.isLimitOnTheLeft(limit, pack.rules().tables());
        Value fact = limitIsLeft ? limit.right() : limit.left();
        Value bound = limitIsLeft ? limit.left() : limit.right();
        boolean below = limitIsLeft ? seen.wasAbove(limit) : seen.wasBelow(limit);
        boolean above = limitIsLeft ? seen.wasBelow(limit) : seen.wasAbove(limit);
        if (!isCountAndZero(fact, bound)) {
            goals.add(new Goal("below", below));
        }
        goals.add(new Goal("at", seen.wasAt(limit)));
        goals.add(new Goal("above", above));
    }

    /** A count is never below zero, so nothing can be shown there. */
    private static boolean isCountAndZero(Value count, Value zero) {
        return count.kind().equals(Optional.of(FieldKind.INTEGER))
                && zero instanceof Value.Literal literal
                && new BigDecimal(literal.value().toString()).signum() == 0;
    }

    private List<TableCoverage> tables() {
        List<TableCoverage> tables = new ArrayList<>();
        Map<String, String> files = pack.manifest().tables().stream()
                .collect(Collectors.toMap(table -> table.type().text(), CoverageRun::pathOf, (first, second) -> first));
        String folder = PolicyFiles.POLICIES + pack.pack() + "/";
        for (TableType type : pack.rules().tables()) {
            List<RowCoverage> rows = pack.tables().getOrDefault(type.name(), List.of()).stream()
                    .map(row -> new RowCoverage(row.place().row().startLine(), inShort(type, row), hit.contains(row)))
                    .toList();
            tables.add(new TableCoverage(type.name(), folder + files.getOrDefault(type.name(), "pack.yaml"), rows));
        }
        return tables;
    }

    private static String pathOf(TableFile table) {
        return table.path().text();
    }

    /** The first three columns. */
    private static String inShort(TableType type, TableRow row) {
        return type.columns().stream()
                .limit(3)
                .map(Column::name)
                .map(column -> row.values().get(column))
                .map(value -> value instanceof BigDecimal decimal ? Decimals.plain(decimal) : String.valueOf(value))
                .collect(Collectors.joining(", "));
    }
}
