package io.plimsoll.policy.mutation;

import io.plimsoll.decision.Policy;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.coverage.Seen;
import io.plimsoll.policy.mutation.Mutant.OfRows;
import io.plimsoll.policy.mutation.Mutant.OfRule;
import io.plimsoll.policy.mutation.MutationReport.Fate;
import io.plimsoll.policy.mutation.MutationReport.Verdict;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.policy.scenario.ScenarioRun;
import io.plimsoll.policy.scenario.Suite;
import io.plimsoll.policy.scenario.Suite.Scenario;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRow;
import io.plimsoll.rules.plain.PlainRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Runs a pack's scenarios on every small change of it. A change is tried only on cases that could tell, those of its own rule first, and
 * given up at the first that notices.
 */
public final class MutationRun {
    private final Candidate pack;
    private final PlainRules rules;
    private final List<KnownCase> cases = new ArrayList<>();
    private final Map<Suite, Map<String, List<TableRow>>> rows = new IdentityHashMap<>();

    private MutationRun(Candidate pack) {
        this.pack = pack;
        this.rules = PlainRules.of(pack.rules());
    }

    /**
     * Every change of the wanted rules, tried on every case. The pack's scenarios must pass.
     *
     * @param wanted true for the id of a rule that is to be changed
     * @param cells true to move also every number of the pack's own tables
     * @param progress told how many changes of how many are done; may be called by several threads
     * @throws IllegalArgumentException if a case fails on the unchanged rules
     */
    public static MutationReport of(
            Candidate pack, Predicate<String> wanted, boolean cells, BiConsumer<Integer, Integer> progress) {
        long start = System.nanoTime();
        MutationRun run = new MutationRun(pack);
        pack.suites().forEach(run::know);
        List<Rule> changed = run.rules.rules().stream()
                .filter(rule -> wanted.test(rule.id()))
                .toList();
        List<Mutant> mutants = new ArrayList<>(Mutators.of(pack, changed));
        if (cells) {
            mutants.addAll(CellMutators.of(pack));
        }
        AtomicInteger done = new AtomicInteger();
        List<Verdict> verdicts = mutants.parallelStream()
                .map(mutant -> {
                    Verdict verdict = run.verdict(mutant);
                    progress.accept(done.incrementAndGet(), mutants.size());
                    return verdict;
                })
                .toList();
        List<Verdict> sorted = verdicts.stream()
                .sorted(Comparator.comparing(Verdict::file)
                        .thenComparingInt(verdict -> verdict.range().startLine())
                        .thenComparingInt(verdict -> verdict.range().startColumn()))
                .toList();
        return new MutationReport(pack.pack(), sorted, Duration.ofNanos(System.nanoTime() - start));
    }

    private void know(Suite suite) {
        Map<String, List<TableRow>> ofSuite = pack.tablesWith(suite.tables());
        rows.put(suite, ofSuite);
        for (Scenario scenario : suite.scenarios()) {
            Seen seen = new Seen();
            Policy policy = pack.scenarioPolicy(rules.observedBy(seen), ofSuite);
            if (!ScenarioRun.run(suite, scenario, policy).passed()) {
                throw new IllegalArgumentException(
                        "`" + suite.name() + " > " + scenario.name() + "` fails on the rules as they are");
            }
            cases.add(new KnownCase(suite, scenario, seen, found(seen, ofSuite)));
        }
    }

    private static Set<TableRow> found(Seen seen, Map<String, List<TableRow>> rows) {
        Set<TableRow> found = Collections.newSetFromMap(new IdentityHashMap<>());
        for (PlainRow row : seen.rows()) {
            found.add(Objects.requireNonNull(rows.get(row.type())).get(row.index()));
        }
        return found;
    }

    private Verdict verdict(Mutant mutant) {
        boolean reached = cases.stream().anyMatch(known -> mutant.reaches().test(known));
        String by = reached ? noticedBy(mutant) : "";
        Fate fate = !by.isEmpty() ? Fate.KILLED : reached ? Fate.SURVIVED : Fate.UNCOVERED;
        return new Verdict(mutant.of(), mutant.file(), mutant.range(), mutant.original(), mutant.words(), fate, by);
    }

    /** The first case that fails; empty if none does. */
    private String noticedBy(Mutant mutant) {
        PlainRules changed = changed(mutant);
        Map<Suite, Policy> policies = new IdentityHashMap<>();
        return cases.stream()
                .filter(known -> mutant.tells().test(known))
                .sorted(Comparator.comparing(known -> !known.scenario().name().contains(mutant.of())))
                .filter(known -> !ScenarioRun.run(
                                known.suite(),
                                known.scenario(),
                                policies.computeIfAbsent(known.suite(), suite -> policy(mutant, changed, suite)))
                        .passed())
                .findFirst()
                .map(known -> known.suite().name() + " > " + known.scenario().name())
                .orElse("");
    }

    @SuppressWarnings("ReferenceEquality")
    private PlainRules changed(Mutant mutant) {
        return mutant.change() instanceof OfRule ofRule
                ? rules.changed(rule -> rule == ofRule.rule() ? ofRule.instead() : List.of(rule))
                : rules;
    }

    private Policy policy(Mutant mutant, PlainRules changed, Suite suite) {
        Map<String, List<TableRow>> ofSuite = Objects.requireNonNull(rows.get(suite));
        return pack.scenarioPolicy(
                changed.observedBy(Observer.NONE),
                mutant.change() instanceof OfRows ofRows ? ofRows.rows().apply(ofSuite) : ofSuite);
    }
}
