package io.plimsoll.bench;

import io.plimsoll.stream.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads {@code decisions} from its beginning as anybody else would: a plain consumer, only what is committed, while the service works. */
final class DecisionsTopic implements AutoCloseable {

    /**
     * A decision as it came.
     *
     * @param decision the document
     * @param readAtNanos when it could be read, by {@link System#nanoTime}
     */
    record Read(String accountId, String decision, String outcome, long logPosition, int partition, long readAtNanos) {

        boolean isOfMark() {
            return decision.contains("\"trigger\":\"MARK\"");
        }
    }

    private final Consumer<Read> reader;
    private final Thread thread;
    private volatile boolean isStopping;

    /** @param reader called by one thread, in the order of the topic's partitions */
    DecisionsTopic(Consumer<Read> reader) {
        this.reader = reader;
        this.thread = Thread.ofPlatform().name("decisions").daemon().start(this::read);
    }

    private void read() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                TestKafka.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "max.poll.records",
                5_000);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("decisions").stream()
                    .map(partition -> new TopicPartition("decisions", partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!isStopping) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> reader.accept(read(record)));
            }
        }
    }

    private static Read read(ConsumerRecord<String, String> record) {
        return new Read(
                record.key(),
                record.value(),
                header(record, "outcome"),
                Long.parseLong(header(record, "logPosition")),
                record.partition(),
                System.nanoTime());
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws InterruptedException {
        isStopping = true;
        thread.join();
    }
}
