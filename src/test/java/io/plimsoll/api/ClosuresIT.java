package io.plimsoll.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.plimsoll.signing.IntentVerifier;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.signing.Verification.Valid;
import io.plimsoll.wire.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ClosuresIT {

    @Test
    void anExecutorFindsTheIntentVerifiesItAndReadsTheSameBytesAgain() {
        // Given
        String account = Snapshots.newAccount("executor");
        String decisionId = post(account, 1, Snapshots.LIQUIDATED).path("decisionId");

        // When
        Response open = given().get("/v1/closures?status=open&account=" + account);
        String intentId = open.path("items[0].intentId");
        String closure = given().get("/v1/closures/" + intentId).asString();

        // Then
        open.then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].decisionId", equalTo(decisionId))
                .body("items[0].status", equalTo("OPEN"))
                .body("items[0].endedBy", nullValue())
                .body("items[0].orders[0].positionSide", equalTo("LONG"))
                .body("items[0].orders[0].filled", equalTo("0"));
        String jwks = given().get("/.well-known/jwks.json")
                .then()
                .statusCode(200)
                .contentType("application/jwk-set+json")
                .extract()
                .asString();
        var verifier = new IntentVerifier(PublicKeys.ofJwks(jwks), IntentVerifier.CLOCK_SKEW_DEFAULT);
        Valid valid = assertInstanceOf(Valid.class, verifier.verify(closure, Instant.now()));
        assertEquals(decisionId, valid.content().path("decisionId").asText());
        assertEquals(closure, given().get("/v1/closures/" + intentId).asString());

        // When: the account is restored
        post(account, 2, Snapshots.HEALTHY);

        // Then: the signed bytes are the same still
        given().get("/v1/closures/" + intentId)
                .then()
                .body("status", equalTo("CURED"))
                .body("signed", equalTo(open.path("items[0].signed")));
        given().get("/v1/closures?status=open&account=" + account).then().body("items", hasSize(0));
        given().get("/v1/closures?status=ended&account=" + account).then().body("items", hasSize(1));
        given().get("/v1/closures?status=cured&account=" + account).then().body("items", hasSize(1));
        given().get("/v1/closures?status=filled&account=" + account).then().body("items", hasSize(0));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        given().get("/v1/closures/i-none").then().statusCode(404);
        given().get("/v1/closures?status=sideways").then().statusCode(400);
        given().get("/v1/closures?colour=red").then().statusCode(400);
    }

    @Test
    void aFillIsAnsweredOnceItIsDurableAndShownWithItsIntent() throws Exception {
        // Given
        String account = Snapshots.newAccount("fills");
        post(account, 1, Snapshots.LIQUIDATED);
        String intentId = given().get("/v1/closures?account=" + account).path("items[0].intentId");
        String fill = """
                {"fillId":"x-%s","intentId":"%s","instrument":"BTCUSDT","side":"SELL","quantity":"0.6","price":"99990.5",\
                "paid":"30","filledAt":"2026-11-22T19:00:00.5Z"}""".formatted(account, intentId);
        assertEquals(Set.of(), schema("fill").validate(Json.parse(fill)));

        // When
        Response answer = fill(fill);
        Response again = fill(fill);

        // Then
        answer.then()
                .statusCode(200)
                .body("accountId", equalTo(account))
                .body("status", equalTo("PARTIAL"))
                .body("late", equalTo(false))
                .body("duplicate", equalTo(false))
                .body("excess", equalTo("0"))
                .body("surplusTo", equalTo("CUSTOMER"));
        again.then().statusCode(200).body("duplicate", equalTo(true)).body("status", equalTo("PARTIAL"));
        Response closure = given().get("/v1/closures/" + intentId);
        closure.then()
                .body("status", equalTo("PARTIALLY_FILLED"))
                .body("orders[0].filled", equalTo("0.6"))
                .body("orders[0].remaining", equalTo("0.4"))
                .body("fills", hasSize(1))
                .body("fills[0].price", equalTo("99990.5"));
        assertEquals(
                Set.of(),
                schema("closure-intent").validate(Json.parse(closure.asString()).get("intent")));
        fill(fill.replace("0.6", "0.7"))
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:plimsoll:problem:fill-conflict"));
    }

    @Test
    void aFaultyFillIsToldAllItsFaults() {
        fill("{\"fillId\":\"\",\"side\":\"UP\",\"quantity\":0,\"price\":\"x\",\"filledAt\":\"noon\",\"step\":0,\"colour\":1}")
                .then()
                .statusCode(422)
                .body(
                        "errors.pointer",
                        hasItems(
                                "/colour",
                                "/fillId",
                                "/intentId",
                                "/instrument",
                                "/side",
                                "/step",
                                "/quantity",
                                "/price",
                                "/filledAt"));
        fill("{").then().statusCode(400);
        fill("{\"fillId\":\"x-none\",\"intentId\":\"i-none\",\"instrument\":\"BTCUSDT\",\"side\":\"SELL\","
                        + "\"quantity\":1,\"price\":1,\"filledAt\":\"2026-11-22T19:00:00Z\"}")
                .then()
                .statusCode(200)
                .body("status", equalTo("UNKNOWN"))
                .body("accountId", nullValue());
    }

    private static Response fill(String body) {
        return given().contentType(ContentType.JSON).body(body).post("/v1/fills");
    }

    private static JsonSchema schema(String name) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(given().get("/schemas/" + name + ".schema.json").asString());
    }

    private static Response post(String account, long sequence, String balance) {
        return given().contentType(ContentType.JSON)
                .body(Snapshots.json(account, sequence, balance))
                .post("/v1/decisions");
    }
}
