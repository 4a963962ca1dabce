package io.plimsoll.seal;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.HydratorSupplier;
import blue.strategic.parquet.ParquetReader;
import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.plimsoll.api.Snapshots;
import io.plimsoll.cli.Plimsoll;
import io.plimsoll.wire.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What NDJSON tells, as the tables that people look at it in. */
@QuarkusTest
class ExportFormatsIT {

    private static final int ROWS = 450; // more than two pages

    @TempDir
    Path folder;

    private static String account() {
        String account = Snapshots.newAccount("table");
        for (int sequence = 1; sequence <= ROWS; sequence++) {
            given().contentType(ContentType.JSON)
                    .body(Snapshots.json(account, sequence, Snapshots.CALLED))
                    .post("/v1/decisions")
                    .then()
                    .statusCode(200);
        }
        return account;
    }

    private static List<JsonNode> rows(String account) throws Exception {
        List<JsonNode> rows = new ArrayList<>();
        String export = given().get("/v1/audit/export?account=" + account).asString();
        for (String line : export.lines().toList()) {
            JsonNode node = Json.parse(line);
            if (node.path("type").asText().equals("row")) {
                rows.add(node);
            }
        }
        return rows;
    }

    /** @param mask as a query has it, {@code &mask=account}; empty for none */
    private static byte[] export(String account, String mask, String format) {
        return given().get("/v1/audit/export?account=" + account + "&format=" + format + mask)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
    }

    private List<Map<String, Object>> parquet(byte[] bytes) throws Exception {
        Path file = Files.write(folder.resolve("export.parquet"), bytes);
        Hydrator<Map<String, Object>, Map<String, Object>> hydrator = new Hydrator<>() {
            @Override
            public Map<String, Object> start() {
                return new HashMap<>();
            }

            @Override
            public Map<String, Object> add(Map<String, Object> row, String column, Object value) {
                if (value != null) {
                    row.put(column, value);
                }
                return row;
            }

            @Override
            public Map<String, Object> finish(Map<String, Object> row) {
                return row;
            }
        };
        try (var rows = ParquetReader.streamContent(file.toFile(), HydratorSupplier.constantly(hydrator))) {
            return rows.toList();
        }
    }

    /** What {@code plimsoll verify} says. */
    private String verified(byte[] export) throws Exception {
        Path keys = Files.writeString(
                folder.resolve("keys.json"), given().get("/v1/audit/keys").asString());
        StringWriter said = new StringWriter();
        Plimsoll.commandLine(() -> {})
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute("verify", Files.write(folder.resolve("export"), export).toString(), "--key", keys.toString());
        return said.toString();
    }

    @Test
    void eachFormatTellsTheSame() throws Exception {
        // Given
        String account = account();
        List<JsonNode> lines = rows(account);
        assertEquals(ROWS, lines.size());

        // When
        List<NamedCsvRecord> csv;
        try (CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().ofNamedCsvRecord(new String(export(account, "", "csv"), "UTF-8"))) {
            csv = reader.stream().toList();
        }
        List<Map<String, Object>> parquet = parquet(export(account, "", "parquet"));

        // Then
        assertEquals(ROWS, csv.size());
        assertEquals(ROWS, parquet.size());
        for (int i = 0; i < ROWS; i++) {
            JsonNode line = lines.get(i);
            assertEquals(account, csv.get(i).getField("accountId"));
            assertEquals(account, parquet.get(i).get("accountId"));
            assertEquals(line.path("position").asText(), csv.get(i).getField("position"));
            assertEquals(line.path("position").asLong(), parquet.get(i).get("position"));
            assertEquals(
                    line.at("/decision/figures/equity").asText(), csv.get(i).getField("equity"));
            assertEquals(
                    line.at("/decision/figures/equity").asText(), parquet.get(i).get("equity"));
            assertEquals(Json.text(line.path("decision")), csv.get(i).getField("decision"));
            assertEquals(Json.text(line.path("decision")), parquet.get(i).get("decision"));
            assertEquals(Json.text(line.path("snapshot")), parquet.get(i).get("snapshot"));
        }
        assertTrue(csv.getFirst().getField("rules").contains("THR-020"));
        for (String format : List.of("ndjson", "csv", "parquet")) {
            for (String mask : List.of("", "&mask=account", "&mask=amounts")) {
                assertEquals(
                        "intact: " + ROWS + " rows",
                        verified(export(account, mask, format)).substring(0, 16));
            }
        }
        String edited = new String(export(account, "", "csv"), "UTF-8")
                .replaceFirst("\"\"equity\"\":\"\"900.00\"\"", "\"\"equity\"\":\"\"900.01\"\"");
        assertTrue(verified(edited.getBytes(StandardCharsets.UTF_8))
                .contains("ALTERED: row at position "
                        + lines.getFirst().path("position").asText()));

        // When
        String masked = new String(export(account, "&mask=account,decision.figures", "csv"), "UTF-8");
        List<Map<String, Object>> maskedParquet = parquet(export(account, "&mask=account,decision.figures", "parquet"));

        // Then
        assertFalse(masked.contains(account.substring(account.length() - 36)));
        assertFalse(maskedParquet.toString().contains(account.substring(account.length() - 36)));
        assertFalse(maskedParquet.getFirst().containsKey("equity"));
        assertEquals("MARGIN_CALL", maskedParquet.getFirst().get("outcome"));
    }

    @Test
    void aSearchIsOfOneAccountToo() {
        String account = Snapshots.newAccount("searched");
        given().contentType(ContentType.JSON)
                .body(Snapshots.json(account, 1, Snapshots.CALLED))
                .post("/v1/decisions");

        assertEquals(
                1,
                given().get("/v1/decisions?outcome=margin_call&account=" + account)
                        .jsonPath()
                        .getList("items")
                        .size());
        assertEquals(
                0,
                given().get("/v1/decisions?outcome=healthy&account=" + account)
                        .jsonPath()
                        .getList("items")
                        .size());
        given().get("/v1/audit/export?format=xml").then().statusCode(400);
    }
}
