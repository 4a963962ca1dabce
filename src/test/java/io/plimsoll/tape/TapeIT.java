package io.plimsoll.tape;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.agroal.api.AgroalDataSource;
import io.plimsoll.api.Snapshots;
import io.plimsoll.audit.LogTail;
import io.plimsoll.audit.PlainPolicies;
import io.plimsoll.decision.DecisionLog;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.postgres.TestPostgres;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.plimsoll.wire.SnapshotFaults;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Accounts with a long of notional 100,000 and plain rules: 5 % maintenance margin, 10 % initial margin, everything closed on the market. */
@QuarkusTest
@Timeout(120)
class TapeIT {

    private static final String LIQUIDATED = "4000";
    private static final String CALLED = "9000";
    private static final String HEALTHY = "20000";

    @Inject
    DecisionLog log;

    @Inject
    LogTail tail;

    @Inject
    TapeStore store;

    @Inject
    AgroalDataSource dataSource;

    private DecisionService service;
    private String instrument;

    @BeforeEach
    void chooseAnInstrumentOfItsOwn() {
        service = new DecisionService(new PlainPolicies(), log, new Sha256SnapshotDigest(), InstantSource.system());
        instrument = Snapshots.newAccount("I");
    }

    @Test
    void rld2_eachViewTellsTheContract() throws Exception {
        // Given
        String account = Snapshots.newAccount("views");
        decide(account, 1, LIQUIDATED);
        awaitTape();

        // When
        JsonNode internal = items("internal", 1).get(0);
        JsonNode regulator = items("regulator", 1).get(0);

        // Then
        JsonSchema schema = schema("tape-event");
        assertEquals(Set.of(), schema.validate(internal));
        assertEquals(Set.of(), schema.validate(regulator));
        assertEquals("LONG", regulator.get("positionSide").asText());
        assertEquals("SELL", regulator.get("closingSide").asText());
        assertEquals("CLOSE", regulator.get("stage").asText());
        assertEquals("1", regulator.get("quantity").asText());
        assertEquals("100000", regulator.get("mark").asText());
        assertEquals("96000", regulator.get("bankruptcyPrice").asText());
        assertEquals("100000", regulator.get("notional").asText());
        assertEquals("10k-100k", regulator.get("size").asText());
        assertEquals("sha256:plain", regulator.get("policyHash").asText());
        assertTrue(regulator.get("fillTs").isNull());
        assertTrue(regulator.get("decisionId").asText().startsWith("d-"));
        assertFalse(internal.has("decisionId"));
        assertNotEquals(internal.get("account"), regulator.get("account"));
        assertFalse(Json.text(internal).contains(account));
        assertFalse(Json.text(regulator).contains(account));
    }

    @Test
    void aFillIsToldWithTheClosingItIsOf() throws Exception {
        // Given
        String account = Snapshots.newAccount("filled");
        decide(account, 1, LIQUIDATED);
        awaitTape();
        String intentId = given().get("/v1/closures?account=" + account).path("items[0].intentId");

        // When
        fill(intentId, "0.25", "96000", 1);
        fill(intentId, "0.25", "97000", 2);

        // Then
        JsonNode event = items("regulator", 1).get(0);
        assertEquals("96500", event.get("fillPx").asText());
        assertEquals(
                Instant.parse(Snapshots.AS_OF).plusSeconds(2).truncatedTo(ChronoUnit.MICROS),
                Instant.parse(event.get("fillTs").asText()));
        assertEquals(Set.of(), schema("tape-event").validate(event));
    }

    private void fill(String intentId, String quantity, String price, int second) {
        String body = """
                {"fillId":"%s-%d","intentId":"%s","instrument":"%s","side":"SELL","quantity":"%s","price":"%s","filledAt":"%s"}""".formatted(
                        intentId,
                        second,
                        intentId,
                        instrument,
                        quantity,
                        price,
                        Instant.parse(Snapshots.AS_OF).plusSeconds(second));
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/fills")
                .then()
                .statusCode(200);
    }

    /** The contract of OpenAPI has the fields of the schema and of a real event, and its examples too. */
    @Test
    void theContractNamesTheFieldsOfARealEvent() throws Exception {
        // Given
        decide(Snapshots.newAccount("contract"), 1, LIQUIDATED);
        awaitTape();
        JsonNode contract = Json.parse(given().get("/q/openapi?format=json").asString());

        // When
        List<String> real = names(items("regulator", 1).get(0));

        // Then
        assertEquals(real, names(contract.at("/components/schemas/TapeEvent/properties")));
        assertEquals(
                new TreeSet<>(real),
                new TreeSet<>(names(schema("tape-event").getSchemaNode().get("properties"))));
        assertEquals(
                names(items("internal", 1).get(0)),
                names(contract.at("/components/examples/tapeEvents/value/items/0")));
        assertEquals(
                Set.of(), schema("tape-event").validate(contract.at("/components/examples/tapeEvents/value/items/0")));
        assertEquals(
                Set.of(),
                schema("tape-record").validate(contract.at("/components/examples/tapeRecords/value/items/0")));
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void theSchemasAreServed() {
        given().get("/schemas/tape-event.schema.json").then().statusCode(200);
        given().get("/schemas/tape-record.schema.json").then().statusCode(200);
    }

    @Test
    void rld1_everyClosureIsToldOnceWithoutAGapWhateverDies() throws Exception {
        // Given
        int accounts = 600;
        List<Callable<Object>> work = new ArrayList<>();
        for (int index = 0; index < accounts; index++) {
            String account = Snapshots.newAccount("gapless");
            work.add(() -> {
                decideThoughCutOff(account);
                return account;
            });
        }

        // When: the transactions of the tape are cut off again and again, while another instance writes it too
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            Future<?> killer = threads.submit(() -> {
                for (int kill = 0; kill < 40; kill++) {
                    cutOffTheTape();
                    Thread.sleep(25);
                }
                return null;
            });
            Future<?> other = threads.submit(() -> {
                for (int round = 0; round < 200; round++) {
                    writeOrBeCutOff();
                    Thread.sleep(5);
                }
                return null;
            });
            for (Future<Object> done : threads.invokeAll(work)) {
                done.get();
            }
            killer.get();
            other.get();
        }
        awaitTape();

        // Then
        List<Long> seqs = new ArrayList<>();
        Set<String> decisions = new TreeSet<>();
        long from = 1;
        while (seqs.size() < accounts) {
            JsonNode items = items("regulator", from);
            assertTrue(items.size() > 0, "the tape ends at " + seqs.size());
            for (JsonNode item : items) {
                seqs.add(item.get("seq").asLong());
                decisions.add(item.get("decisionId").asText());
            }
            from = seqs.getLast() + 1;
        }
        assertEquals(LongStream.rangeClosed(1, accounts).boxed().toList(), seqs);
        assertEquals(accounts, decisions.size());
        assertEquals(0, items("regulator", from).size());
    }

    @Test
    void aClosingThatIsDecidedAgainBeforeItIsFilledAddsNothing() throws Exception {
        // Given
        String account = Snapshots.newAccount("again");

        // When: decided, decided again unfilled, then healthy, then as bad as before
        decide(account, 1, LIQUIDATED);
        decide(account, 2, LIQUIDATED);
        decide(account, 3, HEALTHY);
        decide(account, 4, LIQUIDATED);
        awaitTape();

        // Then
        List<String> added = new ArrayList<>();
        items("internal", 1).forEach(item -> added.add(item.get("addedNotional").asText()));
        assertEquals(List.of("100000", "0", "100000"), added);
    }

    @Test
    void aCallOfTheWholeAccountStandsUnderItsCurrency() throws Exception {
        // Given
        String account = Snapshots.newAccount("called");
        decide(account, 1, CALLED);
        decide(account, 2, CALLED);
        decide(account, 3, HEALTHY);
        awaitTape();

        // When
        List<String> told = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement select = connection.createStatement();
                var rows =
                        select.executeQuery("select instrument || ' ' || stage || ' ' || call_status || ' ' || notional"
                                + " from tape_event where account_id = '" + account + "' order by seq")) {
            while (rows.next()) {
                told.add(rows.getString(1));
            }
        }

        // Then
        assertEquals(List.of("USDT MARGIN_CALL OPENED 1000.00", "USDT MARGIN_CALL CURED 0"), told);
    }

    @Test
    void rld5_fourAccountsAreToldOnlyTogetherWithAFifth() throws Exception {
        // Given
        for (int index = 0; index < 4; index++) {
            decide(Snapshots.newAccount("few"), 1, LIQUIDATED);
        }
        awaitTape();

        // When: longer than delay and bucket of the public view in tests
        Thread.sleep(3_000);

        // Then
        assertEquals(0, items("public", 1).size());

        // When
        decide(Snapshots.newAccount("fifth"), 1, LIQUIDATED);
        JsonNode records = awaitPublic(1);

        // Then
        JsonNode record = records.get(0);
        assertEquals(Set.of(), schema("tape-record").validate(record));
        assertEquals(1, record.get("firstSeq").asLong());
        assertEquals(5, record.get("lastSeq").asLong());
        JsonNode closed = record.get("closed").get(0);
        assertEquals(5, closed.get("accounts").asInt());
        assertEquals("500000.00", closed.get("notional").asText());
        assertEquals("500000.00", closed.get("long").asText());
        assertEquals("10k-100k", closed.get("sizes").get(0).get("size").asText());

        // When: the next record goes on where this one ends
        for (int index = 0; index < 5; index++) {
            decide(Snapshots.newAccount("more"), 1, LIQUIDATED);
        }
        JsonNode next = awaitPublic(6).get(0);

        // Then
        assertEquals(6, next.get("firstSeq").asLong());
        assertEquals(2, next.get("record").asLong());
    }

    @Test
    void aViewThatDoesNotExistAndAnInstrumentThatIsNotNamedAreRefused() {
        given().get("/v1/tape/secret?instrument=BTCUSDT").then().statusCode(404);
        given().get("/v1/tape/public").then().statusCode(400);
        given().get("/v1/tape/public?instrument=BTCUSDT&from=-1").then().statusCode(400);
    }

    private void decide(String account, long sequence, String balance) throws Exception {
        String json = Snapshots.json(account, sequence, balance).replace("BTCUSDT", instrument);
        service.decide(Snapshots.read(json), null);
    }

    private JsonNode items(String view, long from) throws SnapshotFaults {
        return Json.parse(given().queryParam("instrument", instrument)
                        .queryParam("from", from)
                        .queryParam("limit", 500)
                        .get("/v1/tape/" + view)
                        .asString())
                .get("items");
    }

    private JsonNode awaitPublic(long from) throws Exception {
        Instant end = Instant.now().plusSeconds(20);
        JsonNode items = items("public", from);
        while (items.isEmpty()) {
            assertTrue(Instant.now().isBefore(end), "nothing was published");
            Thread.sleep(100);
            items = items("public", from);
        }
        return items;
    }

    private void awaitTape() throws Exception {
        long head = tail.head();
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (store.position() < head) {
            assertTrue(Instant.now().isBefore(end), "the tape does not come to " + head);
            Thread.sleep(50);
        }
    }

    private void cutOffTheTape() throws Exception {
        try (Connection administrator = DriverManager.getConnection(TestPostgres.jdbcUrl(), TestPostgres.USER, "");
                Statement kill = administrator.createStatement()) {
            kill.execute("select pg_terminate_backend(pid) from pg_stat_activity where state <> 'idle'"
                    + " and query ~ 'tape_(event|instrument|progress|holding)' and pid <> pg_backend_pid()");
        }
    }

    /** A connection may go from the tape to a decision just before it is cut off; who is not answered asks again a little later. */
    private void decideThoughCutOff(String account) throws Exception {
        Instant end = Instant.now().plusSeconds(20);
        while (true) {
            try {
                decide(account, 1, LIQUIDATED);
                return;
            } catch (DecisionLog.LogUnavailable cutOff) {
                if (Instant.now().isAfter(end)) {
                    throw cutOff;
                }
                Thread.sleep(20);
            }
        }
    }

    private void writeOrBeCutOff() {
        try {
            store.write(tail.head());
        } catch (Exception cutOff) {
            // the next one goes on
        }
    }

    private static JsonSchema schema(String name) {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(TapeIT.class.getResourceAsStream("/META-INF/resources/schemas/" + name + ".schema.json"));
    }
}
