package io.plimsoll.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Decided;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.SequenceRefused;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotReader;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides lines on all processors: those of one account one after another, the answers in the order of the lines. */
final class AnsweredLines {

    /** Decisions that are kept for a line that comes again; a book of a million accounts does not fit in memory. */
    static final int KEPT_MAX = 10_000;

    private static final String PROBLEM = "urn:plimsoll:problem:";

    private final DecisionService service;
    private final @Nullable String pack;

    /** By account, the one decided longest ago first. */
    private final Map<String, ObjectNode> kept = new LinkedHashMap<>();

    AnsweredLines(DecisionService service, @Nullable String pack) {
        this.service = service;
        this.pack = pack;
    }

    /** A line of the file, counted from 1. */
    record Line(int number, String text) {}

    /**
     * An answer.
     *
     * @param decision null where the line got none; absent too for a line whose decision was given before and is kept no more
     */
    record Answer(int number, String text, @Nullable ObjectNode decision, boolean isRefused) {}

    /** A line as far as it could be read. */
    private record Read(
            int number,
            @Nullable AccountSnapshot snapshot,
            @Nullable SnapshotFaults faults) {

        static Read of(Line line) {
            try {
                return new Read(line.number(), SnapshotReader.read(line.text()), null);
            } catch (SnapshotFaults faults) {
                return new Read(line.number(), null, faults);
            }
        }

        /** Lines of the same name wait for one another; one that cannot be read waits for none. */
        String turn() {
            return snapshot == null ? " " + number : snapshot.accountId();
        }
    }

    List<Answer> of(List<Line> lines) {
        Collection<List<Read>> byAccount = lines.parallelStream()
                .map(Read::of)
                .collect(Collectors.groupingBy(Read::turn, LinkedHashMap::new, Collectors.toList()))
                .values();
        return List.copyOf(byAccount).parallelStream()
                .flatMap(ofAccount -> ofAccount.stream().map(this::answer))
                .sorted((one, other) -> Integer.compare(one.number(), other.number()))
                .toList();
    }

    private Answer answer(Read line) {
        if (line.faults() != null) {
            return refused(line.number(), problem(line.faults()));
        }
        AccountSnapshot snapshot = line.snapshot();
        if (snapshot == null) {
            throw new IllegalStateException("a line is a snapshot or has faults");
        }
        try {
            return switch (service.decide(snapshot, pack)) {
                case Decided.Fresh fresh -> {
                    ObjectNode decision = DecisionJson.write(fresh.decision());
                    keep(snapshot.accountId(), decision);
                    yield decided(line.number(), decision);
                }
                case Decided.Repeated repeated -> repeated(line.number(), snapshot, repeated.decisionId());
            };
        } catch (SequenceRefused e) {
            return refused(
                    line.number(), problem(409, e.isStale() ? "stale" : "conflict", "The sequence is refused", e));
        } catch (NoPolicyFits e) {
            return refused(
                    line.number(), problem(422, "no-policy", "No single policy is in force for the snapshot", e));
        } catch (LogUnavailable e) {
            throw new IllegalStateException("a log in memory is always there", e);
        }
    }

    private void keep(String accountId, ObjectNode decision) {
        synchronized (kept) {
            kept.remove(accountId);
            kept.put(accountId, decision);
            if (kept.size() > KEPT_MAX) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
    }

    /** The decision made before, or only its id where so many others were made since that it is kept no more. */
    private Answer repeated(int number, AccountSnapshot snapshot, String decisionId) {
        ObjectNode decision;
        synchronized (kept) {
            decision = kept.get(snapshot.accountId());
        }
        if (decision != null) {
            return decided(number, decision);
        }
        ObjectNode answer = Json.object().put("line", number).put("status", 200);
        return new Answer(number, Json.text(answer.put("repeats", decisionId)), null, false);
    }

    private static Answer decided(int number, ObjectNode decision) {
        ObjectNode answer = Json.object().put("line", number).put("status", 200).set("decision", decision);
        return new Answer(number, Json.text(answer), decision, false);
    }

    private static Answer refused(int number, ObjectNode problem) {
        ObjectNode answer = Json.object()
                .put("line", number)
                .put("status", problem.get("status").asInt())
                .set("problem", problem);
        return new Answer(number, Json.text(answer), null, true);
    }

    private static ObjectNode problem(SnapshotFaults faults) {
        ObjectNode problem = faults.isMalformed()
                ? problem(400, "malformed-json", "The line is not one JSON document", faults)
                : problem(422, "snapshot-faults", "The snapshot cannot be taken", faults);
        ArrayNode errors = problem.putArray("errors");
        faults.faults()
                .forEach(fault -> errors.addObject()
                        .put("pointer", fault.pointer())
                        .put("code", fault.code().name())
                        .put("detail", fault.detail()));
        return problem;
    }

    private static ObjectNode problem(int status, String type, String title, Exception reason) {
        return Json.object()
                .put("type", PROBLEM + type)
                .put("title", title)
                .put("status", status)
                .put("detail", reason.getMessage());
    }
}
