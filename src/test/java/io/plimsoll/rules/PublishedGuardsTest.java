package io.plimsoll.rules;

import static io.plimsoll.fixtures.Decisions.decideAt;
import static io.plimsoll.fixtures.Positions.NOON;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static io.plimsoll.rules.RulesFixture.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.Stage;
import io.plimsoll.fixtures.SnapshotFixture;
import io.plimsoll.market.Market;
import io.plimsoll.rules.check.RuleSource;
import io.plimsoll.rules.straight.StraightRules;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Price guards of venues' own tests, said as rules. */
class PublishedGuardsTest {

    private static final String RAILS = """
            declare Rails
                oldest     : Duration
                confidence : BigDecimal
                divergence : BigDecimal
            end
            """;

    private static final RuleBook DRIFT = rules(
            Map.of(
                    "Rails",
                    List.of(Map.of(
                            "oldest", Duration.ofSeconds(5),
                            "confidence", decimal("0.02"),
                            "divergence", decimal("0.1")))),
            RulesFixture.file(
                    Stage.GUARD,
                    RAILS
                            + RulesFixture.rule("GRD-1 an oracle that is behind", """
                                    Rails( $oldest : oldest )
                                    Position( markAge > $oldest )
                                    """, "guard.hold(\"stale\");")
                            + RulesFixture.rule(
                                    "GRD-2 an oracle that is unsure", """
                                    Rails( $limit : confidence )
                                    Market( $i : instrument, confidenceRatio != null, confidenceRatio > $limit )
                                    """, "guard.holdClosing($i, \"too uncertain\");")
                            + RulesFixture.rule(
                                    "GRD-3 a mark far from its mean of five minutes",
                                    """
                                    Rails( $limit : divergence )
                                    Market( $i : instrument, meanDeviation != null, meanDeviation > $limit )
                                    """,
                                    "guard.holdClosing($i, \"too divergent\");")));

    private static final String OUTAGE = """
            declare Outage
                begins    : Instant
                heldUntil : Instant
                soundFrom : BigDecimal
            end
            """;

    /** Down from noon for ten minutes, then a grace of an hour; a health below 0.95 is liquidated all the same. */
    private static final RuleBook AAVE = StraightRules.of(RulesFixture.check(
                    RulesFixture.file(
                            Stage.COLLATERAL,
                            RulesFixture.rule(
                                            "COL-1 four fifths count",
                                            "Collateral( $asset : asset, borrowed == 0 )",
                                            "collateral.haircut($asset, 0.2B);")
                                    + RulesFixture.rule(
                                            "COL-2 debts are vouched for",
                                            "Collateral( $asset : asset, borrowed > 0 )",
                                            "collateral.haircut($asset, 0B);")),
                    RulesFixture.file(
                            Stage.MARGIN,
                            RulesFixture.rule(
                                    "MRG-1 a debt requires no margin of its own",
                                    "$debt : Collateral( borrowed > 0 )",
                                    "margin.debt($debt, 0B, 0B);")),
                    RulesFixture.file(
                            Stage.THRESHOLD,
                            OUTAGE
                                    + RulesFixture.rule(
                                            "THR-1 an unsound loan is liquidated",
                                            """
                                            Account( $now : evaluatedAt )
                                            not Outage( begins <= $now, heldUntil >= $now )
                                            MarginAccount( healthFactor != null, healthFactor < 1 )
                                            """,
                                            "decide.liquidate(\"unsound\");")
                                    + RulesFixture.rule(
                                            "THR-2 so is one far below in an outage",
                                            """
                                            Outage( $sound : soundFrom )
                                            MarginAccount( healthFactor != null, healthFactor < $sound )
                                            """,
                                            "decide.liquidate(\"far below\");")
                                    + RulesFixture.rule(
                                            "THR-3 the others wait",
                                            """
                                            MarginAccount( healthFactor != null, healthFactor < 1 )
                                            """,
                                            "decide.reduceOnly(\"unsound in an outage\");")),
                    RulesFixture.file(
                            Stage.LIQUIDATION,
                            RulesFixture.rule(
                                    "LIQ-1 half is repaid",
                                    """
                            MarginAccount( outcome == "LIQUIDATE" )
                            """,
                                    "closure.repay(\"DAI\", 0.5B);\n    closure.seize(\"WETH\", 1, 0.05B);"))))
            .with(
                    Map.of(
                            "Outage",
                            List.of(Map.of(
                                    "begins", NOON,
                                    "heldUntil", NOON.plus(Duration.ofMinutes(70)),
                                    "soundFrom", decimal("0.95")))),
                    RulesFixture.LIMITS);

    /** protocol-v2, math/oracle/tests.rs, calculate_oracle_valid: a mark of 33, slots of half a second. */
    @ParameterizedTest(name = "Drift, {0} ms behind, {1} either way, mean {2}: {3}")
    @CsvSource({
        "500, 0.01, 32, LIQUIDATE, ",
        "5500, 0.01, 32, HOLD, GRD-1",
        "4000, 0.01, 32, LIQUIDATE, ",
        "4000, 0.01, 29, HOLD, GRD-3",
        "4000, 1, 29, HOLD, GRD-2"
    })
    void driftsOracleGuardRails(long behind, String confidence, String mean, Outcome outcome, String by) {
        SnapshotFixture account = account()
                .cash("0.01")
                .with(cross("SOL", "1", "33", "33"))
                .market(new Market("SOL", null, null, null, null, decimal(confidence), null, decimal(mean), List.of()));

        Decision decision = decideAt(NOON.plusMillis(behind), account, DRIFT);

        assertEquals(outcome, decision.outcome(), () -> decision.holdReasons().toString());
        assertTrue(by == null
                || decision.because().stream()
                        .anyMatch(because ->
                                because.won() && because.proposed().rule().equals(by)));
    }

    /** aave-v3-core, OperationalValidator and price-oracle-sentinel.spec.ts: liquidation is open again once more than the grace has passed. */
    @ParameterizedTest(name = "Aave, health {1} at {0}: {2}")
    @CsvSource({
        "2026-03-02T11:59:59Z, 0.99, LIQUIDATE",
        "2026-03-02T12:00:00Z, 0.99, REDUCE_ONLY",
        "2026-03-02T12:10:01Z, 0.99, REDUCE_ONLY",
        "2026-03-02T12:10:01Z, 0.95, REDUCE_ONLY",
        "2026-03-02T12:10:01Z, 0.94, LIQUIDATE",
        "2026-03-02T13:10:00Z, 0.99, REDUCE_ONLY",
        "2026-03-02T13:10:01Z, 0.99, LIQUIDATE",
        "2026-03-02T13:10:01Z, 1, HEALTHY"
    })
    void aavesSentinelGivesGrace(Instant at, BigDecimal health, Outcome outcome) {
        SnapshotFixture account = account()
                .cash("0")
                .asOf(at)
                .holding("WETH", health.multiply(decimal("10")).toPlainString(), "1000")
                .loan("DAI", "0", "1", "8000");

        Decision decision = decideAt(at, account, AAVE);

        assertEquals(outcome, decision.outcome(), () -> decision.holdReasons().toString());
    }

    /** Guards above a pack that closes whatever is below its margin. */
    private static RuleBook rules(Map<String, List<Map<String, Object>>> rows, RuleSource guards) {
        return StraightRules.of(RulesFixture.check(
                        guards,
                        RulesFixture.file(
                                Stage.COLLATERAL,
                                RulesFixture.rule(
                                        "COL-1 all counts in full",
                                        "Collateral( $asset : asset )",
                                        "collateral.haircut($asset, 0B);")),
                        RulesFixture.file(
                                Stage.MARGIN,
                                RulesFixture.rule(
                                        "MRG-1 five per cent",
                                        "$p : Position()",
                                        "margin.maintenance($p, 0.05B, 0B);")),
                        RulesFixture.file(
                                Stage.THRESHOLD,
                                RulesFixture.rule(
                                        "THR-1 below the margin",
                                        "MarginAccount( equity < maintenanceMargin )",
                                        "decide.liquidate(\"below the margin\");")),
                        RulesFixture.file(
                                Stage.LIQUIDATION,
                                RulesFixture.rule("LIQ-1 everything is closed", """
                                MarginAccount( outcome == "LIQUIDATE" )
                                $p : Position()
                                """, "closure.close($p);"))))
                .with(rows, RulesFixture.LIMITS);
    }
}
