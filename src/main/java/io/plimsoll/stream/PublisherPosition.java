package io.plimsoll.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How far the log is published: the last record of a compacted topic, written in the transaction that publishes. Not an offset of a consumer
 * group, because Kafka forgets those some days after the last instance has stopped.
 */
final class PublisherPosition {

    private static final Duration POLL_WAIT = Duration.ofMillis(100);
    private static final Duration READ_WAIT_MAX = Duration.ofSeconds(30);

    /** The last of so many records is found at once; the marks that transactions leave count as records. */
    private static final long LOOK_BACK = 64;

    private final TopicPartition partition;
    private final byte[] key;

    /** @param log names what is published; several share the topic */
    PublisherPosition(String topic, String log) {
        this.partition = new TopicPartition(topic, 0);
        this.key = log.getBytes(StandardCharsets.UTF_8);
    }

    ProducerRecord<byte[], byte[]> record(long logPosition) {
        return new ProducerRecord<>(
                partition.topic(),
                partition.partition(),
                key,
                Long.toString(logPosition).getBytes(StandardCharsets.UTF_8));
    }

    /** The last committed position; 0 if nothing was ever published. Only meaningful while nobody else can publish. */
    long read(Map<String, Object> settings) {
        var deserializer = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, deserializer, deserializer)) {
            consumer.assign(List.of(partition));
            long begin = offset(consumer.beginningOffsets(List.of(partition)));
            long end = offset(consumer.endOffsets(List.of(partition)));
            for (long lookBack = LOOK_BACK; ; lookBack *= 16) {
                long from = Math.max(begin, end - lookBack);
                long found = last(consumer, from, end);
                if (found >= 0 || from == begin) {
                    return Math.max(found, 0);
                }
            }
        }
    }

    private long offset(Map<TopicPartition, Long> offsets) {
        Long offset = offsets.get(partition);
        if (offset == null) {
            throw new IllegalStateException("the broker does not say where " + partition + " begins and ends");
        }
        return offset;
    }

    /** The position that the last record in the span says; -1 if there is no record in it. */
    private long last(KafkaConsumer<byte[], byte[]> consumer, long from, long end) {
        consumer.seek(partition, from);
        long startedAtNanos = System.nanoTime();
        long found = -1;
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_WAIT)) {
                if (Arrays.equals(record.key(), key)) {
                    found = Long.parseLong(new String(record.value(), StandardCharsets.UTF_8));
                }
            }
            if (System.nanoTime() - startedAtNanos > READ_WAIT_MAX.toNanos()) {
                throw new TimeoutException("the position of the publisher cannot be read from " + partition);
            }
        }
        return found;
    }
}
