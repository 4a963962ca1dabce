package io.plimsoll.stream;

import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.tape.TapeFeed;
import io.plimsoll.tape.TapeFeed.Told;
import io.plimsoll.tape.TapeViewName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** One view of the liquidation tape as it is published: the documents that REST answers, one record each, keyed by instrument. */
final class PublishedTape implements PublishedLog {

    private final KafkaConfig config;
    private final TapeFeed feed;
    private final TapeViewName view;

    PublishedTape(KafkaConfig config, TapeFeed feed, TapeViewName view) {
        this.config = config;
        this.feed = feed;
        this.view = view;
    }

    @Override
    public String publisher() {
        return name() + "-publisher";
    }

    @Override
    public String name() {
        return "tape-" + view.word();
    }

    @Override
    public long head() throws LogUnavailable {
        return feed.head(view);
    }

    @Override
    public Duration pollInterval() {
        return config.publish().tapePollInterval();
    }

    @Override
    public List<Entry> after(long position) throws LogUnavailable {
        return feed.after(view, position, config.publish().decisionsMax()).stream()
                .map(told -> new Entry(told.position(), told.recordedAt(), List.of(record(told))))
                .toList();
    }

    private ProducerRecord<byte[], byte[]> record(Told told) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic(), bytes(told.instrument()), bytes(told.document()));
        Headers headers = record.headers();
        headers.add("view", bytes(view.word()));
        headers.add("seq", bytes(Long.toString(told.lastSeq())));
        headers.add("ce_specversion", bytes("1.0"));
        headers.add("ce_id", bytes(view.word() + "/" + told.instrument() + "/" + told.lastSeq()));
        headers.add("ce_source", bytes("urn:plimsoll:" + config.group()));
        headers.add("ce_type", bytes(told.isOfSums() ? "io.plimsoll.tape-record" : "io.plimsoll.tape-event"));
        headers.add("ce_subject", bytes(told.instrument()));
        headers.add("ce_time", bytes(told.recordedAt().toString()));
        headers.add(RecordDocuments.CONTENT_TYPE, bytes("application/json"));
        return record;
    }

    private String topic() {
        return switch (view) {
            case PUBLIC -> config.topics().tapePublic();
            case INTERNAL -> config.topics().tapeInternal();
            case REGULATOR -> config.topics().tapeRegulator();
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
