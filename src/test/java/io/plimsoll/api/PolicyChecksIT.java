package io.plimsoll.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.wire.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class PolicyChecksIT {
    private static final String BRACKETS = "rules/margin/brackets.drl";
    private static final String TABLE = "policies/perpetuals/tables/bracket.csv";

    @Test
    void anEditOfAnInstalledRuleIsCheckedInEveryPackThatNamesIt() throws Exception {
        // Given
        String broken = Files.readString(Path.of(BRACKETS)).replace("margin.initial($p", "margin.intial($p");

        // When
        ValidatableResponse answer = check(files(BRACKETS, broken));

        // Then
        answer.statusCode(200)
                .body("ok", equalTo(false))
                .body("packs", hasItem("perpetuals"))
                .body("packs", hasItem("hyperliquid-2023"))
                .body("findings", hasSize(1))
                .body("findings[0].code", equalTo("PLM-502"))
                .body("findings[0].rule", equalTo("MRG-010"))
                .body("findings[0].range.start.column", equalTo(12))
                .body("findings[0].fixes[0].replacement", equalTo("initial"))
                .body("findings[0].doc", equalTo("docs/findings/PLM-502.md"))
                .body("truncated", equalTo(false));
    }

    @Test
    void anEditOfATableIsCheckedAndASoundOneHasNoFinding() throws Exception {
        // Given
        String sound = Files.readString(Path.of(TABLE));
        String broken = sound.replaceFirst("(?m)^(BTCUSDT),0,", "$1,1,");

        // Then
        check(files(TABLE, sound)).statusCode(200).body("ok", equalTo(true)).body("packs", contains("perpetuals"));
        check(files(TABLE, broken)).statusCode(200).body("findings.code", hasItem("PLM-821"));
    }

    @Test
    void aFileThatIsTakenAwayIsMissed() {
        ObjectNode body = Json.object();
        body.putObject("files").putNull(BRACKETS);
        check(body).statusCode(200).body("findings.code", hasItem("PLM-701"));
    }

    @Test
    void aDraftAloneSeesNothingThatIsInstalled() throws Exception {
        // Given
        ObjectNode body =
                files("policies/perpetuals/pack.yaml", Files.readString(Path.of("policies/perpetuals/pack.yaml")));
        body.put("alone", true);

        // Then
        check(body)
                .statusCode(200)
                .body("packs", contains("perpetuals"))
                .body("findings.code", hasItem("PLM-701"))
                .body("findings.file", everyItem(startsWith("policies/perpetuals/")));
    }

    @Test
    void nothingOfADraftIsPutInForce() throws Exception {
        // Given
        String before = hashes();

        // When
        check(files(TABLE, "# empty\n")).statusCode(200).body("ok", equalTo(false));

        // Then
        assertEquals(before, hashes());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # body                                              | status | pointer                 | code
            {"files": {"rules/margin/a.drl": 1}}                | 422 | /files/rules~1margin~1a.drl | WRONG_TYPE
            {"files": {"../etc/passwd": ""}}                    | 422 | /files/..~1etc~1passwd      | UNKNOWN_VALUE
            {"files": {"rules/margin/../../a.drl": ""}}         | 422 | /files/rules~1margin~1..~1..~1a.drl | UNKNOWN_VALUE
            {"files": {}}                                       | 422 | /files | EMPTY
            {"files": []}                                       | 422 | /files | WRONG_TYPE
            {}                                                  | 422 | /files | MISSING
            []                                                  | 422 | `` | WRONG_TYPE
            {"files": {"rules/margin/a.drl": ""}, "alone": 1}   | 422 | /alone | WRONG_TYPE
            {"files": {"rules/margin/a.drl": ""}, "dry": true}  | 422 | /dry   | UNKNOWN_FIELD
            {"files":                                           | 400 | `` | MALFORMED_JSON
            """)
    void aMalformedDraftIsRefusedWithItsPlace(String body, int status, String pointer, String code) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/policies/check")
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("errors[0].pointer", equalTo(pointer == null ? "" : pointer))
                .body("errors[0].code", equalTo(code));
    }

    @Test
    void sizesAreLimited() {
        ObjectNode many = Json.object();
        ObjectNode files = many.putObject("files");
        for (int i = 0; i < 500; i++) {
            files.put("rules/margin/a" + i + ".drl", "");
        }
        many.put("alone", true);
        check(many)
                .statusCode(200)
                .body("truncated", equalTo(true))
                .body("findings", hasSize(500))
                .body("errors", equalTo(500))
                .body("warnings", equalTo(500));
        files.put("rules/margin/more.drl", "");
        check(many).statusCode(422).body("errors[0].code", equalTo("TOO_MANY"));
        check(files("rules/margin/a.drl", " ".repeat(5_000_000))).statusCode(413);
    }

    private static String hashes() {
        return given().get("/v1/status").jsonPath().getString("packs.active.hash");
    }

    private static ObjectNode files(String path, String text) {
        ObjectNode body = Json.object();
        body.putObject("files").put(path, text);
        return body;
    }

    private static ValidatableResponse check(ObjectNode body) {
        return given().contentType(ContentType.JSON)
                .body(Json.text(body))
                .post("/v1/policies/check")
                .then();
    }
}
