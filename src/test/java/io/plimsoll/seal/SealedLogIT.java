package io.plimsoll.seal;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.plimsoll.api.Snapshots;
import io.plimsoll.fixtures.Tampering;
import io.plimsoll.proof.ExportFinding.Kind;
import io.plimsoll.proof.ExportReport;
import io.plimsoll.proof.ExportVerifier;
import io.plimsoll.proof.LogHead;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.wire.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class SealedLogIT {

    @Inject
    LogSealer sealer;

    @Inject
    AgroalDataSource dataSource;

    private static String decide(String account, long sequence, String balance) {
        return given().contentType(ContentType.JSON)
                .body(Snapshots.json(account, sequence, balance))
                .post("/v1/decisions")
                .then()
                .statusCode(200)
                .extract()
                .path("decisionId");
    }

    private static String export(String query) {
        return given().get("/v1/audit/export" + query)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static ExportReport verify(String export) throws Exception {
        PublicKeys keys = PublicKeys.read(given().get("/v1/audit/keys").asString());
        return new ExportVerifier(keys, Map.of())
                .verify(new ByteArrayInputStream(export.getBytes(StandardCharsets.UTF_8)));
    }

    private String ask(String query) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void theWholeLogIsExportedAndVerified() throws Exception {
        // Given
        String account = Snapshots.newAccount("sealed");
        decide(account, 1, Snapshots.HEALTHY);
        decide(account, 2, Snapshots.CALLED);
        decide(account, 3, Snapshots.LIQUIDATED);

        // When
        String export = export("");

        // Then
        ExportReport report = verify(export);
        assertEquals(List.of(), report.findings());
        assertTrue(report.isComplete());
        assertEquals(Long.parseLong(ask("select sum(array_length(positions, 1)) from sealed_batch")), report.rows());
        assertEquals(Long.parseLong(ask("select max(batch) from sealed_batch")), report.batches());
    }

    @Test
    void anAccountIsExportedWithoutTheOthersAndInTheWordsOfItsAnswers() throws Exception {
        // Given
        String account = Snapshots.newAccount("alone");
        String other = Snapshots.newAccount("other");
        String first = decide(account, 1, Snapshots.CALLED);
        decide(other, 1, Snapshots.CALLED);
        decide(account, 2, Snapshots.CALLED);

        // When
        String export = export("?account=" + account);

        // Then
        assertEquals(List.of(), verify(export).findings());
        assertEquals(2, verify(export).rows());
        assertFalse(export.contains(other));
        assertTrue(export.contains(given().get("/v1/decisions/" + first).asString()));
        List<JsonNode> rows = rows(export);
        assertEquals(0, rows.get(0).get("openCalls").size());
        assertEquals(1, rows.get(1).get("openCalls").size());
        assertEquals(rows.get(0).get("position"), rows.get(1).get("previous"));

        // When
        String masked = export("?mask=account,decision.figures&account=" + account);

        // Then
        assertEquals(List.of(), verify(masked).findings());
        List<JsonNode> shown = rows(masked);
        assertFalse(Json.text(shown.get(0)).contains(account));
        assertFalse(Json.text(shown.get(0)).contains(first));
        assertTrue(shown.get(0).at("/decision/figures").isMissingNode());
        assertEquals("MARGIN_CALL", shown.get(0).at("/decision/outcome").asText());
    }

    @Test
    void amountsAreWithheldWhereverTheyStand() throws Exception {
        // Given
        String account = Snapshots.newAccount("amounts");
        decide(account, 1, "901.23");
        decide(account, 2, "101.23");

        // When
        String masked = export("?mask=amounts&account=" + account);

        // Then
        assertEquals(List.of(), verify(masked).findings());
        assertEquals(2, verify(masked).rows());
        assertEquals("LIQUIDATE", rows(masked).getLast().at("/decision/outcome").asText());
        assertTrue(masked.contains(account));
        for (JsonNode row : rows(masked)) {
            ((ObjectNode) row).remove(List.of("path", "salts", "masked"));
            assertFalse(Json.text(row).contains("01.23"), () -> Json.text(row));
            assertFalse(Json.text(row).contains("100000"), () -> Json.text(row));
        }
    }

    private static List<JsonNode> rows(String export) throws Exception {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : export.lines().toList()) {
            JsonNode node = Json.parse(line);
            if (node.path("type").asText().equals("row")) {
                rows.add(node);
            }
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({
        "?outcome=margin_call, 1",
        "?outcome=liquidate, 0",
        "?pack=perpetuals, 1",
        "?pack=none, 0",
        "?rule=THR-NONE, 0",
        "?version=999, 0",
        "?from=2020-01-01T00:00:00Z, 1",
        "?to=2020-01-01T00:00:00Z, 0"
    })
    void aSelectionIsVerifiedToo(String query, int rows) throws Exception {
        String account = Snapshots.newAccount("selected");
        decide(account, 1, Snapshots.CALLED);

        String export = export(query + "&account=" + account);

        assertEquals(List.of(), verify(export).findings());
        assertEquals(rows, verify(export).rows());
    }

    @Test
    void whatIsNoParameterIsRefused() {
        given().get("/v1/audit/export?mask=everything").then().statusCode(400).body("parameter", equalTo("mask"));
        given().get("/v1/audit/export?colour=red").then().statusCode(400);
        given().get("/v1/audit/export?account=").then().statusCode(400).body("parameter", equalTo("account"));
        given().get("/v1/audit/export?mask=").then().statusCode(400).body("parameter", equalTo("mask"));
        given().get("/v1/audit/roots?after=x").then().statusCode(400);
        given().get("/v1/decisions/d-none/proof").then().statusCode(404);
    }

    @Test
    void aDecisionHasAProofOnceItIsSealed() throws Exception {
        // Given
        String id = decide(Snapshots.newAccount("proof"), 1, Snapshots.HEALTHY);
        sealer.seal();

        // When
        JsonNode proof = Json.parse(given().get("/v1/decisions/" + id + "/proof")
                .then()
                .statusCode(200)
                .extract()
                .asString());

        // Then
        LogHead head = LogHead.readUnverified(proof.get("head").asText());
        assertEquals(proof.at("/row/batch").asLong(), head.batch());
        assertEquals(id, proof.at("/row/decision/decisionId").asText());
        given().get("/v1/audit/roots?limit=1&after=" + (head.batch() - 1))
                .then()
                .statusCode(200)
                .body("items[0].signed", equalTo(proof.get("head").asText()))
                .body("items[0].root", equalTo(head.root().toString()));
    }

    @Test
    void everyRowIsSealedOnceWhoeverSealsIt() throws Exception {
        // Given
        String prefix = Snapshots.newAccount("racing");
        for (int i = 0; i < 40; i++) {
            decide(prefix + "-" + i, 1, Snapshots.HEALTHY);
        }

        // When
        Callable<Boolean> seal = () -> {
            sealer.seal();
            return true;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Boolean> sealed : threads.invokeAll(List.of(seal, seal, seal, seal))) {
                assertTrue(sealed.get());
            }
        }

        // Then
        assertEquals(
                "0",
                ask("select count(*) from decision where account_id like '" + prefix + "%' and not exists"
                        + " (select from sealed_batch where log_position = any (positions))"));
        assertEquals(
                ask("select count(*) from (select distinct unnest(positions) from sealed_batch) it"),
                ask("select sum(array_length(positions, 1)) from sealed_batch"));
        assertEquals(ask("select count(*) from sealed_batch"), ask("select max(batch) from sealed_batch"));
        assertEquals(List.of(), verify(export("")).findings());
    }

    @Test
    void whatWasSealedIsNeverChangedByTheService() throws Exception {
        decide(Snapshots.newAccount("kept"), 1, Snapshots.HEALTHY);
        sealer.seal();
        for (String sql : List.of(
                "update sealed_batch set signed = ''",
                "delete from sealed_batch",
                "truncate sealed_batch",
                "update log_signing_key set public_jwk = ''",
                "delete from sealed_log")) {
            SQLException refused = assertThrows(SQLException.class, () -> {
                try (Connection connection = dataSource.getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute(sql);
                }
            });
            assertEquals("23001", refused.getSQLState(), sql);
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            "document = replace(document, 'MARGIN_CALL', 'HEALTHY')", ALTERED, is not what was sealed
            "snapshot = replace(snapshot, '900', '901')", ALTERED, is not what was sealed
            "document = 'gone'", ALTERED, is not what was sealed
            "open_calls = '[]'", ALTERED, is not what was sealed
            "outcome = 'HEALTHY'", COLUMN, ": `outcome` is `HEALTHY` and not what the decision says"
            "rules = '{}'", COLUMN, ": `rules` is `[]` and not what the decision says"
            """)
    void anEditOfTheDatabaseIsFoundAndNamed(String edit, Kind kind, String detail) throws Exception {
        // Given
        String id = secondOfThree();
        String position = ask("select log_position from decision where decision_id = '" + id + "'");

        // When
        ExportReport report;
        try (Tampering decision = Tampering.withDecision(dataSource, id)) {
            decision.set(edit);
            report = verify(export(""));
        }

        // Then
        assertOneFinding(report, kind, "row at position " + position);
        assertOneFinding(report, kind, detail);
        assertEquals(List.of(), verify(export("")).findings());
    }

    @Test
    void aRowThatWasTakenOutOfTheDatabaseIsMissed() throws Exception {
        // Given
        String id = secondOfThree();
        String row =
                ask("select 'row ' || array_position(positions, log_position) || ' of the ' || cardinality(positions)"
                        + " || ' rows of batch ' || batch from sealed_batch, decision where decision_id = '" + id
                        + "' and log_position = any (positions)");

        // When
        ExportReport report;
        try (Tampering decision = Tampering.withDecision(dataSource, id)) {
            decision.delete();
            report = verify(export(""));
        }

        // Then
        assertOneFinding(report, Kind.REMOVED, row);
        assertEquals(List.of(), verify(export("")).findings());
    }

    /** The middle one of three sealed decisions of an account. */
    private String secondOfThree() throws Exception {
        String account = Snapshots.newAccount("tampered");
        decide(account, 1, Snapshots.CALLED);
        String second = decide(account, 2, Snapshots.CALLED);
        decide(account, 3, Snapshots.CALLED);
        sealer.seal();
        return second;
    }

    private static void assertOneFinding(ExportReport report, Kind kind, String detail) {
        assertEquals(1, report.findingCount(), report::toString);
        assertEquals(kind, report.findings().getFirst().kind());
        assertTrue(report.findings().getFirst().detail().contains(detail), report::toString);
    }

    @Test
    void aBatchThatWasTakenOutOfTheDatabaseIsMissed() throws Exception {
        // Given
        for (int i = 0; i < 3; i++) {
            decide(Snapshots.newAccount("batch"), 1, Snapshots.HEALTHY);
            sealer.seal();
        }
        long batch = Long.parseLong(ask("select max(batch) - 1 from sealed_batch"));

        // When
        ExportReport report;
        try (Tampering head = Tampering.withBatch(dataSource, batch)) {
            head.delete();
            report = verify(export(""));
        }

        // Then
        assertTrue(
                report.findings().stream()
                        .anyMatch(finding -> finding.kind() == Kind.REMOVED
                                && finding.detail().startsWith("batch " + batch + ", before batch")),
                report::toString);
        assertEquals(List.of(), verify(export("")).findings());
    }

    @Test
    void nothingIsSealedBehindAHeadThatWasAltered() throws Exception {
        // Given
        decide(Snapshots.newAccount("head"), 1, Snapshots.HEALTHY);
        sealer.seal();
        String id;

        // When
        try (Tampering head =
                Tampering.withBatch(dataSource, Long.parseLong(ask("select max(batch) from sealed_batch")))) {
            head.set("signed = replace(signed, '.', '.e')");
            id = decide(Snapshots.newAccount("head"), 1, Snapshots.HEALTHY);

            // Then
            assertThrows(Exception.class, () -> sealer.seal());
            given().get("/v1/decisions/" + id + "/proof")
                    .then()
                    .statusCode(409)
                    .body("type", containsString("not-yet"));
        }

        // When
        sealer.seal();

        // Then
        given().get("/v1/decisions/" + id + "/proof").then().statusCode(200);
    }

    @Test
    void everyHeadIsAnchoredOnceAndAnotherLogIsNotAnchoredOverIt(@TempDir Path folder) throws Exception {
        // Given
        Path file = folder.resolve("anchors");
        decide(Snapshots.newAccount("anchor"), 1, Snapshots.HEALTHY);
        sealer.seal();

        // When
        append(file);
        decide(Snapshots.newAccount("anchor"), 1, Snapshots.HEALTHY);
        sealer.seal();
        Files.writeString(file, "eyJ", StandardOpenOption.APPEND); // a write that was cut off
        append(file);
        append(file);

        // Then
        List<String> anchored = Files.readAllLines(file);
        assertEquals(ask("select count(*) from sealed_batch"), Integer.toString(anchored.size()));
        assertEquals(
                ask("select string_agg(signed, '|' order by batch) from sealed_batch"), String.join("|", anchored));

        // When
        String last = anchored.getLast();
        Files.writeString(file, last.replace('a', 'b') + "\n");

        // Then
        assertThrows(AnchorFile.OtherLog.class, () -> append(file));
    }

    private void append(Path file) throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            new AnchorFile(file).append(connection);
        }
    }
}
