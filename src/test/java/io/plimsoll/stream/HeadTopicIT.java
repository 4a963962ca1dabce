package io.plimsoll.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.api.Snapshots;
import io.plimsoll.audit.ClosureArchive;
import io.plimsoll.audit.DecisionArchive;
import io.plimsoll.audit.DecisionFeed;
import io.plimsoll.audit.LogTail;
import io.plimsoll.audit.PlainPolicies;
import io.plimsoll.decision.DecisionLog;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.seal.LogSealer;
import io.plimsoll.seal.SealedLogArchive;
import io.plimsoll.seal.SealedLogArchive.SignedHead;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signed heads as anybody reads them from Kafka, who then need not trust the database. */
@QuarkusTest
@Timeout(180)
class HeadTopicIT {

    @Inject
    DecisionLog log;

    @Inject
    DecisionArchive archive;

    @Inject
    DecisionFeed feed;

    @Inject
    ClosureArchive closures;

    @Inject
    LogTail tail;

    @Inject
    LogSealer sealer;

    @Inject
    SealedLogArchive sealed;

    @Test
    void everyHeadIsPublishedOnceAndInOrderThoughPublishersComeAndGo() throws Exception {
        // Given
        try (StreamFixture fixture = new StreamFixture(
                log, new PlainPolicies(), archive, feed, closures, tail, Map.of("publish.decisions-max", "2"))) {
            DecisionService service =
                    new DecisionService(new PlainPolicies(), log, new Sha256SnapshotDigest(), InstantSource.system());

            // When: each publisher is closed at whatever it is at
            for (int round = 0; round < 3; round++) {
                try (Publisher publisher = publisher(fixture, "round-" + round)) {
                    for (int batch = 0; batch < 3; batch++) {
                        service.decide(
                                Snapshots.read(Snapshots.json(Snapshots.newAccount("head"), 1, Snapshots.HEALTHY)),
                                null);
                        sealer.seal();
                    }
                }
            }
            int heads = (int) sealed.lastBatch();
            List<ConsumerRecord<String, String>> read;
            try (Publisher last = publisher(fixture, "last")) {
                read = PlainClient.read(fixture.topics().logHeads(), heads, record -> true);
            }

            // Then
            assertEquals(
                    signed(heads),
                    read.stream().limit(heads).map(ConsumerRecord::value).toList());
            ConsumerRecord<String, String> first = read.getFirst();
            assertEquals("1", PlainClient.header(first, "batch"));
            assertEquals("io.plimsoll.log-head", PlainClient.header(first, "ce_type"));
            assertEquals(first.key() + "/1", PlainClient.header(first, "ce_id"));
        }
    }

    private List<String> signed(int heads) throws Exception {
        List<String> all = new ArrayList<>();
        while (all.size() < heads) {
            sealed.heads(all.size(), 500).items().stream()
                    .limit(heads - all.size())
                    .map(SignedHead::signed)
                    .forEach(all::add);
        }
        return all;
    }

    private Publisher publisher(StreamFixture fixture, String name) {
        Publisher publisher = new Publisher(
                fixture.config(),
                new PublishedHeads(fixture.config(), sealed),
                InstantSource.system(),
                PublisherMetrics.ofHeads(new SimpleMeterRegistry()),
                () -> {},
                name);
        publisher.start();
        return publisher;
    }
}
