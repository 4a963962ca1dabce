package io.plimsoll.cli;

import io.plimsoll.cli.AnsweredLines.Answer;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.OutcomeAlone;
import io.plimsoll.decision.Policies;
import io.plimsoll.policy.Activator;
import io.plimsoll.policy.ActivePolicies;
import io.plimsoll.policy.Attempt;
import io.plimsoll.policy.Attempt.Cause;
import io.plimsoll.policy.Attempt.State;
import io.plimsoll.policy.Evaluating;
import io.plimsoll.policy.Evaluator;
import io.plimsoll.policy.UnregisteredVersions;
import io.plimsoll.rules.compile.CompileLimits;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.LineReader;
import io.plimsoll.wire.LineReader.Line;
import io.plimsoll.wire.SnapshotReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Decides snapshots without a service: one a line, answered in order and in the form of {@code POST /v1/decisions/batch}. Margin calls and
 * sequences of an account are kept from line to line, and nothing is kept after the last.
 */
@Command(
        name = "decide",
        description = "Decides the snapshots of a file, one JSON object a line.",
        footer = {"", "Exit code 0 if every line is decided, 1 if one is not, 2 for a wrong call."},
        mixinStandardHelpOptions = true)
final class Decide implements Callable<Integer> {
    /** Decided together, on all processors. */
    private static final int LINES_MAX = 1_000;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "NDJSON file; - for the standard input.")
    private Path file;

    @Option(
            names = "--pack",
            paramLabel = "PACK",
            description = "Decide by this pack; by default the snapshot chooses.")
    private @Nullable String pack;

    @Option(
            names = "--outcomes",
            description =
                    "Only what is due and the figures of margin accounts, each line by itself: no prices, steps and reasons of rules, several times faster.")
    private boolean outcomes;

    @Option(names = "--summary", description = "Only a table of outcomes.")
    private boolean summary;

    @Option(names = "--json", description = "The summary as one JSON object; decisions are JSON in any case.")
    private boolean json;

    @Option(
            names = "--evaluator",
            paramLabel = "EVALUATOR",
            defaultValue = "straight",
            description =
                    "What runs the rules: ${COMPLETION-CANDIDATES}; by default straight, which needs no compiling.")
    private Evaluator evaluator = Evaluator.STRAIGHT;

    @Override
    public Integer call() throws IOException {
        Terminal terminal = new Terminal(spec);
        Policies policies = policies(terminal);
        AnsweredLines answers =
                new AnsweredLines(outcomes ? outcomesAlone(policies) : new WholeDecisions(policies, pack));
        Tally tally = new Tally(outcomes);
        try (InputStream input = open()) {
            LineReader read = new LineReader(input, SnapshotReader.BYTES_MAX);
            for (List<Line> lines = next(read); !lines.isEmpty(); lines = next(read)) {
                if (summary) {
                    answers.of(lines, Answer::counted).forEach(counted -> counted.accept(tally));
                } else {
                    List<Written> written = answers.of(lines, Written::of);
                    terminal.lines(written.stream().map(Written::text).toList());
                    written.stream().filter(Written::isRefused).forEach(refused -> tally.refuse());
                }
            }
        }
        if (summary && json) {
            terminal.line(Json.text(tally.json()));
        } else if (summary) {
            tally.table().forEach(terminal::line);
        }
        return tally.refused() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** An answer as it is printed. */
    private record Written(String text, boolean isRefused) {
        static Written of(Answer answer) {
            return new Written(answer.text(), answer.isRefused());
        }
    }

    private AnsweredLines.Answering outcomesAlone(Policies policies) {
        return (number, snapshot) -> {
            Case given = Case.ofSnapshot(snapshot, "", List.of());
            OutcomeAlone alone = DecisionService.outcomeAlone(given, policies.choose(snapshot, pack));
            return Answer.of(
                    number,
                    () -> Json.object()
                            .put("line", number)
                            .put("status", 200)
                            .set("outcome", DecisionJson.write(alone, snapshot)),
                    tally -> tally.take(alone, snapshot.accountId()));
        };
    }

    /** Brings the packs into force; a broken one is told of, and fails only those who ask for it. */
    private ActivePolicies policies(Terminal terminal) {
        Packs packs = Packs.read(pack == null ? null : List.of(pack), spec);
        ActivePolicies active = new ActivePolicies();
        Evaluating evaluating = Evaluating.of(evaluator, compiling -> {}, fault -> {
            active.fallBack(fault);
            terminal.error("the straight evaluator failed for " + fault.pack() + ": " + fault.detail()
                    + "; decide again with --evaluator engine");
        });
        Activator activator = new Activator(
                active, new UnregisteredVersions(), InstantSource.system(), CompileLimits.DEFAULT, evaluating);
        int refused = 0;
        for (String name : packs.names()) {
            terminal.progress("loading " + name + " ...");
            Attempt attempt = activator.attempt(packs.files(), name, Cause.START);
            if (attempt.state() == State.REFUSED) {
                refused++;
                attempt.findings().forEach(finding -> terminal.error(terminal.described(finding, packs.files())));
            }
        }
        if (refused == packs.names().size()) {
            throw new CommandFailure("no pack can be brought into force", new IllegalStateException());
        }
        return active;
    }

    private InputStream open() {
        if (file.toString().equals("-")) {
            return System.in;
        }
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new CommandFailure("`" + file + "` cannot be read: " + e, e);
        }
    }

    /** Lines that are not blank, as many as are there without waiting, up to a limit; none at the end. */
    private static List<Line> next(LineReader file) throws IOException {
        List<Line> lines = new ArrayList<>();
        while (lines.isEmpty() || lines.size() < LINES_MAX && file.isReady()) {
            Line line = file.next();
            if (line == null) {
                break;
            }
            if (!line.isBlank()) {
                lines.add(line);
            }
        }
        return lines;
    }
}
