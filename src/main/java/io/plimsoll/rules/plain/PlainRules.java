package io.plimsoll.rules.plain;

import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.RuleTraits;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.rules.Because;
import io.plimsoll.rules.Combinations;
import io.plimsoll.rules.EvaluationLimits;
import io.plimsoll.rules.FactsOf;
import io.plimsoll.rules.Failures;
import io.plimsoll.rules.FieldValues;
import io.plimsoll.rules.KnownTraits;
import io.plimsoll.rules.RunnableRules;
import io.plimsoll.rules.TableRows;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.EngineText;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.RuleInfo;
import io.plimsoll.rules.model.TableType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Checked rules that run as they are, without being compiled. They propose what the compiled rules propose; a test holds the two to one
 * another. Immutable, for any number of threads.
 */
public final class PlainRules {

    /** What a stage needs. */
    private record Part(List<Rule> rules, Because because, Combinations combinations) {

        static Part of(CheckedRules checked, Stage stage) {
            List<Rule> rules = checked.model().stream()
                    .filter(rule -> rule.info().stage() == stage)
                    .toList();
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
            return new Part(rules, new Because(infos, readings), new Combinations(joins));
        }

        Part with(List<Rule> others) {
            return new Part(others, because, combinations);
        }
    }

    private final List<TableType> tables;
    private final Map<Stage, Part> parts;

    private PlainRules(List<TableType> tables, Map<Stage, Part> parts) {
        this.tables = tables;
        this.parts = parts;
    }

    /** @throws IllegalArgumentException if the check found errors */
    public static PlainRules of(CheckedRules checked) {
        if (checked.hasErrors()) {
            throw new IllegalArgumentException("rules with errors cannot run");
        }
        Map<Stage, Part> parts = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            parts.put(stage, Part.of(checked, stage));
        }
        return new PlainRules(checked.tables(), parts);
    }

    /** All rules, stage by stage. */
    public List<Rule> rules() {
        return parts.values().stream().flatMap(part -> part.rules().stream()).toList();
    }

    /**
     * Other rules in the place of these.
     *
     * @param change gives for each rule those that take its place: one, several or none. Its conditions may be looser, while the bound on
     *     combinations stays that of the rules as written
     */
    public PlainRules changed(Function<Rule, List<Rule>> change) {
        Map<Stage, Part> changed = new EnumMap<>(Stage.class);
        parts.forEach((stage, part) -> changed.put(
                stage,
                part.with(part.rules().stream()
                        .flatMap(rule -> change.apply(rule).stream())
                        .toList())));
        return new PlainRules(tables, changed);
    }

    /** @param observer told of every step, by the thread that evaluates */
    public RunnableRules observedBy(Observer observer) {
        return (tableRows, limits) -> with(tableRows, limits, observer);
    }

    private RuleBook with(
            Map<String, List<Map<String, Object>>> tableRows, EvaluationLimits limits, Observer observer) {
        TableRows rows = rows(tableRows);
        RuleTraits known = KnownTraits.of(rules(), tables, tableRows, limits);
        return new RuleBook() {
            @Override
            public Proposals propose(Stage stage, View view) {
                return PlainRules.this.propose(stage, view, rows, limits, observer);
            }

            @Override
            public RuleTraits traits() {
                return known;
            }
        };
    }

    /**
     * The rows that these rules may match.
     *
     * @param tableRows rows by declared type
     * @throws IllegalArgumentException if a type is not declared, or a row is none of it
     */
    public TableRows rows(Map<String, List<Map<String, Object>>> tableRows) {
        TableRows.requireDeclared(tableRows.keySet(), tables);
        List<Object> everywhere = new ArrayList<>();
        Map<String, List<Object>> byKey = new HashMap<>();
        for (TableType table : tables) {
            List<Map<String, Object>> rows = tableRows.getOrDefault(table.name(), List.of());
            for (int i = 0; i < rows.size(); i++) {
                PlainRow row = new PlainRow(table.name(), i, TableRows.checked(table, rows.get(i)));
                table.key()
                        .ifPresentOrElse(
                                key -> byKey.computeIfAbsent(
                                                (String) row.values().get(key), any -> new ArrayList<>())
                                        .add(row),
                                () -> everywhere.add(row));
            }
        }
        return new TableRows(everywhere, byKey);
    }

    private Proposals propose(Stage stage, View view, TableRows rows, EvaluationLimits limits, Observer observer) {
        Part part = Objects.requireNonNull(parts.get(stage));
        List<Object> facts = new ArrayList<>(FactsOf.view(view));
        facts.addAll(rows.rows(FactsOf.keys(view.snapshot())));
        Optional<String> excessive = part.combinations().excessive(facts);
        if (excessive.isPresent()) {
            return Failures.nothingBut(Failures.tooManyCombinations(excessive.get()));
        }
        Map<String, List<Object>> byType = new HashMap<>();
        facts.forEach(fact -> byType.computeIfAbsent(FieldValues.typeOf(fact), any -> new ArrayList<>())
                .add(fact));
        return new PlainEvaluation(stage, part.because(), limits, observer).of(part.rules(), byType);
    }
}
