package io.plimsoll.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Commits the offsets of settled records. Dead letters before them are written in the same transaction, which the group refuses if the
 * partition is no longer this instance's: each is written once, whoever dies when.
 */
final class OffsetCommits implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(OffsetCommits.class);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaSettings settings;
    private final String deadLetterTopic;
    private final IntakeMetrics metrics;
    private final String transactionalId;
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private boolean isOutcomeUnknown;

    OffsetCommits(
            KafkaConsumer<byte[], byte[]> consumer,
            KafkaSettings settings,
            String group,
            String deadLetterTopic,
            IntakeMetrics metrics) {
        this.consumer = consumer;
        this.settings = settings;
        this.deadLetterTopic = deadLetterTopic;
        this.metrics = metrics;
        // The group's generation keeps out an instance whose partitions are another's, so the id need not name a place.
        this.transactionalId = group + "-dead-letters-" + UUID.randomUUID();
    }

    /** Commits what is settled. A failure leaves it uncommitted, to be tried again. */
    void commit(Map<TopicPartition, PartitionProgress> progress) {
        if (progress.isEmpty()) {
            return;
        }
        long startedAtNanos = System.nanoTime();
        try {
            if (isOutcomeUnknown) {
                findOutcome(progress);
            }
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            List<DeadLetter> letters = new ArrayList<>();
            progress.forEach((partition, its) -> {
                if (its.hasUncommitted()) {
                    offsets.put(partition, its.settled());
                    letters.addAll(its.deadLetters());
                }
            });
            if (offsets.isEmpty()) {
                return;
            }
            if (letters.isEmpty()) {
                consumer.commitSync(offsets);
            } else {
                commitInTransaction(offsets, letters);
            }
            offsets.forEach(
                    (partition, offset) -> progressOf(partition, progress).committed(offset.offset()));
            metrics.committed(System.nanoTime() - startedAtNanos);
        } catch (KafkaException e) {
            metrics.commitFailed();
            LOG.infof("offsets are not committed, and will be: failure=%s", e);
        }
    }

    private void commitInTransaction(Map<TopicPartition, OffsetAndMetadata> offsets, List<DeadLetter> letters) {
        try {
            KafkaProducer<byte[], byte[]> writing = producer();
            writing.beginTransaction();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            letters.forEach(letter -> sent.add(writing.send(letter.to(deadLetterTopic))));
            writing.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
            writing.commitTransaction(); // fails if any of what was sent has failed
            letters.forEach(metrics::deadLetter);
            LOG.debugf("dead letters written: letters=%d", sent.size());
        } catch (RuntimeException e) {
            isOutcomeUnknown = true;
            close();
            throw e;
        }
    }

    /** A transaction that was on its way is either whole or nothing once a producer of the same id has started; the group's offsets tell which. */
    private void findOutcome(Map<TopicPartition, PartitionProgress> progress) {
        producer();
        consumer.committed(progress.keySet()).forEach((partition, offset) -> {
            if (offset != null) {
                progressOf(partition, progress).committed(offset.offset());
            }
        });
        isOutcomeUnknown = false;
    }

    private KafkaProducer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> ready = producer;
        if (ready == null) {
            ready = new KafkaProducer<>(
                    settings.transactionalProducer("dead-letters", transactionalId),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
            producer = ready;
            ready.initTransactions();
        }
        return ready;
    }

    private static PartitionProgress progressOf(
            TopicPartition partition, Map<TopicPartition, PartitionProgress> progress) {
        PartitionProgress its = progress.get(partition);
        if (its == null) {
            throw new IllegalStateException("no progress of " + partition);
        }
        return its;
    }

    /** What is in a transaction is taken back by the broker. */
    @Override
    public void close() {
        KafkaProducer<byte[], byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }
}
