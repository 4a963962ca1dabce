package io.plimsoll.rules;

import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.Stage;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.EngineText;
import io.plimsoll.rules.compile.CompiledStage;
import io.plimsoll.rules.compile.RowClass;
import io.plimsoll.rules.model.RuleInfo;
import io.plimsoll.rules.model.TableType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kie.api.KieBase;

/** Rules that can run. They hold their generated classes; {@link #close} lets go of the memory that only speed needs. */
public final class CompiledRules implements RunnableRules, AutoCloseable {

    private final CheckedRules checked;
    private final Map<Stage, CompiledStage> compiled;
    private final Map<Stage, StageRules> stages = new EnumMap<>(Stage.class);

    CompiledRules(CheckedRules checked, Map<Stage, CompiledStage> compiled) {
        this.checked = checked;
        this.compiled = compiled;
        compiled.forEach((stage, rules) -> stages.put(stage, stageRules(stage, rules.base())));
    }

    /** The rules, as their authors wrote them. */
    public List<RuleInfo> rules() {
        return checked.rules();
    }

    /** The types that tables must fill. */
    public List<TableType> tables() {
        return checked.tables();
    }

    /** Costs milliseconds: nothing is compiled, and the rule books share the compiled rules. */
    @Override
    public RuleBook with(Map<String, List<Map<String, Object>>> tableRows, EvaluationLimits limits) {
        Map<Stage, TableRows> rows = new EnumMap<>(Stage.class);
        TableRows.requireDeclared(tableRows.keySet(), tables());
        stages.keySet().forEach(stage -> rows.put(stage, rowsOf(stage, tableRows)));
        return new CompiledRuleBook(stages, rows, limits, KnownTraits.of(checked.model(), tables(), tableRows, limits));
    }

    /** Lets go of the idle sessions. Evaluations under way end as they would have, and rule books made from these rules still work. */
    @Override
    public void close() {
        stages.values().forEach(StageRules::close);
    }

    /** The class loader of a rule; a test asks whether it can be unloaded. */
    ClassLoader loaderOf(String rule) {
        return compiled.values().stream()
                .flatMap(stage -> stage.loaderOf(rule).stream())
                .findFirst()
                .orElseThrow();
    }

    private TableRows rowsOf(Stage stage, Map<String, List<Map<String, Object>>> tableRows) {
        List<Object> everywhere = new ArrayList<>();
        Map<String, List<Object>> byKey = new HashMap<>();
        for (RowClass type : rowClasses(stage)) {
            for (Map<String, Object> values :
                    tableRows.getOrDefault(type.table().name(), List.of())) {
                Object row = TableRows.row(type, values);
                type.table()
                        .key()
                        .ifPresentOrElse(
                                key -> byKey.computeIfAbsent((String) values.get(key), k -> new ArrayList<>())
                                        .add(row),
                                () -> everywhere.add(row));
            }
        }
        return new TableRows(everywhere, byKey);
    }

    private Collection<RowClass> rowClasses(Stage stage) {
        CompiledStage rules = compiled.get(stage);
        return rules == null ? List.of() : rules.rows().values();
    }

    private StageRules stageRules(Stage stage, KieBase base) {
        Map<String, List<EngineText.Join>> joins = new HashMap<>();
        checked.engineTexts().stream()
                .filter(text -> text.stage() == stage)
                .forEach(text -> joins.putAll(text.joins()));
        Because because = because(stage);
        return new StageRules(stage, base, because, new Combinations(joins));
    }

    private Because because(Stage stage) {
        Map<String, RuleInfo> rules = new HashMap<>();
        checked.rules().stream().filter(rule -> rule.stage() == stage).forEach(rule -> rules.put(rule.id(), rule));
        Map<String, List<EngineText.Reading>> readings = new HashMap<>();
        checked.engineTexts().stream()
                .filter(text -> text.stage() == stage)
                .forEach(text -> readings.putAll(text.readings()));
        return new Because(rules, readings);
    }
}
