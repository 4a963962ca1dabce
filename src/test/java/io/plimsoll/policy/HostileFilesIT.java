package io.plimsoll.policy;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.wire.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hostile files reach a service that is at work, by its folders and by drafts: it refuses each and decides as before. */
@QuarkusTest
@TestProfile(HostileFilesIT.SmallPack.class)
class HostileFilesIT {
    private static final Path HOME = Path.of("target/hostile-home").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 30;

    /** The pack {@code small} in folders of its own, which a test may change. */
    public static final class SmallPack implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                for (String path : TestPacks.small().readable().keySet()) {
                    Files.createDirectories(HOME.resolve(path).getParent());
                    restore(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Map.of("plimsoll.home", HOME.toString());
        }
    }

    private final String account = "hostile-" + UUID.randomUUID();
    private String good;

    @BeforeEach
    void theGoodVersionServes() {
        good = inForce();
        assertEquals("ACTIVE", status().getString("lastAttempt.state"));
    }

    @Test
    void decisionsGoOnByTheGoodVersionWhileHostileFilesComeAndGo() throws Exception {
        // Given
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService client = Executors.newSingleThreadExecutor();
        Future<List<String>> answers = client.submit(() -> decideUntil(done));

        // When
        List<String> wrong = new ArrayList<>();
        for (HostileFile hostile : oneOfEachKind()) {
            String before = status().getString("lastAttempt.at");
            Files.writeString(HOME.resolve(hostile.path()), hostile.text());
            if (!isRefused(hostile, before)) {
                wrong.add(hostile + " is not refused: " + status().prettify());
            }
            if (!good.equals(inForce())) {
                wrong.add(hostile + " has changed what is in force");
            }
            restore(hostile.path());
        }
        await(() -> status().getString("lastAttempt.state").equals("ACTIVE"));
        done.set(true);

        // Then
        assertEquals(List.of(), wrong);
        assertTrue(answers.get().size() > 100, "only " + answers.get().size() + " decisions");
        assertEquals(
                List.of("200 WARNING small " + good),
                answers.get().stream().distinct().toList());
        assertEquals(good, inForce());
        assertEquals(List.of(), status().getList("lastAttempt.findings"));
        client.shutdown();
    }

    @Test
    void aHostileDraftIsAnsweredWithFindingsAndPutsNothingInForce() {
        // Given
        String before = status().getString("lastAttempt.at");

        // When
        List<String> wrong = new ArrayList<>();
        for (HostileFile hostile : HostileFile.all()) {
            ObjectNode body = Json.object();
            body.putObject("files").put(hostile.path(), hostile.text());
            Response answer =
                    given().contentType(ContentType.JSON).body(Json.text(body)).post("/v1/policies/check");
            if (answer.statusCode() != 200
                    || answer.jsonPath().getBoolean("ok")
                    || !names(hostile, answer.jsonPath(), "findings")) {
                wrong.add(hostile + ": " + answer.asString());
            }
        }

        // Then
        assertEquals(List.of(), wrong);
        assertEquals(good, inForce());
        assertEquals(before, status().getString("lastAttempt.at"));
        assertEquals("200 WARNING small " + good, decision(1));
    }

    /** The first file for each code. */
    private static Collection<HostileFile> oneOfEachKind() {
        Map<String, HostileFile> kinds = new LinkedHashMap<>();
        HostileFile.all().forEach(file -> kinds.putIfAbsent(file.codes().getFirst(), file));
        assertFalse(kinds.size() < 40);
        return kinds.values();
    }

    private static boolean isRefused(HostileFile hostile, String before) throws InterruptedException {
        return await(() -> {
            JsonPath status = status();
            return !status.getString("lastAttempt.at").equals(before)
                    && status.getString("lastAttempt.state").equals("REFUSED")
                    && names(hostile, status, "lastAttempt.findings");
        });
    }

    private static boolean names(HostileFile hostile, JsonPath json, String findings) {
        List<Map<String, Object>> all = json.getList(findings);
        return all.stream()
                .filter(finding -> hostile.path().equals(finding.get("file")))
                .anyMatch(finding -> hostile.codes().contains(finding.get("code")));
    }

    private static void restore(String path) throws IOException {
        Files.writeString(HOME.resolve(path), Files.readString(TestPacks.HOME.resolve(path)));
    }

    private interface Condition {
        boolean holds();
    }

    private static boolean await(Condition condition) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(PATIENCE_SECONDS);
        while (!condition.holds()) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }

    private static JsonPath status() {
        return given().get("/v1/status").jsonPath().setRootPath("packs[0]");
    }

    /** Version and hash of the pack. */
    private static String inForce() {
        JsonPath status = status();
        return status.getString("active.version") + " " + status.getString("active.hash");
    }

    private List<String> decideUntil(AtomicBoolean done) throws InterruptedException {
        List<String> answers = new ArrayList<>();
        for (long sequence = 1; !done.get(); sequence++) {
            answers.add(decision(sequence));
            Thread.sleep(10);
        }
        return answers;
    }

    /** Status, outcome and version of the decision on the account, of which small's rules say that it warns. */
    private String decision(long sequence) {
        String asOf = "2026-03-01T12:00:00Z";
        Response answer = given().contentType(ContentType.JSON)
                .body("""
                        {"accountId": "%s", "sequence": %d, "asOf": "%s", "segment": "PRO", "settlementCurrency": "USDT",
                         "collateral": [{"asset": "USDT", "quantity": "9000", "price": "1"}],
                         "positions": [{"instrument": "AAA", "contract": "LINEAR", "mode": "CROSS", "quantity": "10",
                                        "entryPrice": "100", "markPrice": "100", "markTime": "%s"}],
                         "attributes": {"venue": "TEST"}}""".formatted(account, sequence, asOf, asOf))
                .post("/v1/decisions");
        if (answer.statusCode() != 200) {
            return answer.statusCode() + " " + answer.asString();
        }
        JsonPath decision = answer.jsonPath();
        return "200 " + decision.getString("outcome") + " " + decision.getString("policy.pack") + " "
                + decision.getString("policy.version") + " " + decision.getString("policy.hash");
    }
}
