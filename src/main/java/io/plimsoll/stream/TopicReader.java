package io.plimsoll.stream;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic without being member of a group. */
abstract class TopicReader extends StreamThread {

    private static final Duration RETRY_WAIT = Duration.ofSeconds(1);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final Map<String, Object> settings;

    TopicReader(Map<String, Object> settings, Runnable preparation, String complaint, String name) {
        super(preparation, RETRY_WAIT, complaint, name);
        this.settings = settings;
    }

    /** Chooses what is read, from where on. Called whenever reading begins. */
    abstract void begin(KafkaConsumer<byte[], byte[]> reading);

    /** Reads a little; called again and again. */
    abstract void readOn(KafkaConsumer<byte[], byte[]> reading);

    @Override
    final void work() {
        var deserializer = new ByteArrayDeserializer();
        try (var reading = new KafkaConsumer<>(settings, deserializer, deserializer)) {
            begin(reading);
            while (!isStopping()) {
                readOn(reading);
                works();
            }
        }
    }

    @Override
    final Duration closeWaitMax() {
        return CLOSE_WAIT;
    }
}
