package io.plimsoll.api;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.plimsoll.signing.IntentVerifier;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.signing.Verification;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class OpenApiIT {

    @ParameterizedTest
    @CsvSource({
        "/v1/decisions, post",
        "/v1/decisions, get",
        "/v1/decisions/batch, post",
        "/v1/what-if, post",
        "/v1/would-change, post",
        "/v1/decisions/{decisionId}/would-change, get",
        "/v1/decisions/{decisionId}, get",
        "/v1/accounts/{accountId}/decisions, get",
        "/v1/stream/decisions, get",
        "/v1/margin-calls, get",
        "/v1/closures, get",
        "/v1/closures/{intentId}, get",
        "/v1/fills, post",
        "/.well-known/jwks.json, get",
        "/v1/deleveraging, post",
        "/v1/policies/check, post",
        "/v1/status, get",
        "/v1/tape/{view}, get",
        "/v1/tape/ladder, get",
        "/v1/tape/statistics, get",
    })
    void describesTheOperationWithAnExampleOfItsAnswer(String path, String method) throws SnapshotFaults {
        // When
        JsonNode operation = document().get("paths").get(path).get(method);

        // Then
        assertFalse(operation.get("summary").asText().isEmpty());
        JsonNode answer = resolved(operation.get("responses").get("200"));
        assertExample(answer);
        if (method.equals("post")) {
            assertExample(resolved(operation.get("requestBody")));
        }
    }

    @Test
    void whatIsServedIsAValidDocument() {
        // Given
        ParseOptions options = new ParseOptions();
        options.setResolve(true);

        // When
        SwaggerParseResult parsed = new OpenAPIV3Parser()
                .readContents(given().get("/q/openapi?format=json").asString(), null, options);

        // Then
        assertEquals(List.of(), parsed.getMessages());
        assertEquals("Plimsoll", parsed.getOpenAPI().getInfo().getTitle());
    }

    @Test
    void theStatusHasTheFormItIsDescribedWith() throws SnapshotFaults {
        // Given
        ObjectNode schema = Json.object().put("$ref", "#/components/schemas/Status");
        schema.set("components", document().get("components"));

        // When
        JsonNode status = Json.parse(given().get("/v1/status").asString());

        // Then
        assertEquals(
                Set.of(),
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(schema)
                        .validate(status));
    }

    /** Values follow the pack and may change with it; what is there to be read may not. */
    @Test
    void theExampleOfADecisionHasTheFieldsOfARealOne() throws SnapshotFaults {
        // Given
        ObjectNode snapshot = (ObjectNode) example("snapshot").deepCopy();
        snapshot.put("accountId", Snapshots.newAccount("openapi"));

        // When
        JsonNode decision = Json.parse(given().contentType(ContentType.JSON)
                .body(Json.text(snapshot))
                .post("/v1/decisions")
                .asString());

        // Then
        JsonNode example = example("decision");
        assertEquals(example.get("outcome"), decision.get("outcome"));
        assertEquals(paths(example), paths(decision));
        assertEquals(List.copyOf(names(example)), List.copyOf(names(decision)));
    }

    /** Who verifies an intent by the document's own example must be able to. */
    @Test
    void theExampleOfAnIntentVerifiesWithTheExampleOfTheKeys() throws SnapshotFaults {
        IntentVerifier verifier =
                new IntentVerifier(PublicKeys.ofJwks(Json.text(example("jwks"))), IntentVerifier.CLOCK_SKEW_DEFAULT);
        JsonNode intent = example("closureIntent");

        Verification verification = verifier.verify(
                Json.text(intent), Instant.parse(intent.get("issuedAt").asText()));

        assertInstanceOf(Verification.Valid.class, verification);
        assertEquals(example("fill").get("intentId"), intent.get("intentId"));
    }

    @Test
    void theExampleOfACheckIsItsAnswer() throws SnapshotFaults {
        // When
        String answer = given().contentType(ContentType.JSON)
                .body(Json.text(example("draft")))
                .post("/v1/policies/check")
                .asString();

        // Then
        assertEquals(example("draftCheck"), Json.parse(answer));
    }

    @Test
    void theExampleOfADeleveragingIsItsAnswer() throws SnapshotFaults {
        // When
        String answer = given().contentType(ContentType.JSON)
                .body(Json.text(example("deleveraging")))
                .post("/v1/deleveraging")
                .asString();

        // Then
        assertEquals(example("deleveragingResult"), Json.parse(answer));
    }

    @Test
    void theExampleOfWhatWouldHaveSparedTheCallIsWhatTheServiceAnswers() throws SnapshotFaults {
        // When
        String answer = given().contentType(ContentType.JSON)
                .body(Json.text(example("snapshot")))
                .post("/v1/would-change")
                .asString();

        // Then
        assertEquals(example("wouldChange"), Json.parse(answer));
    }

    private static void assertExample(JsonNode described) throws SnapshotFaults {
        JsonNode examples = described.get("content").elements().next().get("examples");
        assertTrue(examples.size() > 0);
        assertFalse(resolved(examples.elements().next()).get("value").isMissingNode());
    }

    private static JsonNode example(String name) throws SnapshotFaults {
        return document().at("/components/examples/" + name + "/value");
    }

    private static JsonNode resolved(JsonNode node) throws SnapshotFaults {
        return node.has("$ref") ? document().at(node.get("$ref").asText().substring(1)) : node;
    }

    private static JsonNode document() throws SnapshotFaults {
        return Json.parse(
                given().accept(ContentType.JSON).get("/q/openapi?format=json").asString());
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Pointers of all fields, the items of a list taken together; what rules say about facts and terms is theirs. */
    private static Set<String> paths(JsonNode node) {
        Set<String> paths = new TreeSet<>();
        addPaths("", node, paths);
        return paths;
    }

    private static void addPaths(String pointer, JsonNode node, Set<String> paths) {
        if (node.isArray()) {
            node.forEach(item -> addPaths(pointer + "/*", item, paths));
        } else if (node.isObject() && !pointer.endsWith("/facts") && !pointer.endsWith("/terms")) {
            node.properties().forEach(field -> addPaths(pointer + "/" + field.getKey(), field.getValue(), paths));
        } else {
            paths.add(pointer);
        }
    }
}
