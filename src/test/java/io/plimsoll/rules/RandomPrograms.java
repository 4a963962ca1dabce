package io.plimsoll.rules;

import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.Proposed;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.EngineText;
import io.plimsoll.rules.check.RuleChecker;
import io.plimsoll.rules.check.RuleSource;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Programs made at random within the profile, tried on accounts made at random: the check accepts them, they end, and the engine proposes
 * what the plain evaluation proposes, with the same explanations. Run as a program it goes on with one seed after another.
 */
public final class RandomPrograms {

    private static final int RULES = 25;
    private static final int ACCOUNTS = 20;
    private static final EvaluationLimits LIMITS = new EvaluationLimits(1_000_000, Duration.ofMinutes(1));

    /** What came of one program. */
    record Outcome(int rules, int proposals, List<String> faults) {}

    private RandomPrograms() {}

    /** @param args the seeds, as in {@code 1-20} */
    public static void main(String[] args) {
        // At level TRACE, which is in force until it is set, the engine fails as it writes the log of a rule with two
        // groups of patterns.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        Logger.getLogger("").setLevel(Level.INFO);
        String[] seeds = args[0].split("-", 2);
        int wrong = 0;
        for (long seed = Long.parseLong(seeds[0]); seed <= Long.parseLong(seeds[1]); seed++) {
            for (Stage stage : Stage.values()) {
                Outcome outcome = run(seed, stage, RULES);
                wrong += outcome.faults().size();
                System.out.println(
                        "seed " + seed + " " + stage + ": " + outcome.rules() + " rules, " + outcome.proposals()
                                + " proposals, " + outcome.faults().size() + " faults");
                outcome.faults().forEach(System.out::println);
            }
        }
        System.exit(wrong == 0 ? 0 : 1);
    }

    /** Makes one program of a stage and runs it plainly, which compiles nothing. */
    static Outcome plainly(long seed, Stage stage, int rules) {
        Random random = new Random(seed);
        ProfileGenerator generator = new ProfileGenerator(random, stage);
        CheckedRules checked = RuleChecker.check(List.of(generator.file(rules)));
        List<String> faults = new ArrayList<>();
        checked.findings().stream()
                .filter(finding -> finding.isError())
                .forEach(finding -> faults.add("seed " + seed + ": " + finding));
        if (!faults.isEmpty()) {
            return new Outcome(rules, 0, faults);
        }
        RuleBook book = PlainRules.of(checked).observedBy(Observer.NONE).with(generator.rows(), LIMITS);
        RandomAccounts accounts = new RandomAccounts(random);
        int proposals = 0;
        for (int i = 0; i < ACCOUNTS; i++) {
            Proposals proposed = book.propose(stage, accounts.view(stage));
            proposals += proposed.all().size();
            proposed.failures().stream()
                    .filter(failure -> failure.code() == HoldReason.Code.LIMIT_REACHED)
                    .forEach(failure -> faults.add("seed " + seed + ": " + failure));
        }
        return new Outcome(rules, proposals, faults);
    }

    /** Makes one program of a stage and tries it on the engine beside the plain evaluation. */
    static Outcome run(long seed, Stage stage, int rules) {
        Random random = new Random(seed);
        ProfileGenerator generator = new ProfileGenerator(random, stage);
        RuleSource file = generator.file(rules);
        CheckedRules checked = RuleChecker.check(List.of(file));
        List<String> faults = new ArrayList<>();
        checked.findings().stream()
                .filter(finding -> finding.isError())
                .limit(10)
                .forEach(finding -> faults.add("refused: " + finding + " in\n"
                        + file.text()
                                .lines()
                                .skip(finding.range().startLine() - 1L)
                                .findFirst()
                                .orElse("")));
        if (!faults.isEmpty()) {
            return new Outcome(rules, 0, faults);
        }
        if (!texts(checked).equals(texts(RuleChecker.check(List.of(file))))) {
            faults.add("the engine is told something else the second time");
        }
        Map<String, List<Map<String, Object>>> rows = generator.rows();
        RandomAccounts accounts = new RandomAccounts(random);
        int proposals = 0;
        try (CompiledRules compiled = RuleCompiler.compile(checked)) {
            RuleBook engine = compiled.with(rows, LIMITS);
            RuleBook plain = PlainRules.of(checked).observedBy(Observer.NONE).with(rows, LIMITS);
            for (int i = 0; i < ACCOUNTS && faults.size() < 10; i++) {
                View view = accounts.view(stage);
                Proposals expected = engine.propose(stage, view);
                Proposals actual = plain.propose(stage, view);
                proposals += expected.all().size();
                compare(checked, rows, view, expected, actual, faults);
            }
        } catch (RulesDoNotCompile e) {
            faults.add("does not compile: " + e.findings());
        }
        return new Outcome(rules, proposals, faults);
    }

    private static List<List<EngineText.Rule>> texts(CheckedRules checked) {
        return checked.engineTexts().stream().map(EngineText::rules).toList();
    }

    private static void compare(
            CheckedRules checked,
            Map<String, List<Map<String, Object>>> rows,
            View view,
            Proposals expected,
            Proposals actual,
            List<String> faults) {
        if (!inOrder(expected.failures()).equals(inOrder(actual.failures()))) {
            faults.add("engine fails with " + expected.failures() + "\nplain fails with " + actual.failures());
        }
        Map<String, List<Proposed>> byEngine = byRule(expected);
        Map<String, List<Proposed>> plainly = byRule(actual);
        for (var rule : checked.rules()) {
            List<String> wanted = inOrder(byEngine.getOrDefault(rule.id(), List.of()));
            List<String> found = inOrder(plainly.getOrDefault(rule.id(), List.of()));
            if (!wanted.equals(found)) {
                faults.add(
                        rule.text() + "\nengine " + wanted + "\nplain  " + found + "\nview " + view + "\nrows " + rows);
            }
        }
    }

    private static Map<String, List<Proposed>> byRule(Proposals proposals) {
        Map<String, List<Proposed>> byRule = new TreeMap<>();
        proposals
                .all()
                .forEach(proposed -> byRule.computeIfAbsent(proposed.rule(), any -> new ArrayList<>())
                        .add(proposed));
        return byRule;
    }

    private static List<String> inOrder(List<?> all) {
        return all.stream().map(Object::toString).sorted().toList();
    }
}
