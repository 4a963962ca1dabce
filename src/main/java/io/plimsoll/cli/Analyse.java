package io.plimsoll.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.PackCheck;
import io.plimsoll.policy.PolicyJson;
import io.plimsoll.policy.analysis.Analysis;
import io.plimsoll.policy.analysis.AnalysisJson;
import io.plimsoll.policy.analysis.Weakness;
import io.plimsoll.policy.pack.Code;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.pack.TableLaw;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.RulesDoNotCompile;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.check.Severity;
import io.plimsoll.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What packs mean where nothing in their files is wrong by itself: gaps, overlaps, rules without effect, outcomes out of order. */
@Command(
        name = "analyse",
        description =
                "Finds gaps, overlaps, rules without effect and outcomes out of order, each with an account that shows it.",
        footer = {
            "",
            "A weakness that may decide an account wrongly is an error: gap, overlap, contradiction, order, unreachable rule.",
            "One that may surprise is a warning: a jump, a rule that decides nothing.",
            "Exit code 0 without errors, 1 with errors (with --strict: or warnings), 2 for a wrong call."
        },
        mixinStandardHelpOptions = true)
final class Analyse implements Callable<Integer> {
    /** More places than this are a list for a program, not for a reader. */
    private static final int PLACES_MAX = 6;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "PACK", description = "Packs to analyse; all of them by default.")
    private @Nullable List<String> wanted;

    @Option(names = "--json", description = "As one JSON object, with every place and every account.")
    private boolean json;

    @Option(names = "--strict", description = "Warnings end with exit code 1 as well.")
    private boolean strict;

    /**
     * What came of one pack.
     *
     * @param findings of the check
     * @param analysis empty if the check found errors other than in the laws of tables
     * @param refuted accounts about which the rule engine does not agree
     */
    private record Result(String pack, List<Finding> findings, Optional<Analysis> analysis, List<String> refuted) {
        long count(Severity severity) {
            long weak = analysis.stream()
                    .flatMap(of -> of.weaknesses().stream())
                    .filter(weakness -> weakness.kind().severity() == severity)
                    .count();
            return weak
                    + findings.stream()
                            .filter(finding -> finding.severity() == severity)
                            .count();
        }
    }

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(spec);
        Packs packs = Packs.read(wanted, spec);
        List<Result> results = new ArrayList<>();
        for (String pack : packs.names()) {
            Result result = analysed(packs.files(), pack, terminal);
            results.add(result);
            if (!json) {
                print(result, packs.files(), terminal);
            }
        }
        if (json) {
            terminal.line(Json.text(json(results)));
        }
        boolean bad = results.stream()
                .anyMatch(result -> result.count(Severity.ERROR) > 0
                        || !result.refuted().isEmpty()
                        || (strict && result.count(Severity.WARNING) > 0));
        return bad ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private static Result analysed(PolicyFiles files, String pack, Terminal terminal) {
        Set<String> laws = TableLaw.BROKEN.stream().map(Code::id).collect(Collectors.toSet());
        PackCheck check = PackCheck.despite(files, pack, laws);
        if (check.candidate().isEmpty()) {
            return new Result(pack, check.findings(), Optional.empty(), List.of());
        }
        Candidate candidate = check.candidate().get();
        terminal.progress("analysing " + pack + " ...");
        Analysis analysis = Analysis.of(candidate);
        terminal.progress("compiling " + pack + " ...");
        try (CompiledRules compiled = candidate.compile()) {
            return new Result(
                    pack,
                    check.findings(),
                    Optional.of(analysis),
                    analysis.refutedBy(candidate.policy(compiled, candidate.tables())));
        } catch (RulesDoNotCompile e) {
            return new Result(pack, e.findings(), Optional.empty(), List.of());
        }
    }

    private static void print(Result result, PolicyFiles files, Terminal terminal) {
        result.findings().forEach(finding -> terminal.line(terminal.described(finding, files)));
        if (result.analysis().isEmpty()) {
            terminal.line(terminal.bad(result.pack() + ": not analysed, because of what the check finds"));
            return;
        }
        Analysis analysis = result.analysis().get();
        analysis.weaknesses().forEach(weakness -> print(weakness, files, terminal));
        analysis.notAnalysed().forEach(left -> terminal.line("not analysed: " + left));
        result.refuted().forEach(at -> terminal.line(terminal.bad("the rule engine decides otherwise: " + at)));
        long errors = result.count(Severity.ERROR);
        String summary = "%s: %d errors, %d warnings; %d accounts decided"
                .formatted(result.pack(), errors, result.count(Severity.WARNING), analysis.accounts());
        terminal.line(errors == 0 ? terminal.good(summary) : terminal.bad(summary));
    }

    private static void print(Weakness weakness, PolicyFiles files, Terminal terminal) {
        terminal.line(terminal.described(weakness.finding(), files));
        List<Weakness.Place> others = weakness.places().stream().skip(1).toList();
        others.stream()
                .limit(PLACES_MAX)
                .forEach(place ->
                        terminal.line("    see %s:%s %s".formatted(place.file(), place.range(), place.what())));
        if (others.size() > PLACES_MAX) {
            terminal.line("    and %d further places, with --json".formatted(others.size() - PLACES_MAX));
        }
        weakness.accounts().forEach(shown -> terminal.line("    " + Json.text(AnalysisJson.write(shown))));
    }

    private static ObjectNode json(List<Result> results) {
        ObjectNode report = Json.object();
        ArrayNode packs = report.putArray("packs");
        for (Result result : results) {
            ObjectNode node = packs.addObject();
            node.put("pack", result.pack());
            result.analysis().ifPresent(analysis -> AnalysisJson.write(analysis, node));
            node.set("findings", PolicyJson.findings(result.findings()));
            ArrayNode refuted = node.putArray("refuted");
            result.refuted().forEach(refuted::add);
        }
        return report.put(
                        "errors",
                        results.stream()
                                .mapToLong(result -> result.count(Severity.ERROR))
                                .sum())
                .put(
                        "warnings",
                        results.stream()
                                .mapToLong(result -> result.count(Severity.WARNING))
                                .sum());
    }
}
