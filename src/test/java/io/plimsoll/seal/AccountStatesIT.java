package io.plimsoll.seal;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.plimsoll.api.Snapshots;
import io.plimsoll.cli.Plimsoll;
import io.plimsoll.fixtures.Tampering;
import io.plimsoll.proof.AccountState;
import io.plimsoll.proof.AccountState.Checked;
import io.plimsoll.proof.AccountState.Checked.Counted;
import io.plimsoll.proof.AccountState.Checked.NotShown;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class AccountStatesIT {

    @Inject
    AccountStates states;

    @Inject
    LogSealer sealer;

    @Inject
    AgroalDataSource dataSource;

    @TempDir
    Path folder;

    private static String decide(String account, long sequence, String balance, String instrument) {
        return given().contentType(ContentType.JSON)
                .body(Snapshots.json(account, sequence, balance).replace("BTCUSDT", instrument))
                .post("/v1/decisions")
                .then()
                .statusCode(200)
                .extract()
                .path("decisionId");
    }

    private static String proof(String account) {
        return given().get("/v1/accounts/" + account + "/state-proof")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static String keys() {
        return given().get("/v1/audit/keys").asString();
    }

    private static Checked check(String proof) throws SnapshotFaults {
        return AccountState.check(Json.parse(proof), PublicKeys.read(keys()));
    }

    @Test
    void anAccountIsCountedAsItsLastDecisionLeftIt() throws Exception {
        // Given
        String account = Snapshots.newAccount("state");
        decide(account, 1, Snapshots.HEALTHY, "BTCUSDT");
        decide(account, 2, Snapshots.CALLED, "BTCUSDT");

        // When
        states.commitWithSums(Duration.ZERO);
        decide(account, 3, Snapshots.HEALTHY, "BTCUSDT");

        // Then
        String proof = proof(account);
        Counted counted = assertInstanceOf(Counted.class, check(proof));
        assertEquals("900.00", counted.state().at("/figures/equity").asText());
        assertEquals("MARGIN_CALL", counted.state().path("outcome").asText());
        assertEquals("1", counted.state().at("/positions/0/quantity").asText());

        // When: any word of it is changed
        ObjectNode altered = (ObjectNode) Json.parse(proof);
        ((ObjectNode) altered.at("/state/figures")).put("equity", "900.01");

        // Then
        assertInstanceOf(NotShown.class, check(Json.text(altered)));
        assertInstanceOf(NotShown.class, check(proof.replace("\"leaf\":", "\"leaf\":1")));
        assertInstanceOf(NotShown.class, check("{}"));
        sealer.seal();
        assertEquals(
                "20000.00",
                sealed(proof(account)).at("/decision/figures/equity").asText());
        assertEquals(0, verify(proof, account));
        assertEquals(1, verify(proof, "another"));
        assertEquals(1, verify(Json.text(altered), account));
        ObjectNode other = (ObjectNode) Json.parse(proof);
        other.set("sealed", Json.parse(proof(decided("state"))).get("sealed"));
        assertEquals(1, verify(Json.text(other), account));
        given().get("/v1/accounts/" + Snapshots.newAccount("none") + "/state-proof")
                .then()
                .statusCode(404);
    }

    /** An account with one decision, sealed. */
    private String decided(String prefix) throws Exception {
        String account = Snapshots.newAccount(prefix);
        decide(account, 1, Snapshots.CALLED, "BTCUSDT");
        sealer.seal();
        return account;
    }

    private static JsonNode sealed(String proof) throws SnapshotFaults {
        return Json.parse(proof).at("/sealed/row");
    }

    @Test
    void anAccountIsShownAsSoonAsItIsSealedAndNothingElseOfItsDecision() throws Exception {
        // Given
        String account = decided("sealed");

        // When
        String proof = proof(account);

        // Then
        assertFalse(Json.parse(proof).has("signed"));
        assertEquals("900.00", sealed(proof).at("/decision/figures/equity").asText());
        assertEquals(
                List.of(
                        "accountId",
                        "asOf",
                        "collateral",
                        "decisionId",
                        "figures",
                        "outcome",
                        "policy",
                        "positions",
                        "snapshotSequence"),
                sealed(proof).path("decision").properties().stream()
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList());
        assertTrue(sealed(proof).path("snapshot").isEmpty());
        assertFalse(sealed(proof).has("openCalls"));
        assertEquals(0, verify(proof, account));
        assertEquals(1, verify(proof, "another"));
        assertEquals(1, verify(proof.replace("\"900.00\"", "\"900.01\""), account));
        assertEquals(1, verify("{}", account));
    }

    @Test
    void whatIsNewIsCommittedToWithoutSums() throws Exception {
        // Given
        states.commitWithSums(Duration.ZERO);
        String account = decided("new");
        AccountStates often = new AccountStates(dataSource, sealer, every(Duration.ZERO), InstantSource.system());

        // When
        often.commit();

        // Then
        Counted counted = assertInstanceOf(Counted.class, check(proof(account)));
        assertFalse(counted.statement().has("instruments"));
        assertEquals(0, verify(proof(account), account));

        // When: the last commitment is too young
        String younger = decided("new");
        new AccountStates(dataSource, sealer, every(Duration.ofHours(1)), InstantSource.system()).commit();

        // Then
        assertFalse(Json.parse(proof(younger)).has("signed"));
    }

    private static StatesConfig every(Duration every) {
        return new StatesConfig() {
            @Override
            public Duration every() {
                return every;
            }

            @Override
            public String sumsCron() {
                return "off";
            }

            @Override
            public int accountsMin() {
                return 5;
            }
        };
    }

    private int verify(String proof, String account) throws Exception {
        Path file = Files.writeString(folder.resolve("proof.json"), proof);
        Path keys = Files.writeString(folder.resolve("keys.json"), keys());
        StringWriter out = new StringWriter();
        return Plimsoll.commandLine(() -> {})
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute("verify-state", file.toString(), "--key", keys.toString(), "--account", account);
    }

    @Test
    void aSumIsToldOnlyOverEnoughAccounts() throws Exception {
        // Given: four accounts, one below the limit
        String instrument = "SUM" + Snapshots.newAccount("").substring(1, 9).toUpperCase();
        List<String> accounts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            accounts.add(Snapshots.newAccount("sum"));
            decide(accounts.get(i), 1, Snapshots.HEALTHY, instrument);
        }

        // When
        states.commitWithSums(Duration.ZERO);
        JsonNode below = assertInstanceOf(Counted.class, check(proof(accounts.getFirst())))
                .statement();
        decide(Snapshots.newAccount("sum"), 1, Snapshots.HEALTHY, instrument);
        states.commitWithSums(Duration.ZERO);
        JsonNode at = assertInstanceOf(Counted.class, check(proof(accounts.getFirst())))
                .statement();

        // Then
        assertFalse(Json.text(below).contains(instrument));
        assertTrue(below.path("withheld").asLong() >= 1);
        assertTrue(
                Json.text(at).contains("{\"accounts\":5,\"instrument\":\"" + instrument + "\",\"notional\":\"500000"),
                () -> Json.text(at));
        assertEquals(below.path("number").asLong() + 1, at.path("number").asLong());
    }

    @Test
    void twoInstancesTellSumsOnce() throws Exception {
        decide(Snapshots.newAccount("once"), 1, Snapshots.HEALTHY, "BTCUSDT");
        states.commitWithSums(Duration.ZERO);
        int before = given().get("/v1/audit/states?limit=500")
                .jsonPath()
                .getList("items")
                .size();

        states.commitWithSums();

        assertEquals(
                before,
                given().get("/v1/audit/states?limit=500")
                        .jsonPath()
                        .getList("items")
                        .size());
    }

    @Test
    void anAccountThatWasAlteredSinceIsNoLongerShown() throws Exception {
        // Given
        String account = Snapshots.newAccount("altered");
        String id = decide(account, 1, Snapshots.CALLED, "BTCUSDT");
        sealer.seal();
        states.commitWithSums(Duration.ZERO);

        // When
        try (Tampering decision = Tampering.withDecision(dataSource, id)) {
            decision.set("document = replace(document, '\"equity\":\"900.00\"', '\"equity\":\"900.01\"')");

            // Then
            assertInstanceOf(NotShown.class, check(proof(account)));
        }
        assertInstanceOf(Counted.class, check(proof(account)));
    }
}
