package io.plimsoll.cli;

import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.PackCheck;
import io.plimsoll.policy.boundary.BoundarySuites;
import io.plimsoll.policy.pack.Nearest;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.scenario.ScenarioRun.Result;
import io.plimsoll.rules.model.RuleInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the cases that limits want. A suite is kept only if every case of it passes; one that is there already is never overwritten. */
@Command(
        name = "new",
        description =
                "Writes cases just below, at and just above each limit of the rules, and without what rules ask to be there.",
        footer = {
            "",
            "The cases expect what the pack decides now: review them. A limit for which no account was found is listed.",
            "Exit code 0 if every suite passes, 1 if one does not, 2 for a wrong call."
        },
        mixinStandardHelpOptions = true)
final class TestNew implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "PACK", description = "Packs to write cases for; all of them by default.")
    private @Nullable List<String> wanted;

    @Option(names = "--rule", paramLabel = "ID", description = "Only the limits of this rule.")
    private @Nullable String rule;

    @Option(names = "--print", description = "Prints the suites instead of writing them.")
    private boolean print;

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(spec);
        Packs packs = Packs.read(wanted, spec);
        List<Candidate> candidates = new ArrayList<>();
        for (String pack : packs.names()) {
            candidates.add(PackCheck.of(packs.files(), pack)
                    .candidate()
                    .orElseThrow(() -> new CommandFailure(
                            "pack `" + pack + "` has errors; see plimsoll check " + pack,
                            new IllegalStateException())));
        }
        requireRule(candidates);
        boolean good = true;
        for (Candidate candidate : candidates) {
            terminal.progress("looking for the limits of " + candidate.pack() + " ...");
            BoundarySuites suites = BoundarySuites.of(candidate, id -> rule == null || rule.equals(id));
            good &= take(packs.files(), candidate.pack(), suites, terminal);
        }
        return good ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void requireRule(List<Candidate> candidates) {
        TreeSet<String> known = new TreeSet<>();
        candidates.forEach(
                pack -> pack.rules().rules().stream().map(RuleInfo::id).forEach(known::add));
        if (rule != null && !known.contains(rule)) {
            throw new ParameterException(
                    spec.commandLine(), "there is no rule `" + rule + "`; " + Nearest.hint(rule, known));
        }
    }

    /** True if every new case passes. */
    private boolean take(PolicyFiles before, String pack, BoundarySuites suites, Terminal terminal) {
        List<PolicyFile> fresh = new ArrayList<>();
        for (PolicyFile suite : suites.files()) {
            if (before.file(suite.path()).isPresent()) {
                terminal.line(suite.path() + " is there already and is left as it is");
            } else {
                fresh.add(suite);
            }
        }
        PackOutcome outcome = run(before, pack, fresh, terminal);
        Set<String> failing = outcome.failures().stream()
                .map(result -> result.suite().file())
                .collect(Collectors.toCollection(HashSet::new));
        outcome.findings().forEach(finding -> terminal.line(terminal.described(finding, before)));
        for (PolicyFile suite : fresh) {
            if (!outcome.isBroken() && !failing.contains(suite.path())) {
                write(suite, terminal, casesOf(suite, outcome.results()));
            }
        }
        failing.forEach(file -> terminal.line(terminal.bad(file + " does not pass and is not written")));
        suites.missing().forEach(limit -> terminal.line("no case: " + limit));
        terminal.line(pack + ": cases for " + suites.limits() + " limits, none for "
                + suites.missing().size());
        return outcome.isGood();
    }

    private static long casesOf(PolicyFile suite, List<Result> results) {
        return results.stream()
                .filter(result -> result.suite().file().equals(suite.path()))
                .count();
    }

    /** The new suites by the engine that serves. */
    private static PackOutcome run(PolicyFiles before, String pack, List<PolicyFile> fresh, Terminal terminal) {
        List<PolicyFile> files = new ArrayList<>(before.readable().values());
        files.addAll(fresh);
        Set<String> paths = fresh.stream().map(PolicyFile::path).collect(Collectors.toSet());
        try (PackRunner runner = new PackRunner(name -> true, terminal)) {
            PackOutcome outcome = runner.run(PolicyFiles.of(files), pack);
            return new PackOutcome(
                    pack,
                    outcome.findings(),
                    outcome.results().stream()
                            .filter(result -> paths.contains(result.suite().file()))
                            .toList(),
                    outcome.took());
        }
    }

    private void write(PolicyFile suite, Terminal terminal, long cases) {
        if (print) {
            terminal.line("# " + suite.path());
            terminal.line(suite.text().stripTrailing());
            return;
        }
        SuiteFiles.write(suite);
        terminal.line("wrote " + suite.path() + ", " + cases + " cases");
    }
}
