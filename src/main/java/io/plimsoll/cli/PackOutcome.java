package io.plimsoll.cli;

import io.plimsoll.policy.scenario.ScenarioRun.Result;
import io.plimsoll.rules.check.Finding;
import java.time.Duration;
import java.util.List;

/**
 * What came of one pack's scenarios.
 *
 * @param findings why they could not be run; empty if they could
 * @param took to check, compile and run; nothing compiled where the rules were at hand
 */
record PackOutcome(String pack, List<Finding> findings, List<Result> results, Duration took) {
    PackOutcome {
        findings = List.copyOf(findings);
        results = List.copyOf(results);
    }

    List<Result> failures() {
        return results.stream().filter(result -> !result.passed()).toList();
    }

    boolean isBroken() {
        return !findings.isEmpty();
    }

    boolean isGood() {
        return !isBroken() && failures().isEmpty();
    }
}
