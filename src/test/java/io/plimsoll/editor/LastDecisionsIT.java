package io.plimsoll.editor;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.api.Snapshots;
import io.plimsoll.policy.pack.PolicyFiles;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against the real service and its log. */
@QuarkusTest
class LastDecisionsIT {
    private static final String CALLS = "rules/threshold/margin-calls.drl";

    @TestHTTPResource("/")
    URI service;

    @Test
    void decisionsOfTheLogAreDecidedAgainAsTheyWereAndByAnEdit() throws Exception {
        // Given an account that was called, and on its next snapshot still is
        String account = Snapshots.newAccount("editor");
        for (long sequence : List.of(1L, 2L)) {
            given().contentType(ContentType.JSON)
                    .body(Snapshots.json(account, sequence, Snapshots.CALLED))
                    .post("/v1/decisions")
                    .then()
                    .statusCode(200);
        }
        Workspace workspace = new Workspace(Path.of("rules"), Path.of("policies"));
        workspace.refresh();
        PolicyFiles saved = workspace.files();

        // When
        String same = new LastDecisions(service).report("perpetuals", saved, saved);
        String text = saved.file(CALLS).orElseThrow().text();
        workspace.open(CALLS, new Workspace.Buffer("", text.replace("equity < initialMargin )", "equity < 0 )")));
        String edited = new LastDecisions(service).report("perpetuals", workspace.files(), saved);

        // Then
        assertTrue(same.contains(" decisions of `perpetuals` at " + service), same);
        assertEquals(List.of(), rows(same, account), same);
        assertEquals(2, rows(edited, account).size(), edited);
        assertTrue(rows(edited, account).stream().allMatch(row -> row.contains("| THR-020 |")), edited);
    }

    private static List<String> rows(String report, String account) {
        return report.lines().filter(line -> line.contains(account)).toList();
    }
}
