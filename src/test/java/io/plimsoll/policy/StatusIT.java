package io.plimsoll.policy;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StatusIT {

    @Test
    void theShippedPacksAreActiveAndProved() {
        given().get("/v1/status")
                .then()
                .statusCode(200)
                .body("ready", equalTo(true))
                .body("service.version", startsWith("1."))
                .body("packs.pack", hasItems("hyperliquid-2023", "perpetuals"))
                .body("packs.lastAttempt.state", hasItem("ACTIVE"))
                .body("packs.find { it.pack == 'perpetuals' }.active.version", greaterThan(0))
                .body("packs.find { it.pack == 'perpetuals' }.active.hash", startsWith("sha256:"))
                .body("packs.findAll { it.active.evaluator.kind != 'STRAIGHT' }.pack", empty())
                .body("packs.find { it.pack == 'perpetuals' }.active.tables.Bracket", greaterThan(10))
                .body("packs.find { it.pack == 'perpetuals' }.lastAttempt.scenarios.failed", equalTo(0))
                .body("packs.find { it.pack == 'perpetuals' }.lastAttempt.findings", empty());
    }

    @Test
    void readinessNamesThePolicies() {
        given().get("/q/health/ready").then().statusCode(200).body("checks.name", hasItem("Active policies"));
    }

    @Test
    void activationsAreMeasured() {
        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("plimsoll_activations_total{pack=\"perpetuals\",result=\"active\"} 1.0"))
                .body(containsString("plimsoll_policy_version{pack=\"perpetuals\"} "))
                .body(containsString("plimsoll_policy_compile_seconds_count{pack=\"perpetuals\"} 1"));
    }
}
