package io.plimsoll.bench;

import io.plimsoll.postgres.TestPostgres;
import io.plimsoll.stream.TestKafka;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The least that the service's way from topic to durable decision could cost: the same snapshots read, the documents that it made of them
 * copied into a table without an index and written to a topic in transactions, and nothing decided.
 */
final class StreamsFloor {

    private static final int BATCH = 500;
    private static final String TOPIC = "floor";

    private StreamsFloor() {}

    /**
     * @param documents what stands for the decisions; as many snapshots are read
     * @return records a second
     */
    static double perSecond(List<String> documents) throws SQLException, IOException {
        Map<String, Object> reading = Map.of(
                "bootstrap.servers",
                TestKafka.bootstrapServers(),
                "group.id",
                TOPIC,
                "enable.auto.commit",
                false,
                "max.poll.records",
                BATCH);
        Map<String, Object> writing = Map.of(
                "bootstrap.servers",
                TestKafka.bootstrapServers(),
                "transactional.id",
                TOPIC,
                "linger.ms",
                5,
                "retry.backoff.ms",
                5);
        try (Connection connection = DriverManager.getConnection(TestPostgres.jdbcUrl());
                var consumer = new KafkaConsumer<>(reading, new StringDeserializer(), new StringDeserializer());
                var producer = new KafkaProducer<>(writing, new StringSerializer(), new StringSerializer())) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create table floor (account_id text, snapshot text, document text)");
            }
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            List<TopicPartition> partitions = consumer.partitionsFor("account-snapshots").stream()
                    .map(partition -> new TopicPartition("account-snapshots", partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            producer.initTransactions();
            int done = 0;
            long startedAtNanos = System.nanoTime();
            while (done < documents.size()) {
                List<ConsumerRecord<String, String>> records = new ArrayList<>();
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                List<ConsumerRecord<String, String>> batch =
                        records.subList(0, Math.min(records.size(), documents.size() - done));
                if (!batch.isEmpty()) {
                    pass(batch, documents.subList(done, done + batch.size()), copy, producer, consumer);
                    done += batch.size();
                }
            }
            return done * 1e9 / (System.nanoTime() - startedAtNanos);
        }
    }

    private static void pass(
            List<ConsumerRecord<String, String>> batch,
            List<String> documents,
            CopyManager copy,
            KafkaProducer<String, String> producer,
            KafkaConsumer<String, String> consumer)
            throws SQLException, IOException {
        StringBuilder rows = new StringBuilder();
        Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>();
        producer.beginTransaction();
        for (int i = 0; i < batch.size(); i++) {
            ConsumerRecord<String, String> record = batch.get(i);
            rows.append(record.key())
                    .append('\t')
                    .append(escaped(record.value()))
                    .append('\t');
            rows.append(escaped(documents.get(i))).append('\n');
            var unused = producer.send(new ProducerRecord<>(TOPIC, record.key(), documents.get(i)));
            read.put(
                    new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
        copy.copyIn("copy floor from stdin", new StringReader(rows.toString()));
        producer.sendOffsetsToTransaction(read, consumer.groupMetadata());
        producer.commitTransaction();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
    }
}
