package io.plimsoll.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Settings of the Kafka clients: what the guarantees need is fixed here, the rest comes from the operator's file of properties. */
final class KafkaSettings {

    /** Largest record that is written. A decision explains each position and rule, so it can be several times its snapshot. */
    static final int RECORD_BYTES_MAX = 32 * 1024 * 1024;

    private static final int FETCH_BYTES_MAX = 16 * 1024 * 1024;

    /** How long others wait for the transaction of an instance that died in it. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(15);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private final KafkaConfig config;

    KafkaSettings(KafkaConfig config) {
        this.config = config;
    }

    /** @param client what the client does, for the broker's log */
    Map<String, Object> common(String client) {
        Map<String, Object> settings = new HashMap<>();
        config.propertiesFile().ifPresent(file -> settings.putAll(read(file)));
        settings.put(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                config.bootstrapServers().orElseThrow());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, config.group() + "-" + client);
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, millis(REQUEST_TIMEOUT));
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(REQUEST_TIMEOUT.multipliedBy(2)));
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return settings;
    }

    /** A consumer that reads nothing of aborted transactions, and whose offsets are committed by its caller. */
    Map<String, Object> consumer(String client) {
        Map<String, Object> settings = common(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX);
        return settings;
    }

    /** A member of a consumer group; partitions move one by one, the others go on meanwhile. */
    Map<String, Object> member(String client, String group, Duration sessionTimeout) {
        Map<String, Object> settings = consumer(client);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(sessionTimeout));
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(sessionTimeout.dividedBy(4)));
        return settings;
    }

    Map<String, Object> transactionalProducer(String client, String transactionalId) {
        Map<String, Object> settings = common(client);
        settings.remove(
                CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG); // consumers and administration alone have it
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, millis(TRANSACTION_TIMEOUT));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) millis(TRANSACTION_TIMEOUT));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(TRANSACTION_TIMEOUT));
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, RECORD_BYTES_MAX);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * RECORD_BYTES_MAX);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        // The default of 100 ms would be the greatest part of a small transaction: the broker is asked again while it
        // ends the one before.
        settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
        return settings;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }

    private static Map<String, Object> read(Path file) {
        Properties properties = new Properties();
        try (InputStream input = Files.newInputStream(file)) {
            properties.load(input);
        } catch (IOException e) {
            throw new UncheckedIOException("plimsoll.kafka.properties-file cannot be read: " + file, e);
        }
        Map<String, Object> read = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> read.put(name, properties.getProperty(name)));
        return read;
    }
}
