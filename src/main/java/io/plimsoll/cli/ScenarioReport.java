package io.plimsoll.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.policy.PolicyJson;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.scenario.ScenarioRun.Mismatch;
import io.plimsoll.policy.scenario.ScenarioRun.Result;
import io.plimsoll.wire.Json;
import java.util.ArrayList;
import java.util.List;

/** What came of scenarios, for a person and as JSON. */
final class ScenarioReport {
    private ScenarioReport() {}

    /** What is wrong with the pack, each case that failed, and a line that sums up. */
    static void print(PackOutcome outcome, PolicyFiles files, Terminal terminal) {
        outcome.findings().forEach(finding -> terminal.line(terminal.described(finding, files)));
        outcome.failures().forEach(result -> print(result, files, terminal));
        printSummary(outcome, terminal);
    }

    static void print(Result result, PolicyFiles files, Terminal terminal) {
        terminal.line(terminal.bad("FAILED") + " " + nameOf(result));
        for (Mismatch mismatch : result.mismatches()) {
            terminal.line("  " + result.suite().file() + ":" + mismatch.range() + " " + mismatch.path() + ": expected "
                    + mismatch.expected() + ", was " + mismatch.actual()
                    + terminal.excerpt(result.suite().file(), mismatch.range(), files)
                            .orElse(""));
        }
        terminal.line("  " + terminal.faint(result.summary()));
    }

    static void printSummary(PackOutcome outcome, Terminal terminal) {
        List<String> parts = new ArrayList<>();
        if (outcome.isBroken()) {
            parts.add("not run, " + outcome.findings().size() + " findings");
        }
        parts.add(outcome.results().size() + " cases");
        parts.add(outcome.failures().size() + " failed");
        String summary = outcome.pack() + ": " + String.join(", ", parts);
        terminal.line(outcome.isGood() ? terminal.good(summary) : terminal.bad(summary));
    }

    /** Suite and case. */
    static String nameOf(Result result) {
        return result.suite().name() + " > " + result.scenario().name();
    }

    static ObjectNode json(List<PackOutcome> outcomes) {
        ObjectNode report = Json.object();
        ArrayNode packs = report.putArray("packs");
        outcomes.forEach(outcome -> write(outcome, packs.addObject()));
        report.put(
                "cases",
                outcomes.stream().mapToInt(outcome -> outcome.results().size()).sum());
        report.put(
                "failed",
                outcomes.stream().mapToInt(outcome -> outcome.failures().size()).sum());
        report.put(
                "brokenPacks", outcomes.stream().filter(PackOutcome::isBroken).count());
        return report;
    }

    private static void write(PackOutcome outcome, ObjectNode node) {
        node.put("pack", outcome.pack());
        node.put("cases", outcome.results().size());
        node.put("failed", outcome.failures().size());
        node.put("tookMs", outcome.took().toMillis());
        node.set("findings", PolicyJson.findings(outcome.findings()));
        ArrayNode results = node.putArray("results");
        for (Result result : outcome.results()) {
            results.addObject()
                    .put("suite", result.suite().name())
                    .put("case", result.scenario().name())
                    .put("file", result.suite().file())
                    .put("line", result.scenario().place().startLine())
                    .put("passed", result.passed())
                    .put("tookMicros", result.took().toNanos() / 1_000);
        }
        ArrayNode failures = node.putArray("failures");
        for (Result result : outcome.failures()) {
            for (Mismatch mismatch : result.mismatches()) {
                failures.addObject()
                        .put("suite", result.suite().name())
                        .put("case", result.scenario().name())
                        .put("file", result.suite().file())
                        .put("line", mismatch.range().startLine())
                        .put("column", mismatch.range().startColumn())
                        .put("path", mismatch.path())
                        .put("expected", mismatch.expected())
                        .put("actual", mismatch.actual())
                        .put("decision", result.summary());
            }
        }
    }
}
