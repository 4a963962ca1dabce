package io.plimsoll.policy.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policy;
import io.plimsoll.policy.pack.Code;
import io.plimsoll.policy.pack.Findings;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.policy.scenario.Suite.Scenario;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.model.Range;
import io.plimsoll.wire.DecisionJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What came of a pack's scenarios.
 *
 * @param results one for each case that was run, in the order of the files
 */
public record ScenarioRun(List<Result> results) {
    public ScenarioRun {
        results = List.copyOf(results);
    }

    /**
     * One point in which a decision is not what was expected.
     *
     * @param range where the expectation stands
     * @param path the decision's field, such as {@code figures.equity}
     */
    public record Mismatch(Range range, String path, String expected, String actual) {}

    /**
     * What came of one case.
     *
     * @param summary the decision in one line, for whoever looks for the reason of a failure
     * @param took to decide and to compare
     */
    public record Result(Suite suite, Scenario scenario, List<Mismatch> mismatches, String summary, Duration took) {
        public Result {
            mismatches = List.copyOf(mismatches);
        }

        public boolean passed() {
            return mismatches.isEmpty();
        }

        /** The mismatches as findings. */
        public List<Finding> findings() {
            Findings findings = new Findings(suite.file(), suite.text());
            for (Mismatch mismatch : mismatches) {
                findings.error(
                        Code.CASE_FAILED,
                        mismatch.range(),
                        "case `" + scenario.name() + "`: expected " + mismatch.path() + " " + mismatch.expected()
                                + ", was " + mismatch.actual(),
                        summary);
            }
            return findings.all();
        }
    }

    public int failed() {
        return (int) results.stream().filter(result -> !result.passed()).count();
    }

    public List<Finding> findings() {
        return results.stream().flatMap(result -> result.findings().stream()).toList();
    }

    /**
     * Runs the cases that are wanted.
     *
     * @param policyWith the policy with a suite's own rows in place of the pack's
     * @param proven cases that need not be decided, because they are known to pass
     */
    public static ScenarioRun of(
            List<Suite> suites,
            Function<Map<String, List<TableRow>>, Policy> policyWith,
            BiPredicate<Suite, Scenario> wanted,
            BiPredicate<Suite, Scenario> proven) {
        List<Result> results = new ArrayList<>();
        for (Suite suite : suites) {
            Optional<Policy> policy = Optional.empty();
            for (Scenario scenario : suite.scenarios()) {
                if (!wanted.test(suite, scenario)) {
                    continue;
                }
                if (proven.test(suite, scenario)) {
                    results.add(new Result(suite, scenario, List.of(), "as it was decided before", Duration.ZERO));
                    continue;
                }
                Policy deciding = policy.orElseGet(() -> policyWith.apply(suite.tables()));
                policy = Optional.of(deciding);
                results.add(run(suite, scenario, deciding));
            }
        }
        return new ScenarioRun(results);
    }

    /** Decides one case and holds it against what it expects. */
    public static Result run(Suite suite, Scenario scenario, Policy policy) {
        long start = System.nanoTime();
        ObjectNode decision;
        try {
            decision = DecisionJson.write(decided(scenario, policy));
        } catch (RuntimeException e) {
            Mismatch failure = new Mismatch(scenario.place(), "a decision", "of any kind", "a failure: " + e);
            return new Result(suite, scenario, List.of(failure), String.valueOf(e.getMessage()), since(start));
        }
        List<Mismatch> mismatches = Expectation.compare(
                scenario.expected(), decision, scenario.given().snapshot().asOf());
        return new Result(suite, scenario, mismatches, summary(decision), since(start));
    }

    private static Decision decided(Scenario scenario, Policy policy) {
        Case given = scenario.given();
        return scenario.expected().get(Expectation.UNDERLYINGS).isPresent()
                ? DecisionService.evaluateInFull(given, policy, given.evaluatedAt())
                : DecisionService.evaluate(given, policy, given.evaluatedAt());
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static String summary(ObjectNode decision) {
        Set<String> fired = new TreeSet<>();
        decision.path("because").forEach(reason -> fired.add(reason.path("rule").asText()));
        JsonNode figures = decision.path("figures");
        StringBuilder text = new StringBuilder("the decision is ")
                .append(decision.path("outcome").asText())
                .append(", equity ")
                .append(figures.path("equity").asText())
                .append(", initial ")
                .append(figures.path("initialMargin").asText())
                .append(", maintenance ")
                .append(figures.path("maintenanceMargin").asText())
                .append(", fired ")
                .append(String.join(" ", fired));
        decision.path("holdReasons")
                .forEach(reason ->
                        text.append("; held: ").append(reason.path("detail").asText()));
        return text.toString();
    }
}
