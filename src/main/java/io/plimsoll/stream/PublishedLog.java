package io.plimsoll.stream;

import io.plimsoll.decision.DecisionLog.LogUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Something that grows in one order of positions and is written to topics in that order. */
interface PublishedLog {

    /** Names its publisher in consumer group and transactional id. */
    String publisher();

    /** Names it in the topic of positions. */
    String name();

    /** The last position there is. */
    long head() throws LogUnavailable;

    /** What follows a position, none left out; as much as belongs into one transaction. */
    List<Entry> after(long position) throws LogUnavailable;

    /** How often to look for what follows, beside being woken. */
    Duration pollInterval();

    /**
     * What is written at one position.
     *
     * @param at when it came into being
     */
    record Entry(long position, Instant at, List<ProducerRecord<byte[], byte[]>> records) {
        public Entry {
            records = List.copyOf(records);
        }
    }
}
