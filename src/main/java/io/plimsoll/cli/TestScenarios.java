package io.plimsoll.cli;

import io.plimsoll.wire.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the scenarios of packs, as the service does before a pack becomes active. A run of no case fails: it proves nothing. */
@Command(
        name = "test",
        subcommands = {TestNew.class, TestFromDecision.class},
        description = "Runs the scenarios of packs.",
        footer = {
            "",
            "Exit code 0 if every case passes and what is asked of coverage and of changed rules is reached, 1 if not or"
                    + " if none was run, 2 for a wrong call."
        },
        mixinStandardHelpOptions = true)
final class TestScenarios implements Callable<Integer> {
    /** Between two looks at the folders; a change is taken when two looks agree. */
    private static final int LOOK_EVERY_MS = 200;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "PACK", description = "Packs to test; all of them by default.")
    private @Nullable List<String> wanted;

    @Option(
            names = "--name",
            paramLabel = "TEXT",
            description = "Only cases and suites whose name contains the text, in upper or lower case.")
    private @Nullable String name;

    @Option(names = "--json", description = "As one JSON object, with the time that each case took.")
    private boolean json;

    @Option(names = "--junit", paramLabel = "FILE", description = "Also writes the results as JUnit XML.")
    private @Nullable Path junit;

    @Option(names = "--watch", description = "Goes on, and runs a pack again when one of its files changes.")
    private boolean watch;

    @ArgGroup(exclusive = false, heading = "%nWhat the cases reach:%n")
    private CoverageOptions coverage = new CoverageOptions();

    @ArgGroup(exclusive = false, heading = "%nWhether the cases notice a wrong rule:%n")
    private MutationOptions mutation = new MutationOptions();

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(spec);
        Packs packs = Packs.read(wanted, spec);
        if (watch) {
            return watch(packs, terminal);
        }
        List<PackOutcome> outcomes = new ArrayList<>();
        try (PackRunner runner = new PackRunner(this::isWanted, terminal)) {
            for (String pack : packs.names()) {
                PackOutcome outcome = runner.run(packs.files(), pack);
                outcomes.add(outcome);
                if (!json) {
                    ScenarioReport.print(outcome, packs.files(), terminal);
                }
            }
        }
        if (junit != null) {
            JunitXml.write(outcomes, junit);
        }
        boolean none = outcomes.stream().allMatch(outcome -> outcome.results().isEmpty());
        if (json) {
            terminal.line(Json.text(ScenarioReport.json(outcomes)));
        } else if (none && outcomes.stream().noneMatch(PackOutcome::isBroken)) {
            terminal.line(terminal.bad("no case was run"));
        }
        boolean good = !none && outcomes.stream().allMatch(PackOutcome::isGood);
        boolean reached = !good || !coverage.isWanted() || coverage.run(packs, this::isWanted, json, terminal);
        boolean noticed = !good || !mutation.isWanted() || mutation.run(packs, json, terminal, spec);
        return good && reached && noticed ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private int watch(Packs packs, Terminal terminal) {
        if (json || junit != null || coverage.isWanted() || mutation.isWanted()) {
            throw new ParameterException(
                    spec.commandLine(), "--watch is for a person; leave out --json, --junit, --coverage and --mutate");
        }
        Set<String> only = wanted == null ? null : Set.copyOf(packs.names());
        try (PackRunner runner = new PackRunner(this::isWanted, terminal)) {
            ScenarioWatch watched = new ScenarioWatch(Packs.folders(), only, runner, terminal);
            watched.start();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(LOOK_EVERY_MS);
                watched.tick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new CommandFailure("the folders of rules and packs cannot be read: " + e, e);
        }
        return ExitCode.OK;
    }

    private boolean isWanted(String caseOrSuite) {
        return name == null || caseOrSuite.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT));
    }
}
