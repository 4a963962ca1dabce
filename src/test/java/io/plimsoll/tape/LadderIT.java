package io.plimsoll.tape;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.api.Snapshots;
import io.plimsoll.audit.LogTail;
import io.plimsoll.audit.PlainPolicies;
import io.plimsoll.decision.DecisionLog;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Accounts with 5 % maintenance margin at a price of 100, each with the cash that gives it the liquidation price that is wanted. */
@QuarkusTest
@Timeout(120)
class LadderIT {

    private static final String TEMPLATE = """
            {"accountId":"%s","sequence":%d,"asOf":"2026-11-22T19:00:00Z","segment":"RETAIL","settlementCurrency":"USDT",\
            "collateral":[{"asset":"USDT","quantity":"%s","price":"1"}],\
            "positions":[{"instrument":"%s","contract":"LINEAR","mode":"CROSS","quantity":"%s",\
            "entryPrice":"100","markPrice":"%s","markTime":"2026-11-22T19:00:00Z"}],"attributes":{%s}}""";

    private static final String NOTHING = """
            {"accountId":"%s","sequence":%d,"asOf":"2026-11-22T19:00:00Z","segment":"RETAIL","settlementCurrency":"USDT",\
            "collateral":[{"asset":"USDT","quantity":"1","price":"1"}],"positions":[]}""";

    @Inject
    DecisionLog log;

    @Inject
    LogTail tail;

    @Inject
    LadderStore store;

    private DecisionService service;
    private String instrument;

    @BeforeEach
    void chooseAnInstrumentOfItsOwn() {
        service = new DecisionService(new PlainPolicies(), log, new Sha256SnapshotDigest(), InstantSource.system());
        instrument = Snapshots.newAccount("L");
    }

    @Test
    void rld3_g5_theLadderOfTheGoldenBook() throws Exception {
        // Given
        decideLong(newAccount(), 1, "20000", "97");
        decideLong(newAccount(), 1, "30000", "95");
        decideLong(newAccount(), 1, "50000", "92");
        decideLong(newAccount(), 1, "100000", "88");
        await();

        // When
        JsonNode ladder = ladder("internal");

        // Then
        assertEquals("100", ladder.get("price").asText());
        JsonNode longs = ladder.at("/ladders/0/below/long");
        assertEquals(
                List.of("0.01 0", "0.03 2000000", "0.05 5000000", "0.1 10000000", "0.15 20000000", "0.2 20000000"),
                within(longs));
        assertEquals(
                List.of("98-97 1 2000000", "96-95 1 3000000", "93-92 1 5000000", "89-88 1 10000000"), levels(longs));
        assertEquals(List.of(), levels(ladder.at("/ladders/0/above/long")));
        assertEquals(List.of(), levels(ladder.at("/ladders/0/below/short")));
    }

    @Test
    void shortsAreClosedAboveThePriceAndWhatIsBreachedComesFirst() throws Exception {
        // Given: a short of 10 with cash 50 is liquidated at (50 + 1000) / (10 · 1.05) = 100, one with 155 at 110
        decide(newAccount(), 1, "155", "-10", "100", "");
        decide(newAccount(), 1, "49", "-10", "100", "");
        await();

        // When
        JsonNode shorts = ladder("internal").at("/ladders/0/above/short");

        // Then
        assertEquals(List.of("null-100 1 1000", "109-110 1 1000"), levels(shorts));
        assertEquals(
                List.of("0.01 1000", "0.03 1000", "0.05 1000", "0.1 2000", "0.15 2000", "0.2 2000"), within(shorts));
    }

    @Test
    void anAccountStandsWhereItsLastDecisionPutItUnlessThatWasHeld() throws Exception {
        // Given
        String account = newAccount();
        String other = newAccount();
        decideLong(account, 1, "100", "97");
        decideLong(other, 1, "100", "95");

        // When
        decideLong(account, 2, "200", "92");
        decide(account, 3, "1", "300", "100", "\"hold\":\"yes\"");
        service.decide(Snapshots.read(NOTHING.formatted(other, 2)), null);
        await();

        // Then
        assertEquals(List.of("93-92 1 20000"), levels(ladder("internal").at("/ladders/0/below/long")));
    }

    @Test
    void aPositionThatNothingBreachesIsToldBesideTheLadder() throws Exception {
        // Given
        decide(newAccount(), 1, "5000", "10", "100", "");
        await();

        // When
        JsonNode ladder = ladder("internal").at("/ladders/0");

        // Then
        assertEquals("1000", ladder.at("/withoutPrice/long").asText());
        assertEquals(List.of(), levels(ladder.at("/below/long")));
    }

    @Test
    void rld5_thePublicSeesNothingOfFourAccountsAndNoSmallerGroupOfNine() throws Exception {
        // Given
        for (int index = 0; index < 4; index++) {
            decideLong(newAccount(), 1, "10", "97");
        }
        await();

        // Then
        JsonNode hidden = ladder("public").at("/ladders/0/below/long");
        assertTrue(hidden.get("hidden").asBoolean());
        assertEquals(List.of(), levels(hidden));

        // When
        for (int index = 0; index < 5; index++) {
            decideLong(newAccount(), 1, "10", "92");
        }
        await();

        // Then, once the public ladder has been kept for as long as the view's bucket
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode told = ladder("public").at("/ladders/0/below/long");
            assertEquals(List.of("98-92 9 9000"), levels(told));
        });
        JsonNode told = ladder("public").at("/ladders/0/below/long");
        assertEquals(List.of("0.01 0", "0.03 null", "0.05 null", "0.1 9000", "0.15 9000", "0.2 9000"), within(told));
    }

    @Test
    void nobodysInstrumentAndViewsThatAreNoneAreRefused() {
        given().get("/v1/tape/ladder?instrument=NOBODY").then().statusCode(404);
        given().get("/v1/tape/ladder").then().statusCode(400);
        given().get("/v1/tape/ladder?instrument=BTCUSDT&view=secret").then().statusCode(400);
    }

    private static String newAccount() {
        return Snapshots.newAccount("ladder");
    }

    /** Equity equals 5 % of the notional at that price: cash + q · (price − 100) = q · price · 0.05. */
    private void decideLong(String account, long sequence, String quantity, String liquidationPrice) throws Exception {
        BigDecimal cash = new BigDecimal(quantity)
                .multiply(new BigDecimal("100")
                        .subtract(new BigDecimal(liquidationPrice).multiply(new BigDecimal("0.95"))));
        decide(account, sequence, cash.toPlainString(), quantity, "100", "");
    }

    private void decide(String account, long sequence, String cash, String quantity, String mark, String attributes)
            throws Exception {
        String json = TEMPLATE.formatted(account, sequence, cash, instrument, quantity, mark, attributes);
        service.decide(Snapshots.read(json), null);
    }

    private void await() throws Exception {
        long head = tail.head();
        Awaitility.await("the ladder comes to " + head)
                .atMost(Duration.ofSeconds(60))
                .until(() -> store.position() >= head);
    }

    private JsonNode ladder(String view) throws Exception {
        return Json.parse(given().queryParam("instrument", instrument)
                .queryParam("view", view)
                .get("/v1/tape/ladder")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    private static List<String> within(JsonNode row) {
        List<String> within = new ArrayList<>();
        row.get("within")
                .forEach(band -> within.add(band.get("distance").asText() + " "
                        + band.get("notional").asText()));
        return within;
    }

    private static List<String> levels(JsonNode row) {
        List<String> levels = new ArrayList<>();
        row.get("levels")
                .forEach(level -> levels.add(level.get("from").asText() + "-"
                        + level.get("to").asText() + " "
                        + level.get("positions").asText() + " "
                        + level.get("notional").asText()));
        return levels;
    }
}
