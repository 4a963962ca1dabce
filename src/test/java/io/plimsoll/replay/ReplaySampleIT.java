package io.plimsoll.replay;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.api.Snapshots;
import io.plimsoll.fixtures.Tampering;
import io.plimsoll.seal.LogSealer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReplaySampleIT {

    @Inject
    ReplaySample sample;

    @Inject
    LogSealer sealer;

    @Inject
    MeterRegistry registry;

    @Inject
    AgroalDataSource dataSource;

    private double count(String result) {
        return registry.get("plimsoll.replay.decisions")
                .tag("result", result)
                .counter()
                .count();
    }

    @Test
    void anEditedDecisionIsCountedBothAsAnotherAndAsNotTheOneThatWasSealed() throws Exception {
        // Given
        String id = given().contentType(ContentType.JSON)
                .body(Snapshots.json(Snapshots.newAccount("sample"), 1, Snapshots.CALLED))
                .post("/v1/decisions")
                .path("decisionId");
        sealer.seal();
        sample.check(id);
        double same = count("same");

        // When
        double different = count("different");
        double unproven = count("unproven");
        try (Tampering decision = Tampering.withDecision(dataSource, id)) {
            decision.set("document = replace(document, '\"equity\":\"900.00\"', '\"equity\":\"900.01\"')");
            sample.check(id);
        }

        // Then
        assertEquals(different + 1, count("different"));
        assertEquals(unproven + 1, count("unproven"));
        assertEquals(same, count("same"));
    }

    @Test
    void aNightsSampleIsOfWhatIsThere() {
        // Given
        double before = count("same") + count("different") + count("not_replayed");
        given().contentType(ContentType.JSON)
                .body(Snapshots.json(Snapshots.newAccount("sample"), 1, Snapshots.CALLED))
                .post("/v1/decisions");

        // When
        sample.replay();

        // Then
        assertTrue(count("same") + count("different") + count("not_replayed") > before);
    }
}
