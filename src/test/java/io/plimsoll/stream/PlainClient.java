package io.plimsoll.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** What anybody else would read and write the topics with: Kafka's own client with its own defaults, and records of more than its 1 MiB. */
final class PlainClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final KafkaProducer<String, String> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", TestKafka.bootstrapServers(), "max.request.size", 8 * 1024 * 1024),
            new StringSerializer(),
            new StringSerializer());
    private final AtomicReference<@Nullable Exception> failed = new AtomicReference<>();

    void send(String topic, String key, String value) {
        send(new ProducerRecord<>(topic, key, value));
    }

    void send(ProducerRecord<String, String> record) {
        var unused = producer.send(record, (sent, failure) -> {
            if (failure != null) {
                failed.compareAndSet(null, failure);
            }
        });
    }

    /** Returns when the broker has all that was sent. */
    void flush() {
        producer.flush();
        if (failed.get() != null) {
            throw new IllegalStateException("a record was not sent", failed.get());
        }
    }

    /** Reads the topic from its beginning, nothing of aborted transactions, until so many records have come that meet the condition. */
    static List<ConsumerRecord<String, String>> read(
            String topic, int records, Predicate<ConsumerRecord<String, String>> condition) {
        List<ConsumerRecord<String, String>> read = new ArrayList<>();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                TestKafka.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Instant end = Instant.now().plus(PATIENCE);
            while (read.size() < records || isMoreToCome(consumer, partitions)) {
                if (Instant.now().isAfter(end)) {
                    throw new IllegalStateException("read " + read.size() + " of " + records + " from " + topic);
                }
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (condition.test(record)) {
                        read.add(record);
                    }
                });
            }
        }
        return read;
    }

    private static boolean isMoreToCome(KafkaConsumer<String, String> consumer, List<TopicPartition> partitions) {
        return consumer.endOffsets(partitions).entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
