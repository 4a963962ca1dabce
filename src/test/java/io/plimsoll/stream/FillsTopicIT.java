package io.plimsoll.stream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.api.Snapshots;
import io.plimsoll.audit.ClosureArchive;
import io.plimsoll.audit.ClosureArchive.StoredFill;
import io.plimsoll.audit.DecisionArchive;
import io.plimsoll.audit.DecisionArchive.Search;
import io.plimsoll.audit.DecisionFeed;
import io.plimsoll.audit.DecisionSummary;
import io.plimsoll.audit.FillLog;
import io.plimsoll.audit.LogTail;
import io.plimsoll.audit.PlainFills;
import io.plimsoll.audit.PostgresDecisionLog;
import io.plimsoll.audit.StoredIntent;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.IntentChange.End;
import io.plimsoll.decision.Policies;
import io.plimsoll.postgres.TestPostgres;
import io.plimsoll.wire.Json;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fills as an executor reports them by a plain producer. Each account is to sell one bitcoin. */
@QuarkusTest
class FillsTopicIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    PostgresDecisionLog log;

    @Inject
    Policies policies;

    @Inject
    FillLog fillLog;

    @Inject
    ClosureArchive closures;

    @Inject
    DecisionArchive archive;

    @Inject
    DecisionFeed feed;

    @Inject
    LogTail tail;

    private StreamFixture streams;
    private PlainClient client;
    private Intake intake;

    @BeforeEach
    void start() throws Exception {
        streams = new StreamFixture(
                log,
                policies,
                archive,
                feed,
                closures,
                tail,
                Map.of("intake.commit-interval", "300MS", "intake.session-timeout", "3S"));
        client = new PlainClient();
        intake = streams.fills(PlainFills.handler(log, fillLog), "fills-intake");
    }

    @AfterEach
    void stop() throws Exception {
        TestPostgres.allowConnections(true);
        client.close();
        intake.close();
        streams.close();
    }

    @Test
    void aFillByKafkaIsAFillByRest() throws Exception {
        // Given
        StoredIntent intent = closing("partial");
        assertEquals(Set.of(), TopicSchemas.faults("fill", fill(intent, 1, "0.6", "")));

        // When
        send(intent, fill(intent, 1, "0.6", ""));

        // Then
        await().atMost(PATIENCE).until(() -> fills(intent).size() == 1);
        assertEquals("PARTIAL", fills(intent).getFirst().status());
        StoredIntent open = reread(intent);
        assertEquals(new BigDecimal("0.4"), open.legs().getFirst().remaining());

        // When the executor does no more: then what is left is decided anew
        send(intent, fill(intent, 2, "0.1", ",\"final\":true"));
        await().atMost(PATIENCE).until(() -> triggers(intent).contains(Trigger.FILL));
        assertEquals(End.SHORT, reread(intent).end());
        StoredIntent next = intents(intent.accountId()).getFirst();
        assertEquals(0, next.legs().getFirst().quantity().compareTo(new BigDecimal("0.3")));

        // When a fill of the first comes late: then it is kept, and the newer intent is cut back
        send(intent, fill(intent, 3, "0.1", ""));
        await().atMost(PATIENCE).until(() -> fills(intent).size() == 3);
        assertTrue(fills(intent).getLast().isLate());
        await().atMost(PATIENCE)
                .until(() -> intents(intent.accountId())
                                .getFirst()
                                .legs()
                                .getFirst()
                                .remaining()
                                .compareTo(new BigDecimal("0.2"))
                        == 0);
    }

    @Test
    void whatIsNoFillIsADeadLetterAndTheRestGoesOn() throws Exception {
        StoredIntent intent = closing("poison");
        String topic = streams.topics().fills();
        String first = fill(intent, 1, "0.1", "");

        client.send(topic, intent.accountId(), "no fill");
        client.send(new ProducerRecord<>(topic, intent.accountId(), null));
        send(intent, "{\"fillId\":\"x\"}");
        client.send(topic, "another", fill(intent, 9, "0.1", ""));
        client.send(topic, null, fill(intent, 9, "0.1", ""));
        send(intent, first);
        send(intent, first.replace("\"0.1\"", "\"0.2\""));
        send(intent, first);
        client.send(topic, "anybody", fill(intent, 8, "0.1", "").replace(intent.intentId(), "i-none"));
        ProducerRecord<String, String> event = new ProducerRecord<>(
                topic,
                intent.accountId(),
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"desk\",\"type\":\"fill\",\"data\":"
                        + fill(intent, 2, "0.1", "") + "}");
        event.headers().add("content-type", "application/cloudevents+json".getBytes());
        client.send(event);

        await().atMost(PATIENCE).until(() -> fills(intent).size() == 2);
        List<ConsumerRecord<String, String>> letters =
                PlainClient.read(streams.topics().deadLetters(), 6, record -> true);
        List<String> kinds = new ArrayList<>();
        for (ConsumerRecord<String, String> letter : letters) {
            String problem = PlainClient.header(letter, DeadLetter.PROBLEM);
            assertEquals(Set.of(), TopicSchemas.faults("dead-letter-problem", problem));
            kinds.add(Json.parse(problem).path("type").asText().replace("urn:plimsoll:problem:", ""));
        }
        assertEquals(
                List.of(
                        "fill-conflict",
                        "fill-faults",
                        "key-mismatch",
                        "key-mismatch",
                        "malformed-json",
                        "malformed-json"),
                kinds.stream().sorted().toList());
        assertEquals(
                1,
                closures.fills("i-none").stream()
                        .filter(fill -> fill.report().contains("f8-i-none"))
                        .count());
    }

    /** Everything is sent twice, the reading thread is torn out of what it is at, and the database is away for a while. */
    @Test
    void throughFaultsEachFillIsKeptOnceAndInOrder() throws Exception {
        // Given
        int accounts = 12;
        int fillsEach = 20;
        List<StoredIntent> intents = new ArrayList<>();
        for (int account = 0; account < accounts; account++) {
            intents.add(closing("faults-" + account));
        }

        // When
        for (int round = 0; round < 4; round++) {
            if (round == 2) {
                TestPostgres.allowConnections(false);
            }
            for (int twice = 0; twice < 2; twice++) {
                for (int number = round * 5 + 1; number <= round * 5 + 5; number++) {
                    for (StoredIntent intent : intents) {
                        send(intent, fill(intent, number, "0.05", ""));
                    }
                }
            }
            client.flush();
            await().pollDelay(Duration.ofMillis(500)).until(() -> true); // into the midst of it, wherever that is
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("fills-intake"))
                    .forEach(Thread::interrupt);
            TestPostgres.allowConnections(true);
        }

        // Then
        Map<String, List<String>> expected = new HashMap<>();
        for (StoredIntent intent : intents) {
            expected.put(
                    intent.intentId(),
                    IntStream.rangeClosed(1, fillsEach)
                            .mapToObj(number -> fillId(intent, number))
                            .toList());
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(expected, kept(intents)));
        for (StoredIntent intent : intents) {
            assertEquals(End.FILLED, reread(intent).end());
            assertEquals(0, reread(intent).legs().getFirst().filled().compareTo(BigDecimal.ONE), intent.accountId());
        }
        assertEquals(List.of(), PlainClient.read(streams.topics().deadLetters(), 0, record -> true));
    }

    private Map<String, List<String>> kept(List<StoredIntent> intents) throws Exception {
        Map<String, List<String>> kept = new HashMap<>();
        for (StoredIntent intent : intents) {
            List<String> ids = new ArrayList<>();
            for (StoredFill fill : fills(intent)) {
                ids.add(Json.parse(fill.report()).path("fillId").asText());
            }
            kept.put(intent.intentId(), ids);
        }
        return kept;
    }

    private StoredIntent closing(String name) throws Exception {
        String account = Snapshots.newAccount(name);
        PlainFills.service(log).decide(Snapshots.read(Snapshots.json(account, 1, "4000")), null);
        return intents(account).getFirst();
    }

    private static String fillId(StoredIntent intent, int number) {
        return "f" + number + "-" + intent.intentId();
    }

    private static String fill(StoredIntent intent, int number, String quantity, String more) {
        return """
                {"fillId":"%s","intentId":"%s","instrument":"BTCUSDT","side":"SELL","quantity":"%s","price":"96000",\
                "filledAt":"2026-11-22T19:00:01.%03dZ"%s}""".formatted(fillId(intent, number), intent.intentId(), quantity, number, more);
    }

    private void send(StoredIntent intent, String fill) {
        client.send(streams.topics().fills(), intent.accountId(), fill);
    }

    private List<StoredFill> fills(StoredIntent intent) throws Exception {
        return closures.fills(intent.intentId());
    }

    private StoredIntent reread(StoredIntent intent) throws Exception {
        return closures.intent(intent.intentId()).orElseThrow();
    }

    private List<StoredIntent> intents(String account) throws Exception {
        return closures.find(new ClosureArchive.Search(account, null, null, null, null), 10)
                .items();
    }

    private List<Trigger> triggers(StoredIntent intent) throws Exception {
        return archive
                .find(new Search(intent.accountId(), null, null, null, null, null, null, null), 10)
                .items()
                .stream()
                .map(DecisionSummary::trigger)
                .toList();
    }
}
