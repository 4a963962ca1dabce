package io.plimsoll.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.SequenceRefused;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.LineReader;
import io.plimsoll.wire.Problem;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotReader;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides lines on all processors: those of one account one after another, the answers in the order of the lines. */
final class AnsweredLines {

    /** Answers a snapshot. */
    interface Answering {
        Answer answer(long number, AccountSnapshot snapshot) throws SequenceRefused, NoPolicyFits;
    }

    private final Answering answering;

    AnsweredLines(Answering answering) {
        this.answering = answering;
    }

    /**
     * An answer.
     *
     * @param decision what was decided, as it is written; null where the line got none, and where a decision given before is kept no more
     */
    record Answer(long number, String text, @Nullable ObjectNode decision, boolean isRefused) {

        /** @param name of the member that holds the decision */
        static Answer of(long number, String name, ObjectNode decision) {
            ObjectNode answer =
                    Json.object().put("line", number).put("status", 200).set(name, decision);
            return new Answer(number, Json.text(answer), decision, false);
        }
    }

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
            return answering.answer(line.number(), snapshot);
        } catch (SequenceRefused e) {
            return refused(line.number(), Problem.of(e));
        } catch (NoPolicyFits e) {
            return refused(line.number(), Problem.of(e));
        }
    }

    private static Answer refused(long number, Problem problem) {
        ObjectNode answer = Json.object()
                .put("line", number)
                .put("status", problem.status())
                .set("problem", problem.body());
        return new Answer(number, Json.text(answer), null, true);
    }
}
