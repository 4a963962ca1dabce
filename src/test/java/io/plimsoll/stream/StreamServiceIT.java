package io.plimsoll.stream;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.api.Snapshots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The service as it starts where Kafka is configured. */
@QuarkusTest
@WithTestResource(TestKafka.class)
@TestProfile(StreamServiceIT.OnePack.class)
class StreamServiceIT {

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
                .body(containsString("plimsoll_intake_records_total{result=\"decided\"} 1.0"))
                .body(containsString("plimsoll_intake_lag "))
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

    private static void awaitReady(int status) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(60);
        while (given().get("/q/health/ready").statusCode() != status) {
            assertTrue(
                    Instant.now().isBefore(end),
                    () -> "not " + status + ": "
                            + given().get("/q/health/ready").asString());
            Thread.sleep(200);
        }
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
