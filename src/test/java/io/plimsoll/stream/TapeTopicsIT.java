package io.plimsoll.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.api.Snapshots;
import io.plimsoll.audit.ClosureArchive;
import io.plimsoll.audit.DecisionArchive;
import io.plimsoll.audit.DecisionFeed;
import io.plimsoll.audit.LogTail;
import io.plimsoll.audit.PlainPolicies;
import io.plimsoll.decision.DecisionLog;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.tape.TapeFeed;
import io.plimsoll.tape.TapeViewName;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The views of the liquidation tape as anybody reads them from Kafka. */
@QuarkusTest
@Timeout(180)
class TapeTopicsIT {

    private static final String LIQUIDATED = "4000";

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
    TapeFeed tape;

    private StreamFixture fixture;
    private DecisionService service;
    private String instrument;

    @BeforeEach
    void topicsOfTheirOwn() throws Exception {
        fixture = new StreamFixture(log, new PlainPolicies(), archive, feed, closures, tail, Map.of());
        service = new DecisionService(new PlainPolicies(), log, new Sha256SnapshotDigest(), InstantSource.system());
        instrument = Snapshots.newAccount("K");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void rld6_eachTopicTellsItsContractAndNoMore() throws Exception {
        // Given
        for (int account = 0; account < 5; account++) {
            liquidate();
        }

        // When
        try (Publisher open = publisher(TapeViewName.PUBLIC, "a");
                Publisher internal = publisher(TapeViewName.INTERNAL, "b");
                Publisher regulator = publisher(TapeViewName.REGULATOR, "c")) {
            List<ConsumerRecord<String, String>> ofTheHouse =
                    read(fixture.topics().tapeInternal(), 5);
            List<ConsumerRecord<String, String>> ofTheRegulator =
                    read(fixture.topics().tapeRegulator(), 5);
            JsonNode ofThePublic =
                    Json.parse(read(fixture.topics().tapePublic(), 1).getFirst().value());

            // Then
            assertEquals(List.of(1L, 2L, 3L, 4L, 5L), seqs(ofTheHouse));
            for (int event = 0; event < 5; event++) {
                JsonNode told = Json.parse(ofTheHouse.get(event).value());
                JsonNode toldInFull = Json.parse(ofTheRegulator.get(event).value());
                assertEquals(Set.of(), TopicSchemas.faults("tape-event", Json.text(told)));
                assertEquals(Set.of(), TopicSchemas.faults("tape-event", Json.text(toldInFull)));
                assertFalse(told.has("decisionId"));
                assertTrue(toldInFull.has("decisionId"));
            }
            assertEquals(Set.of(), TopicSchemas.faults("tape-record", Json.text(ofThePublic)));
            assertEquals(5, ofThePublic.get("lastSeq").asInt());
            ConsumerRecord<String, String> first = ofTheHouse.getFirst();
            assertEquals("io.plimsoll.tape-event", PlainClient.header(first, "ce_type"));
            assertEquals("1", PlainClient.header(first, "seq"));
            assertEquals(instrument, PlainClient.header(first, "ce_subject"));
        }
    }

    @Test
    void eachEventIsPublishedOnceInItsOrderThoughPublishersComeAndGo() throws Exception {
        // Given
        int events = 60;

        // When: each publisher is closed at whatever it is at
        for (int round = 0; round < 3; round++) {
            try (Publisher publisher = publisher(TapeViewName.INTERNAL, "round-" + round)) {
                for (int event = 0; event < events / 3; event++) {
                    liquidate();
                }
            }
        }
        try (Publisher last = publisher(TapeViewName.INTERNAL, "last")) {

            // Then
            assertEquals(
                    LongStream.rangeClosed(1, events).boxed().toList(),
                    seqs(read(fixture.topics().tapeInternal(), events)));
        }
    }

    private Publisher publisher(TapeViewName view, String name) {
        Publisher publisher = new Publisher(
                fixture.config(),
                new PublishedTape(fixture.config(), tape, view),
                InstantSource.system(),
                new PublisherMetrics(new SimpleMeterRegistry(), view),
                () -> {},
                name);
        publisher.start();
        return publisher;
    }

    private void liquidate() throws Exception {
        String json =
                Snapshots.json(Snapshots.newAccount("topic"), 1, LIQUIDATED).replace("BTCUSDT", instrument);
        service.decide(Snapshots.read(json), null);
    }

    private List<ConsumerRecord<String, String>> read(String topic, int records) {
        return PlainClient.read(topic, records, record -> record.key().equals(instrument));
    }

    private static List<Long> seqs(List<ConsumerRecord<String, String>> records) {
        return records.stream()
                .map(record -> Long.valueOf(PlainClient.header(record, "seq")))
                .toList();
    }
}
