package io.plimsoll.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.plimsoll.policy.FindingCodes;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One broken draft in each format that {@code plimsoll check} writes. */
class CheckFormatsTest {
    private static final String DRAFT = """
            package plimsoll.threshold
            import io.plimsoll.rules.facts.*
            global io.plimsoll.rules.verbs.Threshold decide

            rule "THR-910 a loss warns"
                @owner("risk-policy") @source("Manual 4.2")
            when
                MarginAccount( equty < 0 )
            then
                decide.warn("100 % of it: lost, all");
            end
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeTheDraft() throws IOException {
        Files.writeString(folder.resolve("my draft.drl"), DRAFT);
    }

    @Test
    void aFileThatStandsAnywhereIsCheckedByThePackageItNames() {
        // When
        int exit = run("check", folder.resolve("my draft.drl").toString());

        // Then
        assertEquals(1, exit);
        assertEquals("""
                %s/my draft.drl:8:20 error PLM-403 `MarginAccount` has no field `equty`
                        MarginAccount( equty < 0 )
                                       ^^^^^
                    did you mean `equity`?
                1 file: 1 errors, 0 warnings
                """.formatted(folder), out.toString());
    }

    @Test
    void aFolderIsCheckedWithAllFilesBelowIt() throws IOException {
        // Given
        Files.createDirectories(folder.resolve("threshold"));
        Files.writeString(folder.resolve("threshold/same.drl"), DRAFT.replace("equty", "equity"));

        // When
        int exit = run("check", folder + "/");

        // Then
        assertEquals(1, exit);
        assertTrue(out.toString().contains("PLM-302"), out.toString());
        assertTrue(out.toString().endsWith("2 files: 2 errors, 0 warnings\n"), out.toString());
    }

    @Test
    void aPathThatDoesNotExistIsAWrongCall() {
        assertEquals(2, run("check", folder + "/none.drl"));
        assertTrue(err.toString().contains("none.drl"), err.toString());
    }

    @Test
    void jsonHasEverythingAnEditorNeeds() throws Exception {
        // When
        run("check", "--format", "json", folder + "/");

        // Then
        JsonNode finding = Json.parse(out.toString()).at("/findings/0");
        assertEquals("equity", finding.at("/fixes/0/replacement").asText());
        assertEquals(20, finding.at("/fixes/0/range/start/column").asInt());
        assertEquals(25, finding.at("/range/end/column").asInt());
        assertEquals("docs/findings/PLM-403.md", finding.at("/doc").asText());
        assertFalse(Json.parse(out.toString()).at("/truncated").asBoolean());
    }

    @Test
    void sarifIsValidAndNamesThePlaceAndTheEdit() throws Exception {
        // When
        run("check", "--format", "sarif", folder + "/");

        // Then
        JsonNode log = Json.parse(out.toString());
        assertEquals(Set.of(), schema().validate(log));
        JsonNode run = log.at("/runs/0");
        JsonNode result = run.at("/results/0");
        assertEquals("PLM-403", result.at("/ruleId").asText());
        assertEquals(
                "PLM-403",
                run.at("/tool/driver/rules/" + result.at("/ruleIndex").asInt() + "/id")
                        .asText());
        assertEquals(FindingCodes.all().size(), run.at("/tool/driver/rules").size());
        assertEquals(
                folder + "/my%20draft.drl",
                result.at("/locations/0/physicalLocation/artifactLocation/uri").asText());
        assertEquals(
                8, result.at("/locations/0/physicalLocation/region/startLine").asInt());
        assertEquals(
                "equity",
                result.at("/fixes/0/artifactChanges/0/replacements/0/insertedContent/text")
                        .asText());
    }

    @Test
    void theSchemaRefusesWhatIsNoSarif() throws Exception {
        assertFalse(schema().validate(Json.parse("{\"version\":\"2.1.0\",\"runs\":[{}]}"))
                .isEmpty());
    }

    @Test
    void annotationsOfAWorkflowEscapeWhatWouldEndThem() throws IOException {
        // Given
        Files.writeString(
                folder.resolve("my draft.drl"), DRAFT.replace("equty", "equity").replace("THR-910", "THR 1,0%"));

        // When
        run("check", "--format", "github", folder + "/");

        // Then
        assertEquals(
                "::error file=" + folder
                        + "/my draft.drl,line=5,endLine=5,col=6,endColumn=29,title=PLM-301::a rule's name is an id and"
                        + " a sentence%0Awrite `rule \"MRG-010 requirement follows the bracket\"`%0Adocs/findings/PLM-301.md\n",
                out.toString());
    }

    @Test
    void of501FindingsTheFirst500AreShown() throws Exception {
        // Given
        for (int count : List.of(500, 501)) {
            StringBuilder rules = new StringBuilder(DRAFT.substring(0, DRAFT.indexOf("rule \"")));
            for (int i = 0; i < count; i++) {
                String file = DRAFT.substring(DRAFT.indexOf("rule \"")).replace("THR-910", "THR-" + (1000 + i));
                rules.append(file);
                if (i % 100 == 99 || i == count - 1) {
                    Files.createDirectories(folder.resolve(count + "/threshold"));
                    Files.writeString(folder.resolve(count + "/threshold/" + i + ".drl"), rules.toString());
                    rules.setLength(DRAFT.indexOf("rule \""));
                }
            }
        }

        // When
        run("check", "--json", folder + "/500");
        JsonNode exact = Json.parse(out.toString());
        out.getBuffer().setLength(0);
        run("check", "--json", folder + "/501");
        JsonNode more = Json.parse(out.toString());

        // Then
        assertFalse(exact.at("/truncated").asBoolean());
        assertTrue(more.at("/truncated").asBoolean());
        assertEquals(500, more.at("/findings").size());
        assertEquals(501, more.at("/errors").asInt());
    }

    private static JsonSchema schema() throws IOException {
        try (InputStream in = CheckFormatsTest.class.getResourceAsStream("/sarif/sarif-schema-2.1.0.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(Objects.requireNonNull(in));
        }
    }

    private int run(String... arguments) {
        return Plimsoll.commandLine(() -> {})
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
