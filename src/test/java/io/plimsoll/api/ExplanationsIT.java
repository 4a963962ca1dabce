package io.plimsoll.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.cli.Plimsoll;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class ExplanationsIT {

    @TempDir
    Path folder;

    private static String called() {
        return given().contentType(ContentType.JSON)
                .body(Snapshots.json(Snapshots.newAccount("explained"), 1, Snapshots.CALLED))
                .post("/v1/decisions")
                .then()
                .statusCode(200)
                .extract()
                .path("decisionId");
    }

    @Test
    void aDecisionIsExplainedFromBothSides() {
        String id = called();

        given().get("/v1/decisions/" + id + "/explanation")
                .then()
                .statusCode(200)
                .body("decisionId", equalTo(id))
                .body("same", equalTo(true))
                .body("customer", startsWith("Please bring in 150.00 USDT by "))
                .body("fired.find { it.rule == 'THR-020' }.text", startsWith("rule \"THR-020"))
                .body("notFired.find { it.rule == 'THR-050' }.failed.distance", equalTo("450"))
                .body("wouldChange.marginAccounts[0].deposits.asset", hasItem("USDT"))
                .body("wouldChange.complete", equalTo(true));
    }

    @Test
    void theStatementIsHtmlOrPdf() {
        String id = called();

        given().get("/v1/decisions/" + id + "/statement")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .body(containsString(id), containsString("What would have made it milder"));
        byte[] pdf = given().get("/v1/decisions/" + id + "/statement?format=pdf")
                .then()
                .statusCode(200)
                .contentType("application/pdf")
                .extract()
                .asByteArray();
        assertEquals('%', pdf[0]);
        given().accept("application/pdf")
                .get("/v1/decisions/" + id + "/statement")
                .then()
                .contentType("application/pdf");
        given().accept("application/pdf;q=0.5, text/html")
                .get("/v1/decisions/" + id + "/statement")
                .then()
                .contentType("text/html");
        given().accept("application/pdf")
                .get("/v1/decisions/" + id + "/statement?format=html")
                .then()
                .contentType("text/html");
        given().get("/v1/decisions/" + id + "/statement?format=doc").then().statusCode(400);
        given().get("/v1/decisions/d-none/statement").then().statusCode(404);
        given().get("/v1/decisions/d-none/explanation").then().statusCode(404);
    }

    @Test
    void theCommandNeedsNoService() throws Exception {
        Path of = Files.writeString(
                folder.resolve("case.json"),
                given().get("/v1/decisions/" + called() + "/case")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
        Path pdf = folder.resolve("statement.pdf");
        StringWriter out = new StringWriter();

        int code = Plimsoll.commandLine(() -> {})
                .setOut(new PrintWriter(out, true))
                .execute("explain", of.toString(), "--packs", ".", "--pdf", pdf.toString());

        assertEquals(0, code, out::toString);
        assertTrue(out.toString().startsWith("MARGIN_CALL: Please bring in 150.00 USDT by "), out::toString);
        assertTrue(
                out.toString().contains("`equity < maintenanceMargin` is not so: 900, needed < 450, off by 450"),
                out::toString);
        assertEquals('%', Files.readAllBytes(pdf)[0]);
    }
}
