package io.plimsoll.seal;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.api.Snapshots;
import io.plimsoll.cli.Plimsoll;
import io.plimsoll.decision.AtMark;
import io.plimsoll.decision.Decided.Fresh;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.fixtures.Tampering;
import io.plimsoll.wire.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OCL-1: whoever has the export and the packs makes every decision again. */
@QuarkusTest
class ReplayIT {

    @Inject
    DecisionService service;

    @Inject
    LogSealer sealer;

    @Inject
    AgroalDataSource dataSource;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static String decide(String snapshot) {
        return given().contentType(ContentType.JSON)
                .body(snapshot)
                .post("/v1/decisions")
                .then()
                .statusCode(200)
                .extract()
                .path("decisionId");
    }

    private int replay(String export, String packs) throws Exception {
        Path file = Files.writeString(folder.resolve("export.ndjson"), export);
        return Plimsoll.commandLine(() -> {})
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute("replay", file.toString(), "--packs", packs);
    }

    private static String export(String account) {
        return given().get("/v1/audit/export?account=" + account).asString();
    }

    /** A decision of each trigger: snapshot, deadline, fill, expiry, mark. */
    private void decideInEveryWay(String account) throws Exception {
        decide(Snapshots.json(account, 1, Snapshots.HEALTHY));
        decide(Snapshots.json(account, 2, Snapshots.CALLED, "2026-11-22T19:01:00Z"));
        String call = given().get("/v1/margin-calls?account=" + account).path("items[0].callId");
        assertTrue(service.redecisions().atDeadline(account, call).orElseThrow() instanceof Fresh);
        decide(Snapshots.json(account, 3, Snapshots.LIQUIDATED, "2026-11-22T19:40:00Z"));
        String intent = openIntent(account);
        String fill = """
                {"fillId":"x-%s","intentId":"%s","instrument":"BTCUSDT","side":"SELL","quantity":"0.6","price":"99000",\
                "paid":"30","filledAt":"2026-11-22T19:40:00.5Z","final":true}""".formatted(account, intent);
        given().contentType(ContentType.JSON)
                .body(fill)
                .post("/v1/fills")
                .then()
                .statusCode(200);
        decide(Snapshots.json(account, 4, Snapshots.LIQUIDATED, "2026-11-22T20:00:00Z"));
        assertTrue(service.redecisions().atExpiry(account, openIntent(account)).orElseThrow() instanceof Fresh);
        String last = Snapshots.json(account, 5, Snapshots.HEALTHY, "2026-11-22T20:30:00Z");
        decide(last);
        AccountSnapshot fallen = Snapshots.read(last.replace("\"markPrice\":\"100000\"", "\"markPrice\":\"80500\""));
        assertTrue(
                service.redecisions().atMark(fallen, false, Instant.parse("2026-11-22T20:30:01Z"))
                        instanceof AtMark.Logged);
    }

    private static String openIntent(String account) {
        return given().get("/v1/closures?status=open&account=" + account).path("items[0].intentId");
    }

    @Test
    void everyDecisionIsMadeAgainByteForByteWhateverTriggeredIt() throws Exception {
        // Given
        String account = Snapshots.newAccount("replay");
        decideInEveryWay(account);

        // When
        String export = export(account);

        // Then
        assertEquals(0, replay(export, "."), () -> out + "" + err);
        List<String> triggers = new ArrayList<>();
        for (String line :
                export.lines().filter(line -> line.contains("\"type\":\"row\"")).toList()) {
            triggers.add(Json.parse(line).at("/decision/trigger").asText());
        }
        assertEquals(
                Set.of("SNAPSHOT", "DEADLINE", "EXPIRY", "FILL", "MARK"), new HashSet<>(triggers), triggers::toString);
        assertTrue(out.toString().contains(triggers.size() + " the same, 0 different, 0 not replayed"), out::toString);
    }

    @Test
    void oneEditedAmountIsExactlyOneMismatch() throws Exception {
        // Given
        String account = Snapshots.newAccount("edited");
        Random random = new Random(7);
        for (int sequence = 1; sequence <= 20; sequence++) {
            decide(Snapshots.json(account, sequence, Integer.toString(100 + random.nextInt(30_000))));
        }
        List<String> lines = new ArrayList<>(export(account).lines().toList());
        int edited = 7;
        ObjectNode row = (ObjectNode) Json.parse(lines.get(edited));
        assertEquals("row", row.path("type").asText());
        ((ObjectNode) row.at("/decision/figures")).put("equity", "123.45");
        lines.set(edited, Json.text(row));

        // When
        int code = replay(String.join("\n", lines), ".");

        // Then
        assertEquals(1, code);
        assertTrue(err.toString().contains("19 the same, 1 different, 0 not replayed"), err::toString);
        assertTrue(
                out.toString().contains("position " + row.path("position").asLong() + ", decision ")
                        && out.toString().contains("figures.equity: logged 123.45, now "),
                out::toString);
    }

    @Test
    void theVersionsThatTheServiceKeepsAreEnough() throws Exception {
        // Given
        String account = Snapshots.newAccount("kept");
        String id = decide(Snapshots.json(account, 1, Snapshots.CALLED));
        int version = given().get("/v1/decisions/" + id).path("policy.version");
        Path packs = Files.createDirectory(folder.resolve("packs"));
        Files.writeString(
                packs.resolve("perpetuals.json"),
                given().get("/v1/policies/perpetuals/versions/" + version).asString());

        // Then
        assertEquals(0, replay(export(account), packs.toString()), () -> out + "" + err);

        // When: another content under the same name
        Files.writeString(
                packs.resolve("perpetuals.json"),
                Files.readString(packs.resolve("perpetuals.json")).replace("description:", "description: other,"));

        // Then
        assertEquals(2, replay(export(account), packs.toString()));
        given().get("/v1/policies/perpetuals/versions/99999").then().statusCode(404);
        given().get("/v1/policies/perpetuals/versions/x").then().statusCode(400);
    }

    @Test
    void aDecisionIsMadeAgainInTheService() throws Exception {
        // Given
        String account = Snapshots.newAccount("again");
        String id = decide(Snapshots.json(account, 1, Snapshots.CALLED));

        // Then
        given().post("/v1/decisions/" + id + "/replay").then().statusCode(200).body("result", equalTo("SAME"));
        given().post("/v1/decisions/d-none/replay").then().statusCode(404);

        // When
        sealer.seal();
        try (Tampering decision = Tampering.withDecision(dataSource, id)) {
            decision.set("document = replace(document, '\"equity\":\"900.00\"', '\"equity\":\"900.01\"')");

            // Then
            given().post("/v1/decisions/" + id + "/replay")
                    .then()
                    .statusCode(200)
                    .body("result", equalTo("DIFFERENT"))
                    .body("differences", hasItem("figures.equity: logged 900.01, now 900.00"))
                    .body("now.decisionId", equalTo(id));

            // When
            decision.set("snapshot = 'gone'");

            // Then
            given().post("/v1/decisions/" + id + "/replay")
                    .then()
                    .body("result", equalTo("NOT_REPLAYED"))
                    .body("reason", containsString("snapshot"));
        }
    }

    @Test
    void whatIsWithheldIsNotMadeAgain() throws Exception {
        String account = Snapshots.newAccount("masked");
        decide(Snapshots.json(account, 1, Snapshots.CALLED));

        String export = given().get("/v1/audit/export?mask=decision.figures&account=" + account)
                .asString();

        assertEquals(1, replay(export, "."));
        assertTrue(out.toString().contains("not replayed: fields of it are withheld"), out::toString);
    }
}
