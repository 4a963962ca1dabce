package io.plimsoll.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record that could not be decided, on its way to {@code dead-letters}: key, value and headers as they came, so that a tool can send it
 * again, and the diagnosis in the header {@value #PROBLEM}.
 */
record DeadLetter(ConsumerRecord<byte[], byte[]> record, Problem problem) {

    static final String PROBLEM = "plimsoll-problem";

    /** What Kafka adds to a record, and the diagnosis. */
    private static final int OVERHEAD_BYTES_MAX = 1024 * 1024;

    /** The kind of the problem, for metrics: the last word of its {@code type}. */
    String kind() {
        String type = problem.body().path("type").asText();
        return type.substring(type.lastIndexOf(':') + 1);
    }

    ProducerRecord<byte[], byte[]> to(String topic) {
        boolean fits = size() + OVERHEAD_BYTES_MAX <= KafkaSettings.RECORD_BYTES_MAX;
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(topic, record.key(), fits ? record.value() : null);
        if (fits) {
            for (Header header : record.headers()) {
                letter.headers().add(header);
            }
        }
        letter.headers().remove(PROBLEM); // of an earlier time that it was a dead letter
        letter.headers().add(PROBLEM, Json.text(diagnosis(fits)).getBytes(StandardCharsets.UTF_8));
        return letter;
    }

    private ObjectNode diagnosis(boolean isComplete) {
        ObjectNode diagnosis = problem.body().deepCopy();
        diagnosis
                .putObject("record")
                .put("topic", record.topic())
                .put("partition", record.partition())
                .put("offset", record.offset())
                .put("timestamp", Instant.ofEpochMilli(record.timestamp()).toString())
                .put("isComplete", isComplete);
        return diagnosis;
    }

    private long size() {
        long size = Math.max(0, record.serializedKeySize()) + (long) Math.max(0, record.serializedValueSize());
        for (Header header : record.headers()) {
            size += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return size;
    }
}
