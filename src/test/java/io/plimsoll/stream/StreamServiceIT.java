package io.plimsoll.stream;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.either;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.api.Snapshots;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The service as it starts where Kafka is configured. */
@QuarkusTest
@WithTestResource(TestKafka.class)
@TestProfile(StreamServiceIT.OnePack.class)
class StreamServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Test
    void takesSnapshotsPublishesDecisionsAndTellsHowItIs() throws Exception {
        // Given
        awaitReady(200);
        String account = Snapshots.newAccount("service");

        // When
        try (PlainClient client = new PlainClient()) {
            client.send("account-snapshots", account, Snapshots.json(account, 1, Snapshots.HEALTHY));
        }

        // Then
        List<ConsumerRecord<String, String>> decisions =
                PlainClient.read("decisions", 1, record -> record.key().equals(account));
        String decisionId = PlainClient.header(decisions.getFirst(), "decisionId");
        assertEquals(
                given().get("/v1/decisions/" + decisionId).asString(),
                decisions.getFirst().value());
        given().get("/q/metrics")
                .then()
                .body(containsString("plimsoll_intake_records_total{reads=\"snapshots\",result=\"decided\"} 1.0"))
                .body(containsString("plimsoll_intake_lag{reads=\"fills\"} "))
                .body(containsString("plimsoll_publish_active 1.0"))
                .body(containsString("plimsoll_publish_delay_seconds_count"));
        given().get("/schemas/decision.schema.json")
                .then()
                .statusCode(200)
                .body("$id", equalTo("urn:plimsoll:schema:decision"));

        // When
        TestKafka.kill();

        // Then
        awaitReady(503);
        given().get("/q/health/live").then().statusCode(200);
        TestKafka.startBroker();
        awaitReady(200);
    }

    @Test
    void marksAndTimeDecideAnAccountAgain() throws Exception {
        awaitReady(200);
        String account = Snapshots.newAccount("live");
        try (PlainClient client = new PlainClient();
                Feed feed = new Feed(client)) {
            // Given an account that bears a fall to 98,000, told by a feed of marks
            client.send("account-snapshots", account, Snapshots.json(account, 1, Snapshots.HEALTHY, now()));
            assertEquals("SNAPSHOT HEALTHY", decision(account, 1));
            awaitMark(account, "HEALTHY");
            int before = decisions(account).size();
            for (String price : List.of("99000", "98500", "98000")) {
                feed.price = price;
                await("nothing is to be said anew")
                        .during(Duration.ofMillis(500))
                        .atMost(PATIENCE)
                        .until(() -> decisions(account).size() == before);
            }

            // When, then
            feed.price = "80500";
            awaitMark(account, "MARGIN_CALL");

            // When no mark comes for the minute that the pack bears: then, by time alone
            feed.price = "";
            awaitMark(account, "HOLD");

            // When fresh marks come: then
            feed.price = "99000";
            awaitMark(account, "HEALTHY");

            // And the snapshot is still known as the one that was decided
            int decided = decisions(account).size();
            given().contentType("application/json")
                    .body(snapshotOf(account))
                    .post("/v1/decisions")
                    .then()
                    .statusCode(200)
                    .body("trigger", equalTo("SNAPSHOT"));
            assertEquals(decided, decisions(account).size());

            // When nothing is left, then
            feed.price = "79000";
            awaitMark(account, "TAKE_OVER");
        }
    }

    /** The last decision is by a mark, or the time, and has this outcome. */
    private static void awaitMark(String account, String outcome) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                        sayings(account).getLast(),
                        either(equalTo("MARK " + outcome))
                                .or(equalTo("SNAPSHOT " + outcome)))); // it may never have been else
    }

    private static List<String> sayings(String account) {
        return decisions(account).stream().map(StreamServiceIT::said).toList();
    }

    private static List<ConsumerRecord<String, String>> decisions(String account) {
        return PlainClient.read("decisions", 1, it -> it.key().equals(account));
    }

    /** Trigger and outcome of an account's decision, counted from 1. */
    private static String decision(String account, int count) {
        return said(PlainClient.read("decisions", count, it -> it.key().equals(account))
                .get(count - 1));
    }

    private static String said(ConsumerRecord<String, String> record) {
        try {
            JsonNode document = Json.parse(record.value());
            return document.path("trigger").asText() + " "
                    + document.path("outcome").asText();
        } catch (SnapshotFaults e) {
            throw new IllegalStateException(e);
        }
    }

    private static String snapshotOf(String account) {
        return PlainClient.read("account-snapshots", 1, it -> it.key().equals(account))
                .getFirst()
                .value();
    }

    private static String now() {
        return Instant.now().toString();
    }

    /** Five marks a second at a price; none while it is empty. */
    private static final class Feed implements AutoCloseable {
        volatile String price = "100000";
        private final PlainClient client;
        private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();

        Feed(PlainClient client) {
            this.client = client;
            var unused = pace.scheduleAtFixedRate(this::send, 0, 200, TimeUnit.MILLISECONDS);
        }

        private void send() {
            if (!price.isEmpty()) {
                client.send("marks", "BTCUSDT", """
                        {"instrument": "BTCUSDT", "price": "%s", "time": "%s"}""".formatted(price, now()));
            }
        }

        @Override
        public void close() throws InterruptedException {
            pace.shutdownNow();
            assertTrue(pace.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS), "the feed of marks ends");
        }
    }

    private static void awaitReady(int status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(status));
    }

    /** The pack that the snapshots of the tests fit, because each pack takes its time to be activated. */
    public static final class OnePack implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path policies = Files.createTempDirectory("plimsoll-one-pack");
                Path pack = Path.of("policies/perpetuals");
                try (Stream<Path> files = Files.walk(pack)) {
                    for (Path file : files.toList()) {
                        Files.copy(file, policies.resolve("perpetuals").resolve(pack.relativize(file)));
                    }
                }
                return Map.of("plimsoll.policies", policies.toString(), "plimsoll.kafka.partitions", "4");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
