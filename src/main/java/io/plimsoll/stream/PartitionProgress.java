package io.plimsoll.stream;

import io.plimsoll.wire.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * How far one partition is: records are decided in any order, and offsets are committed up to the first that is not settled. Used by the
 * thread that reads; others see {@link #isAbandoned()} alone.
 */
final class PartitionProgress {

    private final Deque<Delivery> inFlight = new ArrayDeque<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private long settled = -1;
    private long committed = -1;
    private long bytes;
    private volatile boolean isAbandoned;

    Delivery add(ConsumerRecord<byte[], byte[]> record) {
        Delivery delivery = new Delivery(record, this);
        inFlight.add(delivery);
        bytes += delivery.bytes();
        return delivery;
    }

    /** Takes off what is settled at the beginning. */
    void advance() {
        for (Delivery first = inFlight.peek(); first != null && first.isSettled(); first = inFlight.peek()) {
            inFlight.remove();
            bytes -= first.bytes();
            settled = first.record().offset() + 1;
            Problem problem = first.problem();
            if (problem != null) {
                deadLetters.add(new DeadLetter(first.record(), problem));
            }
        }
    }

    boolean isIdle() {
        return inFlight.isEmpty();
    }

    int records() {
        return inFlight.size();
    }

    long bytes() {
        return bytes;
    }

    boolean hasUncommitted() {
        return settled > committed;
    }

    /** The offset to commit; only where {@link #hasUncommitted()}. */
    OffsetAndMetadata settled() {
        return new OffsetAndMetadata(settled);
    }

    /** Dead letters before that offset that are not committed, in the order of the records. */
    List<DeadLetter> deadLetters() {
        return List.copyOf(deadLetters);
    }

    /** The group has committed the offset, and with it the dead letters before it. */
    void committed(long offset) {
        committed = Math.max(committed, offset);
        deadLetters.removeIf(letter -> letter.record().offset() < offset);
    }

    /** The partition goes to another: nothing of it is begun any more. */
    void abandon() {
        isAbandoned = true;
    }

    boolean isAbandoned() {
        return isAbandoned;
    }
}
