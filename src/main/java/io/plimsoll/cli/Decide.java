package io.plimsoll.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Decided;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.SequenceRefused;
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
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    /** As the service takes of one snapshot; counted in characters here. */
    private static final int LINE_MAX = 4 << 20;

    private static final String PROBLEM = "urn:plimsoll:problem:";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "NDJSON file; - for the standard input.")
    private Path file;

    @Option(
            names = "--pack",
            paramLabel = "PACK",
            description = "Decide by this pack; by default the snapshot chooses.")
    private @Nullable String pack;

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

    private final Tally tally = new Tally();
    private final Map<String, ObjectNode> lastDecisions = new HashMap<>();

    @Override
    public Integer call() throws IOException {
        Terminal terminal = new Terminal(spec);
        DecisionService service = new DecisionService(
                policies(terminal), new MemoryLog(), new Sha256SnapshotDigest(), InstantSource.system());
        try (BufferedReader lines = open()) {
            for (int number = 1; ; number++) {
                String line = nextLine(lines);
                if (line == null) {
                    break;
                }
                if (!line.isBlank()) {
                    String answer = Json.text(answer(number, line, service));
                    if (!summary) {
                        terminal.line(answer);
                    }
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

    private BufferedReader open() {
        if (file.toString().equals("-")) {
            return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        }
        try {
            return Files.newBufferedReader(file);
        } catch (IOException e) {
            throw new CommandFailure("`" + file + "` cannot be read: " + e, e);
        }
    }

    private ObjectNode answer(int number, String line, DecisionService service) {
        ObjectNode answer = Json.object().put("line", number);
        try {
            AccountSnapshot snapshot = SnapshotReader.read(line);
            ObjectNode decision = switch (service.decide(snapshot, pack)) {
                case Decided.Fresh fresh -> DecisionJson.write(fresh.decision());
                case Decided.Repeated repeated -> Objects.requireNonNull(lastDecisions.get(snapshot.accountId()));
            };
            lastDecisions.put(snapshot.accountId(), decision);
            tally.take(decision);
            return answer.put("status", 200).set("decision", decision);
        } catch (SnapshotFaults faults) {
            ObjectNode problem = faults.isMalformed()
                    ? problem(400, "malformed-json", "The line is not one JSON document", faults)
                    : problem(422, "snapshot-faults", "The snapshot cannot be taken", faults);
            ArrayNode errors = problem.putArray("errors");
            faults.faults()
                    .forEach(fault -> errors.addObject()
                            .put("pointer", fault.pointer())
                            .put("code", fault.code().name())
                            .put("detail", fault.detail()));
            return refused(answer, problem);
        } catch (SequenceRefused e) {
            return refused(answer, problem(409, e.isStale() ? "stale" : "conflict", "The sequence is refused", e));
        } catch (NoPolicyFits e) {
            return refused(answer, problem(422, "no-policy", "No single policy is in force for the snapshot", e));
        } catch (LogUnavailable e) {
            throw new IllegalStateException("a log in memory is always there", e);
        }
    }

    private ObjectNode refused(ObjectNode answer, ObjectNode problem) {
        tally.refuse();
        return answer.put("status", problem.get("status").asInt()).set("problem", problem);
    }

    private static ObjectNode problem(int status, String type, String title, Exception reason) {
        return Json.object()
                .put("type", PROBLEM + type)
                .put("title", title)
                .put("status", status)
                .put("detail", reason.getMessage());
    }

    /** The next line; null at the end. A line beyond the limit is read to its end and kept in part, which no snapshot survives. */
    private static @Nullable String nextLine(Reader reader) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = reader.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            if (line.length() < LINE_MAX) {
                line.append((char) next);
            }
            next = reader.read();
        }
        return line.toString();
    }
}
