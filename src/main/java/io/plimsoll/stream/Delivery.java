package io.plimsoll.stream;

import io.plimsoll.wire.Problem;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record that is being decided. Settled by the thread that decides it, looked at by the one that reads. */
final class Delivery {

    private final ConsumerRecord<byte[], byte[]> record;
    private final PartitionProgress progress;
    private volatile boolean isSettled;
    private @Nullable Problem problem; // written before isSettled, read after it

    Delivery(ConsumerRecord<byte[], byte[]> record, PartitionProgress progress) {
        this.record = record;
        this.progress = progress;
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    /** True once the partition is another's: whoever has it now reads the record again. */
    boolean isAbandoned() {
        return progress.isAbandoned();
    }

    /** What was to be done for it is durable. */
    void done() {
        isSettled = true;
    }

    /** Nothing can be done for it. */
    void refused(Problem reason) {
        problem = reason;
        isSettled = true;
    }

    boolean isSettled() {
        return isSettled;
    }

    /** Why nothing was done; null if it was. */
    @Nullable
    Problem problem() {
        return problem;
    }

    int bytes() {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }
}
