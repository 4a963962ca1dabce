package io.plimsoll.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class DecisionsIT {

    @Test
    void tellsWhatADecisionCameFrom() {
        // Given
        String account = Snapshots.newAccount("case");
        String first = post(Snapshots.json(account, 42, Snapshots.CALLED)).path("decisionId");
        String second = post(Snapshots.json(account, 43, Snapshots.CALLED)).path("decisionId");

        // When
        Response ofFirst = given().get("/v1/decisions/" + first + "/case");
        Response ofSecond = given().get("/v1/decisions/" + second + "/case");

        // Then
        ofFirst.then()
                .statusCode(200)
                .body("decision.decisionId", equalTo(first))
                .body("snapshot.sequence", equalTo(42))
                .body("openCalls", hasSize(0));
        ofSecond.then()
                .statusCode(200)
                .body("decision.marginCall.status", equalTo("STANDING"))
                .body("snapshot.accountId", equalTo(account))
                .body("openCalls.callId", equalTo(ofFirst.path("decision.marginCalls.callId")))
                .body("openCalls.amount", equalTo(List.of("150.00")))
                .body("openCalls.marginAccount", equalTo(List.of("CROSS")));
        given().get("/v1/decisions/d-none/case").then().statusCode(404);
    }

    @Test
    void tellsWhatWouldHaveSparedAnAccountItsCall() {
        // Given
        String account = Snapshots.newAccount("would-change");
        String asked = given().contentType(ContentType.JSON)
                .body(Snapshots.json(account, 1, Snapshots.CALLED))
                .post("/v1/would-change")
                .then()
                .statusCode(200)
                .body("marginAccounts.id", equalTo(List.of("CROSS")))
                .body("marginAccounts[0].outcome", equalTo("MARGIN_CALL"))
                .body("marginAccounts[0].deposits[0].asset", equalTo("USDT"))
                .body("marginAccounts[0].price.from", equalTo("UPWARDS"))
                .extract()
                .asString();

        // When
        String decisionId = post(Snapshots.json(account, 1, Snapshots.CALLED)).path("decisionId");
        Response logged = given().get("/v1/decisions/" + decisionId + "/would-change");

        // Then: the same, since no call was open either time
        logged.then().statusCode(200);
        assertEquals(asked, logged.asString());
        given().get("/v1/decisions/d-none/would-change").then().statusCode(404);
    }

    @Test
    void decidesASnapshotAndKeepsTheAnswerAsItWas() {
        // Given
        String account = Snapshots.newAccount("rest");

        // When
        Response answer = post(Snapshots.json(account, 42, Snapshots.CALLED));

        // Then
        answer.then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("accountId", equalTo(account))
                .body("snapshotSequence", equalTo(42))
                .body("asOf", equalTo(Snapshots.AS_OF))
                .body("policy.pack", equalTo("perpetuals"))
                .body("outcome", equalTo("MARGIN_CALL"))
                .body("figures.equity", equalTo("900.00"))
                .body("marginCall.amount", equalTo("150.00"))
                .body("marginCall.dueBy", equalTo("2026-11-22T19:30:00.123456789Z"))
                .body("closure", nullValue())
                .body("because.rule", hasItem("THR-020"));
        String stored =
                given().get("/v1/decisions/" + answer.path("decisionId")).asString();
        assertEquals(answer.asString(), stored);
    }

    @Test
    void theSameSnapshotInAnotherSpellingIsTheSameDecision() {
        // Given
        String account = Snapshots.newAccount("same");
        String first = post(Snapshots.json(account, 1, Snapshots.HEALTHY)).asString();

        // When
        String again = post(Snapshots.json(account, 1, "2.0e4")).asString();
        String numbers = post(Snapshots.json(account, 1, "20000").replace("\"20000\"", "20000.000"))
                .asString();

        // Then
        assertEquals(first, again);
        assertEquals(first, numbers);
        given().get("/v1/accounts/" + account + "/decisions").then().body("items", hasSize(1));
    }

    @Test
    void fiftyCallersOfOneSnapshotGetOneDecision() throws Exception {
        // Given
        String account = Snapshots.newAccount("fifty");
        String snapshot = Snapshots.json(account, 1, Snapshots.CALLED);
        List<Callable<String>> calls = new ArrayList<>();
        for (int index = 0; index < 50; index++) {
            calls.add(() -> post(snapshot).then().statusCode(200).extract().asString());
        }

        // When
        Set<String> answers = new HashSet<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(50)) {
            for (Future<String> answer : callers.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }

        // Then
        assertEquals(1, answers.size());
        given().get("/v1/accounts/" + account + "/decisions").then().body("items", hasSize(1));
        given().get("/v1/margin-calls?account=" + account).then().body("items", hasSize(1));
    }

    @Test
    void refusesAnOlderSequenceAndOtherContentOfTheSame() {
        // Given
        String account = Snapshots.newAccount("order");
        post(Snapshots.json(account, 7, Snapshots.HEALTHY)).then().statusCode(200);

        // Then
        problem(post(Snapshots.json(account, 6, Snapshots.HEALTHY)), 409, "stale")
                .body("lastSequence", equalTo(7));
        problem(post(Snapshots.json(account, 7, "20001")), 409, "conflict").body("lastSequence", equalTo(7));
    }

    @Test
    void namesEveryFaultOfASnapshot() {
        // Given
        String snapshot =
                Snapshots.json(Snapshots.newAccount("faults"), -1, "abc").replace("\"segment\"", "\"segmant\"");

        // Then
        problem(post(snapshot), 422, "snapshot-faults")
                .body("errors.pointer", equalTo(List.of("/segmant", "/sequence", "/segment", "/collateral/0/quantity")))
                .body("errors.code", equalTo(List.of("UNKNOWN_FIELD", "OUT_OF_RANGE", "MISSING", "NOT_A_DECIMAL")))
                .body("errors[0].detail", containsString("did you mean `segment`?"));
    }

    @Test
    void whatIsNoJsonIsABadRequest() {
        problem(post("{\"accountId\": }"), 400, "malformed-json").body("errors[0].detail", containsString("line 1"));
    }

    @Test
    void aSnapshotThatNoPolicyServesIsRefused() {
        String account = Snapshots.newAccount("unserved");
        problem(
                post(Snapshots.json(account, 1, "1")
                        .replace("\"settlementCurrency\":\"USDT\"", "\"settlementCurrency\":\"XYZ\"")),
                422,
                "no-policy");
        problem(
                given().contentType(ContentType.JSON)
                        .body(Snapshots.json(account, 1, "1"))
                        .post("/v1/decisions?pack=nosuch"),
                422,
                "no-policy");
    }

    @Test
    void aBodyBeyondTheLimitIsRefused() {
        String padding = " ".repeat(RequestBody.BYTES_MAX);
        String snapshot = Snapshots.json(Snapshots.newAccount("large"), 1, Snapshots.HEALTHY);
        problem(post(snapshot + padding), 413, "too-large");
        post(snapshot + padding.substring(snapshot.length())).then().statusCode(200);
    }

    @Test
    void whatIfLeavesNoTrace() {
        // Given
        String account = Snapshots.newAccount("what-if");

        // When
        Response answer = given().contentType(ContentType.JSON)
                .body(Snapshots.json(account, 1, Snapshots.LIQUIDATED))
                .post("/v1/what-if");

        // Then
        answer.then()
                .statusCode(200)
                .body("outcome", equalTo("LIQUIDATE"))
                .body("closure.steps.action", equalTo(List.of("BLOCK_NEW_RISK", "CLOSE")));
        given().get("/v1/accounts/" + account + "/decisions").then().body("items", hasSize(0));
        problem(given().get("/v1/decisions/" + answer.path("decisionId")), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/nothing, 404, not-found",
        "GET, /nothing, 404, not-found",
        "GET, /v1/decisions/d-0, 404, not-found",
        "DELETE, /v1/decisions, 405, method-not-allowed",
        "PUT, /v1/what-if, 405, method-not-allowed",
        "GET, /v1/decisions?outcom=HOLD, 400, bad-parameter",
        "GET, /v1/decisions?outcome=BAD, 400, bad-parameter",
        "GET, /v1/decisions?version=0, 400, bad-parameter",
        "GET, /v1/decisions?limit=501, 400, bad-parameter",
        "GET, /v1/decisions?limit=x, 400, bad-parameter",
        "GET, /v1/decisions?rule=%00, 400, bad-parameter",
        "GET, /v1/decisions?from=%2B999999999-01-01T00:00:00Z, 400, bad-parameter",
        "GET, /v1/margin-calls?account=%00, 400, bad-parameter",
        "GET, /v1/decisions/%00, 404, not-found",
        "GET, /v1/accounts/%00/decisions, 404, not-found",
        "GET, /v1/decisions?cursor=x, 400, bad-parameter",
        "GET, /v1/decisions?from=today, 400, bad-parameter",
        "GET, /v1/decisions?rule=A&rule=B, 400, bad-parameter",
        "GET, /v1/decisions?account=, 400, bad-parameter",
        "GET, /v1/margin-calls?status=, 400, bad-parameter",
        "GET, /v1/margin-calls?status=lost, 400, bad-parameter",
    })
    void whatIsNotOfferedIsAProblem(String method, String path, int status, String type) {
        problem(given().urlEncodingEnabled(false).request(method, path), status, type);
    }

    @Test
    void aStatusThatIsNoneIsAnsweredWithAllThereAre() {
        given().get("/v1/margin-calls?status=lost")
                .then()
                .body(
                        "detail",
                        equalTo("`status`: expected one of open, ended, "
                                + "OPENED, STANDING, EXTENDED, OVERDUE, CURED, SUPERSEDED, EXPIRED"));
    }

    @Test
    void theFaultsOfADeleveragingAreNoFaultsOfASnapshot() {
        problem(given().contentType(ContentType.JSON).body("{}").post("/v1/deleveraging"), 422, "deleveraging-faults");
    }

    @Test
    void otherMediaTypesAreAProblem() {
        problem(given().contentType("text/plain").body("x").post("/v1/decisions"), 415, "unsupported-media-type");
        problem(
                given().contentType(ContentType.JSON)
                        .accept("text/html")
                        .body("{}")
                        .post("/v1/decisions"),
                406,
                "not-acceptable");
    }

    @Test
    void findsDecisionsByWhatTheyWere() {
        // Given
        String account = Snapshots.newAccount("find/with#odd:id");
        post(Snapshots.json(account, 1, Snapshots.HEALTHY)).then().statusCode(200);
        String decisionId =
                post(Snapshots.json(account, 2, Snapshots.LIQUIDATED)).path("decisionId");

        // Then
        given().queryParam("outcome", "liquidate")
                .queryParam("rule", "THR-060")
                .queryParam("pack", "perpetuals")
                .queryParam("version", 1)
                .queryParam("from", "2020-01-01T00:00:00Z")
                .get("/v1/decisions")
                .then()
                .statusCode(200)
                .body("items.decisionId", hasItem(decisionId))
                .body("items.outcome", everyItem(equalTo("LIQUIDATE")));
        given().queryParam("rule", "THR-070")
                .get("/v1/decisions")
                .then()
                .body("items.decisionId", not(hasItem(decisionId)));
        given().queryParam("to", "2020-01-01T00:00:00Z")
                .get("/v1/decisions")
                .then()
                .body("items", hasSize(0));
        given().pathParam("account", account)
                .get("/v1/accounts/{account}/decisions")
                .then()
                .body("items.snapshotSequence", equalTo(List.of(2, 1)))
                .body("items[0].rules", hasItem("LIQ-030"))
                .body("next", nullValue());
    }

    @Test
    void pagesNeitherRepeatNorMissADecisionWhileOthersAreMade() {
        // Given
        String account = Snapshots.newAccount("pages");
        for (int sequence = 1; sequence <= 25; sequence++) {
            post(Snapshots.json(account, sequence, Snapshots.HEALTHY)).then().statusCode(200);
        }

        // When
        List<Integer> seen = new ArrayList<>();
        String next = "";
        int later = 100;
        while (next != null) {
            Response page = given().get("/v1/accounts/" + account + "/decisions?limit=7" + next);
            seen.addAll(page.path("items.snapshotSequence"));
            String cursor = page.path("next");
            next = cursor == null ? null : "&cursor=" + cursor;
            post(Snapshots.json(account, later++, Snapshots.HEALTHY)).then().statusCode(200);
        }

        // Then
        List<Integer> expected = new ArrayList<>();
        for (int sequence = 25; sequence >= 1; sequence--) {
            expected.add(sequence);
        }
        assertEquals(expected, seen);
    }

    @Test
    void measuresDecisions() {
        // Given
        post(Snapshots.json(Snapshots.newAccount("metrics"), 1, Snapshots.HEALTHY))
                .then()
                .statusCode(200);

        // Then
        given().get("/q/metrics")
                .then()
                .body(containsString("plimsoll_decisions_total{outcome=\"HEALTHY\",pack=\"perpetuals\",version="))
                .body(containsString("plimsoll_decision_seconds_count"))
                .body(containsString("plimsoll_rules_seconds_count{stage=\"threshold\"}"))
                .body(containsString("plimsoll_log_append_seconds_count"))
                .body(containsString("plimsoll_decisions_dropped_total 0.0"));
    }

    @Test
    void listsMarginCalls() {
        // Given
        String account = Snapshots.newAccount("calls");
        String opened = post(Snapshots.json(account, 1, Snapshots.CALLED)).path("decisionId");

        // Then
        given().queryParam("account", account)
                .queryParam("status", "open")
                .get("/v1/margin-calls")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].accountId", equalTo(account))
                .body("items[0].status", equalTo("OPENED"))
                .body("items[0].amount", equalTo("150.00"))
                .body("items[0].openedAt", equalTo(Snapshots.AS_OF))
                .body("items[0].openedBy", equalTo(opened))
                .body("items[0].acceptable[0].asset", equalTo("USDT"))
                .body("items[0].wakesAt", notNullValue())
                .body("next", nullValue());

        // When
        post(Snapshots.json(account, 2, Snapshots.HEALTHY)).then().statusCode(200);

        // Then
        given().get("/v1/margin-calls?status=open&account=" + account).then().body("items", hasSize(0));
        given().get("/v1/margin-calls?status=cured&account=" + account).then().body("items[0].endedAt", notNullValue());
    }

    private static Response post(String snapshot) {
        return given().contentType(ContentType.JSON).body(snapshot).post("/v1/decisions");
    }

    private static ValidatableResponse problem(Response answer, int status, String type) {
        return answer.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:plimsoll:problem:" + type))
                .body("status", equalTo(status))
                .body("title", notNullValue())
                .body("detail", notNullValue());
    }
}
