package io.plimsoll.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.wire.CanonicalJson;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The test vectors that docs/audit-format.md points to; {@code -Dplimsoll.write-vectors=true} writes them anew. */
class AuditVectorsTest {

    private static final Path FOLDER = Path.of("docs", "audit-vectors");
    private static final SealedLog LOG = SealedLog.of(3, 2);

    private static void assertIsFile(String name, String text) throws IOException {
        if (Boolean.getBoolean("plimsoll.write-vectors")) {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(name), text);
        }
        assertEquals(Files.readString(FOLDER.resolve(name)), text);
    }

    @Test
    void theExportAndItsKeysAreWhatTheWriterWrites() throws IOException {
        assertIsFile("keys.json", PublicKeys.jwks(List.of(SealedLog.KEY.publicJwk())) + "\n");
        assertIsFile("export.ndjson", LOG.export());
        assertIsFile(
                "masked.ndjson",
                LOG.export(
                        Json.object().put("account", "A-1"),
                        row -> row.at("/decision/accountId").asText().equals("A-1"),
                        field -> field.equals("decision.figures") || field.equals("snapshot.positions")));
    }

    @Test
    void theVerifierFindsThemIntact() throws IOException {
        PublicKeys keys = PublicKeys.read(Files.readString(FOLDER.resolve("keys.json")));
        for (String name : List.of("export.ndjson", "masked.ndjson")) {
            try (var export = Files.newInputStream(FOLDER.resolve(name))) {
                ExportReport report = new ExportVerifier(keys, Map.of()).verify(export);
                assertTrue(report.isIntact(), report::toString);
            }
        }
    }

    /** Each step from the second row of the export to the root of its batch. */
    @Test
    void theStepsAreThoseOfTheFormat() throws IOException {
        ObjectNode row = SealedLog.parsed(LOG.export()
                .lines()
                .filter(line -> line.contains("\"type\":\"row\""))
                .toList()
                .get(1));
        Hash rowSalt = Hash.parse(row.path("salt").asText()).orElseThrow();
        LogRow of = LogRow.of(row.path("position").asLong(), row);
        ObjectNode steps = Json.object().put("position", of.position()).put("salt", rowSalt.toString());
        ArrayNode fields = steps.putArray("fields");
        of.fields().forEach((name, value) -> {
            Hash salt = LogRow.fieldSalt(rowSalt, name);
            fields.addObject()
                    .put("field", name)
                    .put("canonical", CanonicalJson.text(value))
                    .put("salt", salt.toString())
                    .put("commitment", LogRow.commitment(salt, value).toString());
        });
        steps.put("leafInput", LogRow.leafInput(of.position(), of.commitments(rowSalt)));
        steps.put("leafHash", of.leaf(rowSalt).toString());
        steps.set("path", row.get("path"));
        LogHead head = LOG.heads.getFirst();
        steps.put("root", head.root().toString());
        steps.put("headPayload", head.payload());
        steps.put("headHash", head.hash().toString());
        steps.put("headSigned", SealedLog.signed(head));

        assertTrue(RowProof.isProven(row, head));
        assertIsFile("steps.json", steps.toPrettyString() + "\n");
    }
}
