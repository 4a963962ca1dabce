package io.plimsoll.stream;

import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.seal.SealedLogArchive;
import io.plimsoll.seal.SealedLogArchive.SignedHead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** The signed heads of the sealed log as they are published, each a JWS as in the file of anchors; a position is the number of a batch. */
final class PublishedHeads implements PublishedLog {

    /** Heads come every few seconds, and nobody waits for them. */
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private final KafkaConfig config;
    private final SealedLogArchive sealed;

    PublishedHeads(KafkaConfig config, SealedLogArchive sealed) {
        this.config = config;
        this.sealed = sealed;
    }

    @Override
    public String publisher() {
        return "head-publisher";
    }

    @Override
    public String name() {
        return "log-heads";
    }

    @Override
    public long head() throws LogUnavailable {
        return sealed.lastBatch();
    }

    @Override
    public Duration pollInterval() {
        return POLL_INTERVAL;
    }

    @Override
    public List<Entry> after(long position) throws LogUnavailable {
        return sealed.heads(position, config.publish().decisionsMax()).items().stream()
                .map(signed -> new Entry(signed.head().batch(), signed.head().sealedAt(), List.of(record(signed))))
                .toList();
    }

    private ProducerRecord<byte[], byte[]> record(SignedHead signed) {
        String batch = Long.toString(signed.head().batch());
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                config.topics().logHeads(), 0, bytes(signed.head().log()), bytes(signed.signed()));
        Headers headers = record.headers();
        headers.add("batch", bytes(batch));
        headers.add("ce_specversion", bytes("1.0"));
        headers.add("ce_id", bytes(signed.head().log() + "/" + batch));
        headers.add("ce_source", bytes("urn:plimsoll:" + config.group()));
        headers.add("ce_type", bytes("io.plimsoll.log-head"));
        headers.add("ce_subject", bytes(batch));
        headers.add("ce_time", bytes(signed.head().sealedAt().toString()));
        headers.add(RecordDocuments.CONTENT_TYPE, bytes("application/jose"));
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
