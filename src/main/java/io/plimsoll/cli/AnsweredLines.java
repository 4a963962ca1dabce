package io.plimsoll.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Decided;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.SequenceRefused;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.LineReader;
import io.plimsoll.wire.Problem;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotReader;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides lines on all processors: those of one account one after another, the answers in the order of the lines. */
final class AnsweredLines {

    /** Decisions that are kept for a line that comes again; a book of a million accounts does not fit in memory. */
    static final int KEPT_MAX = 10_000;

    private final DecisionService service;
    private final @Nullable String pack;

    /** By account, the one decided longest ago first. */
    private final Map<String, ObjectNode> kept = new LinkedHashMap<>();

    AnsweredLines(DecisionService service, @Nullable String pack) {
        this.service = service;
        this.pack = pack;
    }

    /**
     * An answer.
     *
     * @param decision null where the line got none; absent too for a line whose decision was given before and is kept no more
     */
    record Answer(long number, String text, @Nullable ObjectNode decision, boolean isRefused) {}

    /** A line as far as it could be read. */
    private record Read(
            long number,
            @Nullable AccountSnapshot snapshot,
            @Nullable Problem problem) {

        static Read of(LineReader.Line line) {
            if (line.isTooLong()) {
                return new Read(line.number(), null, Problem.tooLarge(SnapshotReader.BYTES_MAX));
            }
            try {
                return new Read(line.number(), SnapshotReader.read(line.bytes()), null);
            } catch (SnapshotFaults faults) {
                return new Read(line.number(), null, Problem.of(faults));
            }
        }

        /** Lines of the same name wait for one another; one that cannot be read waits for none. */
        String turn() {
            return snapshot == null ? " " + number : snapshot.accountId();
        }
    }

    List<Answer> of(List<LineReader.Line> lines) {
        Collection<List<Read>> byAccount = lines.parallelStream()
                .map(Read::of)
                .collect(Collectors.groupingBy(Read::turn, LinkedHashMap::new, Collectors.toList()))
                .values();
        return List.copyOf(byAccount).parallelStream()
                .flatMap(ofAccount -> ofAccount.stream().map(this::answer))
                .sorted(Comparator.comparingLong(Answer::number))
                .toList();
    }

    private Answer answer(Read line) {
        AccountSnapshot snapshot = line.snapshot();
        if (snapshot == null) {
            return refused(line.number(), Objects.requireNonNull(line.problem()));
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
            return refused(line.number(), Problem.of(e));
        } catch (NoPolicyFits e) {
            return refused(line.number(), Problem.of(e));
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
    private Answer repeated(long number, AccountSnapshot snapshot, String decisionId) {
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

    private static Answer decided(long number, ObjectNode decision) {
        ObjectNode answer = Json.object().put("line", number).put("status", 200).set("decision", decision);
        return new Answer(number, Json.text(answer), decision, false);
    }

    private static Answer refused(long number, Problem problem) {
        ObjectNode answer = Json.object()
                .put("line", number)
                .put("status", problem.status())
                .set("problem", problem.body());
        return new Answer(number, Json.text(answer), null, true);
    }
}
