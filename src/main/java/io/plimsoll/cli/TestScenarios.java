package io.plimsoll.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.PackCheck;
import io.plimsoll.policy.PolicyJson;
import io.plimsoll.policy.scenario.ScenarioRun;
import io.plimsoll.policy.scenario.ScenarioRun.Mismatch;
import io.plimsoll.policy.scenario.ScenarioRun.Result;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.RulesDoNotCompile;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the scenarios of packs, as the service does before a pack becomes active. A run of no case fails: it proves nothing. */
@Command(
        name = "test",
        description = "Runs the scenarios of packs.",
        footer = {"", "Exit code 0 if every case passes, 1 if one fails or none was run, 2 for a wrong call."},
        mixinStandardHelpOptions = true)
final class TestScenarios implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "PACK", description = "Packs to test; all of them by default.")
    private @Nullable List<String> wanted;

    @Option(
            names = "--name",
            paramLabel = "TEXT",
            description = "Only cases and suites whose name contains the text, in upper or lower case.")
    private @Nullable String name;

    @Option(names = "--json", description = "As one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(spec);
        Packs packs = Packs.read(wanted, spec);
        ObjectNode report = Json.object();
        ArrayNode reported = report.putArray("packs");
        int cases = 0;
        int failed = 0;
        int broken = 0;
        for (String pack : packs.names()) {
            Outcome outcome = run(packs, pack, terminal);
            cases += outcome.results().size();
            failed += outcome.failures().size();
            broken += outcome.findings().isEmpty() ? 0 : 1;
            write(outcome, reported.addObject().put("pack", pack));
            if (!json) {
                print(pack, outcome, packs, terminal);
            }
        }
        report.put("cases", cases).put("failed", failed).put("brokenPacks", broken);
        if (json) {
            terminal.line(Json.text(report));
        } else if (cases == 0 && broken == 0) {
            terminal.line(terminal.bad("no case was run"));
        }
        return cases > 0 && failed == 0 && broken == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /**
     * What came of one pack.
     *
     * @param findings why its scenarios could not be run; empty if they could
     */
    private record Outcome(List<Finding> findings, List<Result> results) {
        List<Result> failures() {
            return results.stream().filter(result -> !result.passed()).toList();
        }
    }

    private Outcome run(Packs packs, String pack, Terminal terminal) {
        PackCheck check = PackCheck.of(packs.files(), pack);
        Optional<Candidate> candidate = check.candidate();
        if (candidate.isEmpty()) {
            return new Outcome(
                    check.findings().stream().filter(Finding::isError).toList(), List.of());
        }
        terminal.progress("compiling " + pack + " ...");
        try (CompiledRules compiled = candidate.get().compile()) {
            ScenarioRun run = candidate.get().run(compiled, this::isWanted);
            return new Outcome(List.of(), run.results());
        } catch (RulesDoNotCompile e) {
            return new Outcome(e.findings(), List.of());
        }
    }

    private boolean isWanted(String caseOrSuite) {
        return name == null || caseOrSuite.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT));
    }

    private static void write(Outcome outcome, ObjectNode node) {
        node.put("cases", outcome.results().size());
        node.put("failed", outcome.failures().size());
        node.set("findings", PolicyJson.findings(outcome.findings()));
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

    private static void print(String pack, Outcome outcome, Packs packs, Terminal terminal) {
        outcome.findings().forEach(finding -> terminal.line(terminal.described(finding, packs.files())));
        for (Result result : outcome.failures()) {
            terminal.line(terminal.bad("FAILED") + " " + result.suite().name() + " > "
                    + result.scenario().name());
            for (Mismatch mismatch : result.mismatches()) {
                terminal.line("  " + result.suite().file() + ":" + mismatch.range() + " " + mismatch.path()
                        + ": expected " + mismatch.expected() + ", was " + mismatch.actual()
                        + terminal.excerpt(result.suite().file(), mismatch.range(), packs.files())
                                .orElse(""));
            }
            terminal.line("  " + terminal.faint(result.summary()));
        }
        List<String> parts = new ArrayList<>();
        if (!outcome.findings().isEmpty()) {
            parts.add("not run, " + outcome.findings().size() + " findings");
        }
        parts.add(outcome.results().size() + " cases");
        parts.add(outcome.failures().size() + " failed");
        String summary = pack + ": " + String.join(", ", parts);
        boolean good = outcome.findings().isEmpty() && outcome.failures().isEmpty();
        terminal.line(good ? terminal.good(summary) : terminal.bad(summary));
    }
}
