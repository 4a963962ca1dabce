package io.plimsoll.stream;

import io.plimsoll.live.MarkTick;
import io.plimsoll.wire.MarkReader;
import io.plimsoll.wire.MarkReader.InstrumentMark;
import io.plimsoll.wire.SnapshotFaults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads every mark there is, on every instance: first what the compacted topic kept of each instrument, then what comes in. A mark that is none
 * is counted, named in the log, and left out; the accounts are then judged by the age of the one before.
 */
final class MarksReader extends TopicReader {

    private static final Logger LOG = Logger.getLogger(MarksReader.class);
    private static final Duration POLL_WAIT = Duration.ofMillis(50);

    private final String topic;
    private final Consumer<MarkTick> ticks;
    private final LiveMetrics metrics;

    MarksReader(
            Map<String, Object> settings,
            String topic,
            Consumer<MarkTick> ticks,
            LiveMetrics metrics,
            Runnable preparation) {
        super(settings, preparation, "marks are not read", "marks-reader");
        this.topic = topic;
        this.ticks = ticks;
        this.metrics = metrics;
    }

    @Override
    void begin(KafkaConsumer<byte[], byte[]> reading) {
        List<TopicPartition> partitions = reading.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        reading.assign(partitions);
        reading.seekToBeginning(partitions);
    }

    @Override
    void readOn(KafkaConsumer<byte[], byte[]> reading) {
        for (ConsumerRecord<byte[], byte[]> record : reading.poll(POLL_WAIT)) {
            if (record.value() != null) {
                take(record);
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            InstrumentMark read = MarkReader.read(record.value());
            ticks.accept(new MarkTick(
                    read.instrument(),
                    read.mark().price(),
                    read.mark().indexPrice(),
                    read.mark().time(),
                    read.market()));
            metrics.tick();
        } catch (SnapshotFaults faults) {
            metrics.badMark();
            LOG.errorf(
                    "a mark is not readable: topic=%s partition=%d offset=%d faults=%s",
                    record.topic(), record.partition(), record.offset(), faults.faults());
        }
    }
}
