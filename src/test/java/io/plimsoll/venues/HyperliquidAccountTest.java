package io.plimsoll.venues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Decision.PositionFigures;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Outcome;
import io.plimsoll.money.Decimals;
import io.plimsoll.policy.Candidate;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.RuleCompiler;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.plimsoll.wire.SnapshotReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A real cross-margin account of twelve positions, decided with the shipped pack of its venue, against the venue's own figures. */
class HyperliquidAccountTest {

    private static final BigDecimal RELATIVE_TOLERANCE = new BigDecimal("1e-6");

    /** The venue kept half of the initial margin at its maximum leverage of 50. */
    private static final BigDecimal MAINTENANCE_RATE = new BigDecimal("0.01");

    @Test
    void everyLiquidationPriceAndTheMaintenanceMarginAreTheVenues() throws Exception {
        // Given
        JsonNode state = Json.parse(Files.readAllBytes(RealData.file("accounts/hyperliquid_state_2023-03-27.json")));
        AccountSnapshot snapshot = SnapshotReader.read(snapshot(state));

        // When
        Decision decision = decide(snapshot);

        // Then
        JsonNode summary = state.at("/state/crossMarginSummary");
        assertEquals(Outcome.HEALTHY, decision.outcome());
        assertClose(decimal(summary, "accountValue"), decision.figures().equity());
        assertEquals(
                0,
                decimal(summary, "totalNtlPos")
                        .multiply(MAINTENANCE_RATE)
                        .compareTo(decision.figures().maintenanceMargin()));
        List<JsonNode> theirs = state.at("/state/assetPositions").findValues("position");
        assertEquals(12, theirs.size());
        for (int i = 0; i < theirs.size(); i++) {
            assertSamePrice(theirs.get(i), decision.positions().get(i));
        }
    }

    private static void assertSamePrice(JsonNode theirs, PositionFigures ours) {
        String coin = theirs.get("coin").asText();
        assertEquals(coin, ours.id().instrument());
        BigDecimal price = ours.liquidationPrice();
        System.out.printf(
                "%-6s venue %-16s ours %s%n", coin, theirs.get("liquidationPx").asText(), price);
        if (theirs.get("liquidationPx").isNull()) {
            assertNull(price, coin);
        } else {
            assertNotNull(price, coin);
            assertClose(decimal(theirs, "liquidationPx"), price);
        }
    }

    private static void assertClose(BigDecimal expected, BigDecimal actual) {
        BigDecimal off = expected.subtract(actual).abs().divide(expected.abs(), Decimals.QUOTIENT);
        assertTrue(off.compareTo(RELATIVE_TOLERANCE) <= 0, expected + " against " + actual);
    }

    /** The venue shows value and size, so the mark is their quotient; the wallet is the account's value less its unrealised profit. */
    private static ObjectNode snapshot(JsonNode state) {
        ObjectNode snapshot = Json.object();
        String asOf = state.get("captured_utc").asText();
        snapshot.put("accountId", "hyperliquid-2023-03-27").put("sequence", 1).put("asOf", asOf);
        snapshot.put("segment", "TRADER").put("settlementCurrency", "USDC");
        snapshot.putObject("attributes").put("venue", "HYPERLIQUID");
        BigDecimal wallet = decimal(state.at("/state/crossMarginSummary"), "accountValue");
        var positions = snapshot.putArray("positions");
        for (JsonNode theirs : state.at("/state/assetPositions").findValues("position")) {
            BigDecimal size = decimal(theirs, "szi");
            BigDecimal mark = decimal(theirs, "positionValue").divide(size.abs(), Decimals.QUOTIENT);
            BigDecimal entry = decimal(theirs, "entryPx");
            wallet = wallet.subtract(size.multiply(mark.subtract(entry)));
            positions
                    .addObject()
                    .put("instrument", theirs.get("coin").asText())
                    .put("contract", "LINEAR")
                    .put("mode", "CROSS")
                    .put("quantity", Decimals.plain(size))
                    .put("entryPrice", Decimals.plain(entry))
                    .put("markPrice", Decimals.plain(Decimals.normalised(mark)))
                    .put("markTime", asOf);
        }
        snapshot.putArray("collateral")
                .addObject()
                .put("asset", "USDC")
                .put("quantity", Decimals.plain(Decimals.normalised(wallet)))
                .put("price", "1");
        return snapshot;
    }

    private static Decision decide(AccountSnapshot snapshot) throws Exception {
        Candidate pack = ShippedPacks.candidate("hyperliquid-2023");
        try (CompiledRules rules = RuleCompiler.compile(pack.rules())) {
            Case given = Case.ofSnapshot(snapshot, new Sha256SnapshotDigest().of(snapshot), List.of());
            return DecisionService.evaluate(given, pack.policy(rules, 1), snapshot.asOf());
        }
    }

    private static BigDecimal decimal(JsonNode node, String field) {
        return new BigDecimal(node.get(field).asText());
    }
}
