package io.plimsoll.rules.compile;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.RulesDoNotCompile;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.Code;
import io.plimsoll.rules.check.EngineText;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.compile.RuleUnit.Key;
import io.plimsoll.rules.compile.Trouble.Refused;
import io.plimsoll.rules.model.TableType;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.drools.model.Model;
import org.drools.model.Rule;
import org.jspecify.annotations.Nullable;

/**
 * The compiled rules of this process, each known by its text, so that an edit compiles the rules that changed and no others.
 *
 * <p>Nothing is kept for its own sake: what no version uses is forgotten, but for the rules that were asked for last. Those of a version
 * that was refused for one bad rule need not be compiled again once that rule is mended.
 */
final class RuleUnits {

    /** Rules compiled at a time: enough to share what each run of the compiler costs, few enough to bound its memory. */
    private static final int BATCH_MAX = 50;

    static final String COMPILE_LIMIT_HINT = "say it in fewer conditions, or split the rule";

    private final Map<Key, WeakReference<RuleUnit>> rules = new HashMap<>();
    private final Map<RowClass.Key, WeakReference<RowClass>> rows = new HashMap<>();
    private final Map<StageKey, WeakReference<CompiledStage>> stages = new HashMap<>();

    /** Held so that it is not forgotten. */
    private List<RuleUnit> last = new ArrayList<>();

    private record StageKey(Stage stage, List<Key> rules, Set<TableType> tables) {}

    /** A rule and where it comes from. */
    record Asked(Key key, EngineText file, EngineText.Rule rule) {}

    /** @throws RulesDoNotCompile if the engine finds an error that the check did not */
    synchronized Map<Stage, CompiledStage> compile(CheckedRules checked, CompileBudget budget)
            throws RulesDoNotCompile {
        forgetUnused();
        List<Finding> findings = new ArrayList<>();
        List<RuleUnit> asked = new ArrayList<>();
        Map<Stage, CompiledStage> compiled = new EnumMap<>(Stage.class);
        try {
            for (Stage stage : Stage.values()) {
                List<EngineText> files = checked.engineTexts().stream()
                        .filter(text -> text.stage() == stage)
                        .toList();
                if (files.stream().anyMatch(file -> !file.rules().isEmpty())) {
                    compile(stage, files, new CompilerErrors(checked, findings), asked, budget)
                            .ifPresent(done -> compiled.put(stage, done));
                }
            }
        } catch (CompileBudget.Over e) {
            return refused(findings);
        } finally {
            last = asked;
        }
        return findings.isEmpty() ? compiled : refused(findings);
    }

    private static Map<Stage, CompiledStage> refused(List<Finding> findings) throws RulesDoNotCompile {
        throw new RulesDoNotCompile(
                findings.stream().distinct().sorted(Finding.BY_PLACE).toList());
    }

    private Optional<CompiledStage> compile(
            Stage stage, List<EngineText> files, CompilerErrors errors, List<RuleUnit> done, CompileBudget budget) {
        Map<String, TableType> tables = new LinkedHashMap<>();
        files.forEach(file -> file.tables().forEach(table -> tables.put(table.name(), table)));
        List<Asked> asked = asked(files, tables);
        StageKey key = new StageKey(stage, asked.stream().map(Asked::key).toList(), Set.copyOf(tables.values()));
        CompiledStage known = alive(stages, key);
        if (known != null) {
            done.addAll(known.units());
            return Optional.of(known);
        }
        Map<String, RowClass> rowsByName = rowClasses(stage, tables);
        Map<Key, RuleUnit> units = known(asked);
        List<Asked> missing =
                asked.stream().filter(rule -> !units.containsKey(rule.key())).toList();
        CompilePath path = new CompilePath(List.copyOf(rowsByName.values()), budget);
        try {
            for (int from = 0; from < missing.size(); from += BATCH_MAX) {
                compile(missing.subList(from, Math.min(from + BATCH_MAX, missing.size())), path, errors, units);
            }
        } finally {
            done.addAll(units.values());
            units.forEach((rule, unit) -> rules.put(rule, new WeakReference<>(unit)));
        }
        budget.renew();
        if (errors.found()) {
            return Optional.empty();
        }
        List<RuleUnit> inOrder = asked.stream()
                .map(rule -> Objects.requireNonNull(units.get(rule.key())))
                .toList();
        try {
            CompiledStage compiled = new CompiledStage(stage, inOrder, rowsByName);
            stages.put(key, new WeakReference<>(compiled));
            return Optional.of(compiled);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | LinkageError | AssertionError e) {
            Asked first = asked.getFirst();
            errors.add(first.file(), first.rule(), List.of(crash(e)));
            return Optional.empty();
        }
    }

    /** The engine's compiler has faults of its own; they are the rules' problem, not the caller's. */
    private static Trouble crash(Throwable thrown) {
        return new Trouble(Code.ENGINE, "its compiler failed: " + thrown, 0, "", false);
    }

    /** Compiles rules together, or, where that fails, in halves: each bad rule is found, and none hides another. */
    private static void compile(List<Asked> missing, CompilePath path, CompilerErrors errors, Map<Key, RuleUnit> into) {
        path.budget().renew();
        try {
            JavaOfRules java = JavaOfRules.generate(
                    missing.getFirst().file().heading(),
                    missing.stream().map(Asked::rule).toList(),
                    path);
            Map<String, byte[]> bytes = ClassesOfJava.compile(java, path);
            ClassVerifier.verify(bytes, path.rows());
            UnitClasses classes = new UnitClasses(bytes, path.rows(), missing.size());
            Model model = classes.model(java.modelClass());
            Map<String, Rule> byName = model.getRules().stream().collect(Collectors.toMap(Rule::getName, rule -> rule));
            missing.forEach(rule -> into.put(
                    rule.key(),
                    new RuleUnit(
                            rule.key(),
                            Objects.requireNonNull(byName.get(rule.rule().id())),
                            classes)));
        } catch (Refused e) {
            halve(missing, path, errors, into, e.troubles());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | LinkageError | AssertionError e) {
            halve(missing, path, errors, into, List.of(crash(e)));
        }
    }

    private static void halve(
            List<Asked> missing,
            CompilePath path,
            CompilerErrors errors,
            Map<Key, RuleUnit> into,
            List<Trouble> troubles) {
        if (path.budget().isOver()) {
            Asked first = missing.getFirst();
            String words = path.budget().inWords();
            errors.add(first.file(), first.rule(), List.of(new Trouble(Code.COMPILE_LIMIT, words, 0, "", false)));
            throw new CompileBudget.Over(words);
        }
        if (missing.size() == 1) {
            errors.add(missing.getFirst().file(), missing.getFirst().rule(), troubles);
        } else {
            int half = missing.size() / 2;
            compile(missing.subList(0, half), path, errors, into);
            compile(missing.subList(half, missing.size()), path, errors, into);
        }
    }

    private static List<Asked> asked(List<EngineText> files, Map<String, TableType> tables) {
        List<Asked> asked = new ArrayList<>();
        for (EngineText file : files) {
            for (EngineText.Rule rule : file.rules()) {
                Set<TableType> mentioned = tables.values().stream()
                        .filter(table -> rule.text().contains(table.name()))
                        .collect(Collectors.toSet());
                asked.add(new Asked(new Key(file.heading(), rule.text(), mentioned), file, rule));
            }
        }
        return asked;
    }

    /**
     * The compiled rules that are known of those asked for. A rule keeps alive all classes it was compiled with, also those of rules that
     * have changed since; once they are more than those in use, everything is compiled anew.
     */
    private Map<Key, RuleUnit> known(List<Asked> asked) {
        Map<Key, RuleUnit> known = new HashMap<>();
        Set<UnitClasses> classes = new HashSet<>();
        for (Asked rule : asked) {
            RuleUnit unit = alive(rules, rule.key());
            if (unit != null) {
                known.put(rule.key(), unit);
                classes.add(unit.classes());
            }
        }
        int held = classes.stream().mapToInt(UnitClasses::rules).sum();
        return held > 2 * known.size() + BATCH_MAX ? new HashMap<>() : known;
    }

    private Map<String, RowClass> rowClasses(Stage stage, Map<String, TableType> tables) {
        Map<String, RowClass> classes = new LinkedHashMap<>();
        tables.values().forEach(table -> {
            RowClass.Key key = new RowClass.Key(stage, table);
            RowClass known = alive(rows, key);
            RowClass row = known == null ? new RowClass(key) : known;
            rows.put(key, new WeakReference<>(row));
            classes.put(table.name(), row);
        });
        return classes;
    }

    private void forgetUnused() {
        rules.values().removeIf(unit -> unit.get() == null);
        rows.values().removeIf(row -> row.get() == null);
        stages.values().removeIf(stage -> stage.get() == null);
    }

    private static <K, V> @Nullable V alive(Map<K, WeakReference<V>> known, K key) {
        WeakReference<V> reference = known.get(key);
        return reference == null ? null : reference.get();
    }
}
