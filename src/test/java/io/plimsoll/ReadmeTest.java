package io.plimsoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.policy.Candidate;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.RuleCompiler;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.plimsoll.wire.SnapshotReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The decision that the README explains is the one the shipped pack makes. */
class ReadmeTest {

    private static final List<String> TOLD = List.of(
            "/figures/wallet",
            "/figures/equity",
            "/figures/initialMargin",
            "/figures/maintenanceMargin",
            "/figures/marginRatio",
            "/positions/0/liquidationPrice",
            "/positions/0/bankruptcyPrice",
            "/marginCall/amount",
            "/marginCall/acceptable/1/quantity");

    @Test
    void theExplainedDecisionIsTheOneThatIsMade() throws Exception {
        // Given
        AccountSnapshot snapshot = SnapshotReader.read(Files.readString(Path.of("docs/example-snapshot.json")));
        String readme = Files.readString(Path.of("README.md"));

        // When
        JsonNode decision = decide(snapshot);

        // Then
        assertEquals("MARGIN_CALL", decision.at("/outcome").asText());
        for (String pointer : TOLD) {
            String figure = decision.at(pointer).asText();
            assertTrue(!figure.isEmpty() && readme.contains(figure), pointer + " is " + figure);
        }
        for (JsonNode because : decision.at("/because")) {
            String rule = because.at("/rule").asText();
            boolean isDetail = rule.equals("COL-011") || rule.equals("COL-013");
            assertTrue(
                    isDetail
                            || readme.contains(
                                    "`" + rule + "` " + because.at("/says").asText()),
                    rule);
        }
    }

    private static JsonNode decide(AccountSnapshot snapshot) throws Exception {
        Candidate pack = ShippedPacks.candidate("perpetuals");
        try (CompiledRules rules = RuleCompiler.compile(pack.rules())) {
            Case given = Case.ofSnapshot(snapshot, new Sha256SnapshotDigest().of(snapshot), List.of());
            return DecisionJson.write(DecisionService.evaluate(given, pack.policy(rules, 1), snapshot.asOf()));
        }
    }
}
