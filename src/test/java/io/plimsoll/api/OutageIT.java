package io.plimsoll.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.postgres.TestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The database goes away under the running service: its sessions are cut off and new ones refused. */
@QuarkusTest
class OutageIT {

    @AfterEach
    void heal() throws SQLException {
        asAdministrator("alter database postgres allow_connections true");
    }

    @Test
    void nothingIsAnsweredWhileTheDatabaseIsAwayAndEverythingAfter() throws Exception {
        // Given
        String account = Snapshots.newAccount("outage");
        post(Snapshots.json(account, 1, Snapshots.HEALTHY)).then().statusCode(200);

        // When
        cutOff();

        // Then
        for (int attempt = 0; attempt < 5; attempt++) {
            Response refused = post(Snapshots.json(account, 2, Snapshots.HEALTHY));
            refused.then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", notNullValue())
                    .body("type", equalTo("urn:plimsoll:problem:log-unavailable"))
                    .time(lessThan(6_000L));
        }
        given().get("/v1/decisions").then().statusCode(503);
        given().get("/v1/margin-calls").then().statusCode(503).header("Retry-After", notNullValue());
        given().get("/q/health/ready").then().statusCode(503);
        given().get("/q/health/live").then().statusCode(200);
        String lines = Snapshots.json(account, 2, Snapshots.HEALTHY) + "\n"
                + Snapshots.json(account, 3, Snapshots.HEALTHY) + "\n";
        assertEquals(2, batch(lines).split("\"status\":503,\"problem\"", -1).length - 1);

        // When
        heal();

        // Then
        awaitOk(() -> post(Snapshots.json(account, 2, Snapshots.HEALTHY)));
        given().get("/v1/accounts/" + account + "/decisions").then().body("items", hasSize(2));
        awaitOk(() -> given().get("/q/health/ready"));
        given().get("/q/metrics").then().body(containsString("plimsoll_decisions_dropped_total 0.0"));
    }

    @Test
    void aLogThatHangsIsRefusedInTime() throws Exception {
        // Given
        String account = Snapshots.newAccount("hangs");
        Response refused;
        try (Connection blocker = connect("postgres");
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("lock table decision in access exclusive mode");

            // When
            refused = post(Snapshots.json(account, 1, Snapshots.HEALTHY));
        }

        // Then
        refused.then().statusCode(503).time(lessThan(9_000L));
        awaitOk(() -> post(Snapshots.json(account, 1, Snapshots.HEALTHY)));
        given().get("/v1/accounts/" + account + "/decisions").then().body("items", hasSize(1));
    }

    /** Healing takes seconds: the pool looks at its connections now and then. */
    private static void awaitOk(Callable<Response> request) {
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> request.call().statusCode() == 200);
    }

    private static void cutOff() throws SQLException {
        asAdministrator("alter database postgres allow_connections false");
        asAdministrator(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'postgres' and pid <> pg_backend_pid()");
    }

    private static void asAdministrator(String command) throws SQLException {
        try (Connection connection = connect("template1");
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    private static Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(TestPostgres.jdbcUrl().replace("/postgres", "/" + database));
    }

    private static Response post(String snapshot) {
        return given().contentType(ContentType.JSON).body(snapshot).post("/v1/decisions");
    }

    private static String batch(String lines) {
        return given().contentType(DecisionsResource.NDJSON)
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/v1/decisions/batch")
                .asString();
    }
}
