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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
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
     * @param body writes it, which takes as long as some decisions do, so that it is asked only where it is wanted
     * @param counted counts what was decided; nothing where the line got no decision, and where a decision given before is kept no more
     */
    record Answer(long number, Supplier<ObjectNode> body, Consumer<Tally> counted, boolean isRefused) {

        static Answer of(long number, Supplier<ObjectNode> body, Consumer<Tally> counted) {
            return new Answer(number, body, counted, false);
        }

        /** One line. */
        String text() {
            return Json.text(body.get());
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

    /** @param each made of every answer on the thread that made it */
    <T> List<T> of(List<LineReader.Line> lines, Function<Answer, T> each) {
        Collection<List<Read>> byAccount = lines.parallelStream()
                .map(Read::of)
                .collect(Collectors.groupingBy(Read::turn, LinkedHashMap::new, Collectors.toList()))
                .values();
        return List.copyOf(byAccount).parallelStream()
                .flatMap(ofAccount -> ofAccount.stream().map(line -> made(line, each)))
                .sorted(Comparator.comparingLong(Made::number))
                .map(Made::value)
                .toList();
    }

    private record Made<T>(long number, T value) {}

    private <T> Made<T> made(Read line, Function<Answer, T> each) {
        return new Made<>(line.number(), each.apply(answer(line)));
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
        return new Answer(
                number,
                () -> Json.object()
                        .put("line", number)
                        .put("status", problem.status())
                        .set("problem", problem.body()),
                Tally::refuse,
                true);
    }
}
