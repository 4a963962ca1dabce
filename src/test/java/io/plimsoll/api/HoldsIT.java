package io.plimsoll.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HoldsIT {

    @Inject
    AgroalDataSource dataSource;

    private static ValidatableResponse place(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/audit/holds")
                .then();
    }

    @Test
    void aHoldIsPlacedListedAndReleasedAndStaysInTheList() {
        // When
        int id = place("""
                {"accountId":"A-7","from":"2026-01-01T00:00:00Z","to":"2026-01-01T00:00:00.000001Z","reason":"dispute","by":"legal"}""")
                .statusCode(201)
                .body("pack", nullValue())
                .body("placedAt", notNullValue())
                .body("release", nullValue())
                .extract()
                .path("holdId");

        // Then
        given().get("/v1/audit/holds?limit=1")
                .then()
                .statusCode(200)
                .body("items[0].holdId", equalTo(id))
                .body("items[0].accountId", equalTo("A-7"))
                .body("items[0].by", equalTo("legal"))
                .body("items[0].to", equalTo("2026-01-01T00:00:00.000001Z"));

        // When
        given().delete("/v1/audit/holds/" + id + "?reason=settled&by=judge")
                .then()
                .statusCode(200)
                .body("release.by", equalTo("judge"))
                .body("reason", equalTo("dispute"));

        // Then
        given().get("/v1/audit/holds?limit=200")
                .then()
                .body("items.findAll { it.holdId == " + id + " }.release.reason", hasItem("settled"));
        given().delete("/v1/audit/holds/" + id + "?reason=again&by=judge")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:plimsoll:problem:released"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"reason\":\"r\",\"by\":\"b\"} | /accountId",
                "{\"accountId\":\"A-7\",\"by\":\"b\"} | /reason",
                "{\"accountId\":\"A-7\",\"reason\":\" \",\"by\":\"b\"} | /reason",
                "{\"accountId\":\"A-7\",\"reason\":\"r\"} | /by",
                "{\"accountId\":\"A-7\",\"reason\":7,\"by\":\"b\"} | /reason",
                "{\"accountId\":\"\",\"reason\":\"r\",\"by\":\"b\"} | /accountId",
                "{\"pack\":\"p\",\"from\":\"yesterday\",\"reason\":\"r\",\"by\":\"b\"} | /from",
                "{\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-01T00:00:00Z\",\"reason\":\"r\",\"by\":\"b\"} | /to",
                "{\"accountId\":\"A-7\",\"reason\":\"r\",\"by\":\"b\",\"until\":\"x\"} | /until"
            })
    void whatIsWrongIsNamed(String body, String pointer) {
        place(body).statusCode(422).body("errors[0].pointer", equalTo(pointer));
    }

    @ParameterizedTest
    @CsvSource({"256, 201", "257, 422"})
    void aReasonHasItsLength(int length, int status) {
        ValidatableResponse placed = place(
                        "{\"to\":\"2020-01-01T00:00:00Z\",\"reason\":\"" + "r".repeat(length) + "\",\"by\":\"b\"}")
                .statusCode(status);

        if (status == 201) {
            release(placed.extract().path("holdId"));
        }
    }

    private static void release(int holdId) {
        given().delete("/v1/audit/holds/" + holdId + "?reason=r&by=b").then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/audit/holds/1?reason=r, 400, by",
        "/v1/audit/holds/1?by=b, 400, reason",
        "/v1/audit/holds/x?reason=r&by=b, 400, holdId",
        "/v1/audit/holds/999999999?reason=r&by=b, 404, "
    })
    void aReleaseNeedsAReasonAndAName(String path, int status, String parameter) {
        given().delete(path).then().statusCode(status).body("parameter", equalTo(parameter));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update legal_hold set reason = ''",
                "delete from legal_hold",
                "truncate legal_hold cascade",
                "update legal_hold_release set reason = ''",
                "delete from legal_hold_release",
                "truncate legal_hold_release"
            })
    void noHoldIsEverChanged(String sql) throws SQLException {
        int id = place("{\"to\":\"2020-01-01T00:00:00Z\",\"reason\":\"r\",\"by\":\"b\"}")
                .statusCode(201)
                .extract()
                .path("holdId");
        release(id);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            SQLException refused = assertThrows(SQLException.class, () -> statement.execute(sql));
            assertEquals("23001", refused.getSQLState());
        }
    }
}
