package io.plimsoll.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.api.Snapshots;
import io.plimsoll.audit.ClosureArchive;
import io.plimsoll.audit.DecisionArchive;
import io.plimsoll.audit.DecisionFeed;
import io.plimsoll.audit.LogTail;
import io.plimsoll.decision.DecisionLog;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policies;
import io.plimsoll.signing.IntentVerifier;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.signing.Verification;
import io.plimsoll.signing.Verification.Refused;
import io.plimsoll.signing.Verification.Valid;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.LastDecisionJson;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotJson;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snapshots into a real broker by a plain client, decisions out of it, with the real log and the shipped packs. */
@QuarkusTest
class StreamsIT {

    @Inject
    DecisionLog log;

    @Inject
    Policies policies;

    @Inject
    DecisionService rest;

    @Inject
    DecisionArchive archive;

    @Inject
    DecisionFeed feed;

    @Inject
    ClosureArchive closures;

    @Inject
    LogTail tail;

    private StreamFixture streams;
    private PlainClient client;
    private Intake intake;
    private Publisher publisher;

    @BeforeEach
    void start() throws Exception {
        streams = new StreamFixture(log, policies, archive, feed, closures, tail, Map.of());
        client = new PlainClient();
        intake = streams.intake("intake");
        publisher = streams.publisher("publisher");
    }

    @AfterEach
    void stop() {
        client.close();
        intake.close();
        publisher.close();
        streams.close();
    }

    @Test
    void everySnapshotBecomesOneDecisionInTheOrderOfItsAccount() throws Exception {
        // Given
        String prefix = Snapshots.newAccount("stream");

        // When
        for (int sequence = 1; sequence <= 5; sequence++) {
            for (int account = 0; account < 20; account++) {
                send(prefix + "-" + account, sequence, Snapshots.HEALTHY);
            }
        }

        // Then
        List<ConsumerRecord<String, String>> decisions =
                published(streams.topics().decisions(), prefix, 100);
        Reconciliation.of(decisions).assertEach(prefix, 20, 5);
        for (ConsumerRecord<String, String> record : decisions) {
            String decisionId = PlainClient.header(record, "decisionId");
            assertEquals(archive.document(decisionId).orElseThrow(), record.value());
            assertEquals(Json.parse(record.value()).path("outcome").asText(), PlainClient.header(record, "outcome"));
            assertEquals("1.0", PlainClient.header(record, "ce_specversion"));
            assertEquals(decisionId, PlainClient.header(record, "ce_id"));
            assertEquals("application/json", PlainClient.header(record, "content-type"));
        }
        assertEquals(List.of(), PlainClient.read(streams.topics().deadLetters(), 0, record -> true));
    }

    @Test
    void whatIsDecidedByRestIsPublishedToo() throws Exception {
        // Given
        String account = Snapshots.newAccount("rest");

        // When
        rest.decide(Snapshots.read(Snapshots.json(account, 1, Snapshots.HEALTHY)), null);

        // Then
        assertEquals(1, published(streams.topics().decisions(), account, 1).size());
    }

    @Test
    void aCallIsPublishedWhenItChangesAndAClosureWhenItIsDue() throws Exception {
        // Given
        String account = Snapshots.newAccount("calls");

        // When: a call is opened, stands, stands for more, and is superseded by a closure
        send(account, 1, Snapshots.CALLED);
        send(account, 2, Snapshots.CALLED);
        send(account, 3, "890");
        send(account, 4, Snapshots.LIQUIDATED);

        // Then
        published(streams.topics().decisions(), account, 4);
        List<ConsumerRecord<String, String>> calls = published(streams.topics().marginCalls(), account, 3);
        assertEquals(List.of("OPENED", "CHANGED", "ENDED"), texts(calls, "/change"));
        assertEquals(List.of("1", "3", "4"), texts(calls, "/snapshotSequence"));
        assertEquals(List.of("OPENED", "STANDING", "SUPERSEDED"), texts(calls, "/status"));
        List<ConsumerRecord<String, String>> closures =
                published(streams.topics().closures(), account, 1);
        assertEquals(List.of("4"), texts(closures, "/content/snapshotSequence"));
        assertTrue(Json.parse(closures.getFirst().value()).at("/content/steps").size() > 0);
    }

    /** What an executor knows who reads nothing but the topic, and has the public keys. */
    @Test
    void theClosuresTopicHasEachSignedIntentAndRevocationOnceAndInOrder() throws Exception {
        // Given
        String account = Snapshots.newAccount("signed");

        // When it is closed, closed otherwise, cured, and closed again until the intent expires
        send(account, 1, Snapshots.LIQUIDATED);
        send(account, 2, "50");
        send(account, 3, Snapshots.HEALTHY);
        send(account, 4, Snapshots.LIQUIDATED);
        published(streams.topics().decisions(), account, 4);
        String open = Objects.requireNonNull(log.standing(account).openIntent()).intentId();
        new DecisionService(policies, log, new Sha256SnapshotDigest(), InstantSource.system())
                .redecisions()
                .atExpiry(account, open);

        // Then
        List<ConsumerRecord<String, String>> records =
                published(streams.topics().closures(), account, 6);
        IntentVerifier verifier =
                new IntentVerifier(PublicKeys.ofJwks(closures.jwks()), IntentVerifier.CLOCK_SKEW_DEFAULT);
        List<String> told = new ArrayList<>();
        Set<String> inForce = new HashSet<>();
        for (ConsumerRecord<String, String> record : records) {
            JsonNode value = Json.parse(record.value());
            boolean isIssued = value.path("change").asText().equals("ISSUED");
            Instant at = Instant.parse(value.at(isIssued ? "/content/issuedAt" : "/content/revokedAt")
                    .asText());
            Valid valid = assertInstanceOf(
                    Valid.class,
                    isIssued ? verifier.verify(record.value(), at) : verifier.verifyRevocation(record.value()));
            assertEquals(valid.content(), value.path("content"));
            String intentId = valid.content().path("intentId").asText();
            assertEquals(intentId, value.path("intentId").asText());
            assertTrue(isIssued ? inForce.add(intentId) : inForce.remove(intentId), record::value);
            assertTrue(inForce.size() <= 1, "one is revoked before another takes its place");
            told.add(isIssued ? "ISSUED" : valid.content().path("reason").asText());
        }
        assertEquals(List.of("ISSUED", "SUPERSEDED", "ISSUED", "CURED", "ISSUED", "EXPIRED"), told.subList(0, 6));
        assertEquals(
                records.size(),
                records.stream()
                        .map(record -> PlainClient.header(record, "ce_id"))
                        .distinct()
                        .count());
        String altered = records.getFirst().value().replace("\"snapshotSequence\":1,", "\"snapshotSequence\":2,");
        assertNotEquals(records.getFirst().value(), altered);
        Refused refused = assertInstanceOf(
                Refused.class,
                verifier.verify(altered, Instant.ofEpochMilli(records.getFirst().timestamp())));
        assertEquals(Verification.Reason.ALTERED, refused.reason());
    }

    @Test
    void theAccountsTopicSaysWhereAnAccountStands() throws Exception {
        // Given
        String account = Snapshots.newAccount("standing");

        // When
        send(account, 1, Snapshots.HEALTHY);
        send(account, 2, Snapshots.CALLED);

        // Then
        JsonNode latest = Json.parse(
                published(streams.topics().accounts(), account, 2).getLast().value());
        DecisionLog.Standing standing = log.standing(account);
        assertEquals(2, latest.path("snapshotSequence").asLong());
        assertEquals(standing.decisionId(), latest.path("decisionId").asText());
        assertEquals(standing.snapshotDigest(), latest.path("snapshotDigest").asText());
        assertEquals(SnapshotJson.canonical(log.lastJudged(account).orElseThrow()), Json.text(latest.path("snapshot")));
        assertEquals(standing.lastDecisions(), LastDecisionJson.read(latest.path("lastDecisions")));
        assertEquals(
                standing.openCalls().getFirst().callId(),
                latest.at("/openCalls/0/callId").asText());
        assertFalse(latest.at("/openCalls/0/isJudgedAtDeadline").asBoolean());
    }

    @Test
    void aCloudEventIsReadInBothForms() throws Exception {
        // Given
        String account = Snapshots.newAccount("events");
        ProducerRecord<String, String> binary = new ProducerRecord<>(
                streams.topics().accountSnapshots(), account, Snapshots.json(account, 1, Snapshots.HEALTHY));
        Map.of("ce_specversion", "1.0", "ce_id", "1", "ce_source", "/clearing", "ce_type", "snapshot")
                .forEach((name, value) -> binary.headers().add(new RecordHeader(name, bytes(value))));
        String head = "{\"specversion\":\"1.0\",\"id\":\"2\",\"source\":\"/clearing\",\"type\":\"snapshot\",";
        String base64 = Base64.getEncoder().encodeToString(bytes(Snapshots.json(account, 3, Snapshots.HEALTHY)));

        // When
        client.send(binary);
        structured(account, head + "\"data\":" + Snapshots.json(account, 2, Snapshots.HEALTHY) + "}");
        structured(account, head + "\"data_base64\":\"" + base64 + "\"}");

        // Then
        List<ConsumerRecord<String, String>> decisions =
                published(streams.topics().decisions(), account, 3);
        assertEquals(List.of("1", "2", "3"), texts(decisions, "/snapshotSequence"));
    }

    @Test
    void whatCannotBeDecidedIsADeadLetterWithItsDiagnosisAndStopsNothing() throws Exception {
        // Given
        String account = Snapshots.newAccount("poison");
        String topic = streams.topics().accountSnapshots();
        String good = Snapshots.json(account, 2, Snapshots.HEALTHY);
        send(account, 1, Snapshots.HEALTHY);

        // When
        client.send(topic, account, "{\"accountId\":");
        client.send(topic, account, null);
        client.send(topic, account, good.replace("\"price\":\"1\"", "\"price\":\"-1\""));
        client.send(topic, null, good);
        client.send(topic, "another", good);
        client.send(topic, account, good.replace("\"settlementCurrency\":\"USDT\"", "\"settlementCurrency\":\"XYZ\""));
        client.send(topic, account, good + " ".repeat(4 * 1024 * 1024));
        structured(
                account,
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data\":{\"accountId\":7}}");
        structured(account, "{\"specversion\":\"0.3\"}");
        send(account, 1, Snapshots.CALLED);
        send(account, 0, Snapshots.HEALTHY);
        send(account, 2, Snapshots.HEALTHY);

        // Then
        List<ConsumerRecord<String, String>> decisions =
                published(streams.topics().decisions(), account, 2);
        assertEquals(List.of("1", "2"), texts(decisions, "/snapshotSequence"));
        List<ConsumerRecord<String, String>> letters =
                PlainClient.read(streams.topics().deadLetters(), 11, record -> true);
        assertEquals(
                List.of(
                        "conflict",
                        "key-mismatch",
                        "key-mismatch",
                        "malformed-json",
                        "malformed-json",
                        "no-policy",
                        "snapshot-faults",
                        "snapshot-faults",
                        "snapshot-faults",
                        "stale",
                        "too-large"),
                letters.stream().map(letter -> kind(letter)).sorted().toList());
        letters.forEach(letter -> assertEquals(
                Set.of(), TopicSchemas.faults("dead-letter-problem", PlainClient.header(letter, DeadLetter.PROBLEM))));
        ConsumerRecord<String, String> price = letters.stream()
                .filter(letter -> letter.value() != null && letter.value().contains("\"-1\""))
                .findFirst()
                .orElseThrow();
        JsonNode problem = Json.parse(PlainClient.header(price, DeadLetter.PROBLEM));
        assertEquals(account, price.key());
        assertEquals("/collateral/0/price", problem.at("/errors/0/pointer").asText());
        assertEquals(topic, problem.at("/record/topic").asText());
        assertEquals(true, problem.at("/record/isComplete").asBoolean());
        assertTrue(letters.stream()
                .anyMatch(
                        letter -> PlainClient.header(letter, DeadLetter.PROBLEM).contains("\"/data/accountId\"")));
    }

    /** The consumer's offsets may be reset, or a producer may send everything again: each is the decision already made. */
    @Test
    void whatIsDeliveredAgainIsNeitherDecidedAgainNorADeadLetter() throws Exception {
        // Given
        String account = Snapshots.newAccount("again");
        for (int round = 0; round < 2; round++) {
            // When
            for (int sequence = 1; sequence <= 5; sequence++) {
                send(account, sequence, Snapshots.HEALTHY);
            }
            send(account, 6 + round, Snapshots.HEALTHY);
            // Then
            assertEquals(
                    6 + round,
                    published(streams.topics().decisions(), account, 6 + round).size());
        }
        assertEquals(List.of(), PlainClient.read(streams.topics().deadLetters(), 0, record -> true));
    }

    private void send(String account, long sequence, String balance) {
        client.send(streams.topics().accountSnapshots(), account, Snapshots.json(account, sequence, balance));
    }

    private void structured(String account, String event) {
        ProducerRecord<String, String> record =
                new ProducerRecord<>(streams.topics().accountSnapshots(), account, event);
        record.headers().add(new RecordHeader("content-type", bytes("application/cloudevents+json; charset=utf-8")));
        client.send(record);
    }

    /** Every record that any test reads is what its schema says. */
    private List<ConsumerRecord<String, String>> published(String topic, String accountPrefix, int records) {
        List<ConsumerRecord<String, String>> read =
                PlainClient.read(topic, records, record -> record.key().startsWith(accountPrefix));
        String schema = Map.of(
                        streams.topics().decisions(), "decision",
                        streams.topics().marginCalls(), "margin-call",
                        streams.topics().closures(), "closure",
                        streams.topics().accounts(), "account")
                .get(topic);
        read.forEach(record -> assertEquals(Set.of(), TopicSchemas.faults(schema, record.value()), record::value));
        return read;
    }

    private static String kind(ConsumerRecord<String, String> letter) {
        try {
            return Json.parse(PlainClient.header(letter, DeadLetter.PROBLEM))
                    .path("type")
                    .asText()
                    .replace("urn:plimsoll:problem:", "");
        } catch (SnapshotFaults e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> texts(List<ConsumerRecord<String, String>> records, String pointer) throws Exception {
        List<String> texts = new ArrayList<>();
        for (ConsumerRecord<String, String> record : records) {
            texts.add(Json.parse(record.value()).at(pointer).asText());
        }
        return texts;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
