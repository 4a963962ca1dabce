package io.plimsoll.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.installation.Installation;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.PackCheck;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.scenario.DecidedCase;
import io.plimsoll.policy.scenario.ScenarioRun.Result;
import io.plimsoll.policy.scenario.SuiteText;
import io.plimsoll.policy.scenario.SuiteText.NotExtensible;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.RulesDoNotCompile;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.SnapshotFaults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Turns a decision of the log into a case, and runs it: a decision that surprised somebody is kept as a scenario, exactly as it was. */
@Command(
        name = "from-decision",
        description = "Turns a logged decision into a scenario that decides the same, and runs it.",
        footer = {
            "",
            "Without --into the scenario is printed as a suite of its own; what came of its run is told on the standard error.",
            "Exit code 0 if the case reproduces the decision, 1 if it does not, 2 for a wrong call."
        },
        mixinStandardHelpOptions = true)
final class TestFromDecision implements Callable<Integer> {
    private static final int DIFFERENCES_SHOWN = 20;

    @Spec
    private CommandSpec spec;

    @Mixin
    private GivenCase given;

    @Option(
            names = "--into",
            paramLabel = "FILE",
            description = "A suite of the pack; the case is added after its last.")
    private @Nullable Path into;

    @Option(names = "--name", paramLabel = "TEXT", description = "The case's name.")
    private @Nullable String name;

    @Option(names = "--pack", paramLabel = "PACK", description = "By default the pack that decided.")
    private @Nullable String pack;

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(spec);
        DecidedCase decided = decidedCase();
        String ofPack = pack == null ? decided.pack() : pack;
        String caseName = name == null ? decided.defaultName() : name;
        Packs packs = Packs.read(List.of(ofPack), spec);
        PolicyFile suite = suite(decided, ofPack, caseName, packs);
        List<PolicyFile> files = new ArrayList<>(packs.files().readable().values());
        files.removeIf(file -> file.path().equals(suite.path()));
        files.add(suite);
        List<String> faults =
                new ArrayList<>(faults(PolicyFiles.of(files), ofPack, suite.path(), caseName, decided, terminal));
        if (!faults.isEmpty() && isOfAnotherVersion(decided, ofPack, packs.files())) {
            faults.addFirst("it was decided by version "
                    + decided.decision().at("/policy/version").asText() + " of `" + ofPack
                    + "`, and the folder holds another");
        }
        if (into == null) {
            terminal.line(suite.text().stripTrailing());
        } else if (faults.isEmpty()) {
            SuiteFiles.write(suite);
            terminal.line("added to " + suite.path() + ": " + caseName);
        }
        if (faults.isEmpty()) {
            terminal.error(terminal.good("the case reproduces the decision"));
            return ExitCode.OK;
        }
        terminal.error(terminal.bad("the case does not reproduce the decision" + (into == null ? "" : "; not added")));
        faults.stream().limit(DIFFERENCES_SHOWN).forEach(fault -> terminal.error("  " + fault));
        if (faults.size() > DIFFERENCES_SHOWN) {
            terminal.error("  and " + (faults.size() - DIFFERENCES_SHOWN) + " more");
        }
        return ExitCode.SOFTWARE;
    }

    private DecidedCase decidedCase() {
        try {
            return DecidedCase.of(given.read());
        } catch (SnapshotFaults | IllegalArgumentException e) {
            throw new CommandFailure("`" + given.name() + "` is no case of a decision: " + e.getMessage(), e);
        }
    }

    /** The suite's file with the case in it; nothing is written yet. */
    private PolicyFile suite(DecidedCase decided, String ofPack, String caseName, Packs packs) {
        String folder = PolicyFiles.POLICIES + ofPack + "/scenarios/";
        if (into == null) {
            return PolicyFile.of(folder + "from-decision.yaml", decided.suite(caseName));
        }
        String path = folder + into.getFileName();
        Path meant = Installation.here().policies().resolve(ofPack).resolve("scenarios");
        if (!meant.equals(into.toAbsolutePath().normalize().getParent()) || !path.matches(".*\\.ya?ml")) {
            throw new ParameterException(
                    spec.commandLine(), "--into must name a .yaml file in " + meant + ", was " + into);
        }
        String text = packs.files().file(path).map(PolicyFile::text).orElse("");
        if (text.isBlank()) {
            return PolicyFile.of(path, decided.suite(caseName));
        }
        try {
            return PolicyFile.of(path, SuiteText.withCase(text, indent -> decided.item(caseName, indent)));
        } catch (NotExtensible e) {
            throw new CommandFailure("`" + path + "` cannot be added to: " + e.getMessage(), e);
        }
    }

    /** Why the case is not what was decided; empty if it is. */
    private static List<String> faults(
            PolicyFiles files, String pack, String path, String caseName, DecidedCase decided, Terminal terminal) {
        PackCheck check = PackCheck.of(files, pack);
        if (check.candidate().isEmpty()) {
            return check.findings().stream()
                    .filter(Finding::isError)
                    .map(TestFromDecision::described)
                    .toList();
        }
        Candidate candidate = check.candidate().get();
        terminal.progress("compiling " + pack + " ...");
        try (CompiledRules compiled = candidate.compile()) {
            List<String> faults = new ArrayList<>();
            for (Result result : candidate.run(compiled, caseName::equals).results()) {
                if (result.suite().file().equals(path)
                        && result.scenario().name().equals(caseName)) {
                    Case given = result.scenario().given();
                    ObjectNode again = DecisionJson.write(DecisionService.evaluate(
                            given,
                            candidate.scenarioPolicy(
                                    compiled,
                                    candidate.tablesWith(result.suite().tables())),
                            given.evaluatedAt()));
                    faults.addAll(decided.differences(again));
                    result.findings().forEach(finding -> faults.add(described(finding)));
                }
            }
            return faults;
        } catch (RulesDoNotCompile e) {
            return e.findings().stream().map(TestFromDecision::described).toList();
        }
    }

    private static boolean isOfAnotherVersion(DecidedCase decided, String pack, PolicyFiles files) {
        String hash = decided.decision().at("/policy/hash").asText();
        return pack.equals(decided.pack())
                && PackCheck.of(files, pack)
                        .candidate()
                        .filter(candidate -> candidate.hash().equals(hash))
                        .isEmpty();
    }

    private static String described(Finding finding) {
        return finding.file() + ":" + finding.range() + " " + finding.code() + " " + finding.message();
    }
}
