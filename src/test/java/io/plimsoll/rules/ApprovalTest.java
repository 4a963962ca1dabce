package io.plimsoll.rules;

import static io.plimsoll.fixtures.Positions.NOON;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.AtMark;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decided;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.LastDecision;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.Stage;
import io.plimsoll.fixtures.Decisions;
import io.plimsoll.fixtures.InMemoryDecisionLog;
import io.plimsoll.policy.bounds.OutcomeBounds;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.interval.VaryingRules;
import io.plimsoll.rules.plain.PlainRules;
import io.plimsoll.rules.straight.StraightRules;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HYB-3: a closing of 25 million and more waits a minute for a person, who answers by an attribute of the account; then it is done without one. */
class ApprovalTest {

    private static final String TABLE = """
            declare Approval
                above      : BigDecimal
                answerTime : Duration
            end
            """;

    private static final Map<String, List<Map<String, Object>>> ROWS = Map.of(
            "Approval", List.of(Map.of("above", new BigDecimal("25000000"), "answerTime", Duration.ofSeconds(60))));

    private static final CheckedRules RULES = RulesFixture.check(
            RulesFixture.file(
                    Stage.COLLATERAL,
                    RulesFixture.rule(
                            "COL-1 all counts in full",
                            "Collateral( $asset : asset )",
                            "collateral.haircut($asset, 0B);")),
            RulesFixture.file(
                    Stage.MARGIN,
                    RulesFixture.rule("MRG-1 five per cent", "$p : Position()", "margin.maintenance($p, 0.05B, 0B);")),
            RulesFixture.file(
                    Stage.THRESHOLD,
                    TABLE
                            + RulesFixture.rule(
                                    "THR-1 a large closing waits for a person",
                                    """
                                    Approval( $above : above, $wait : answerTime )
                                    MarginAccount( equity < maintenanceMargin, notional >= $above, breachedFor != null, breachedFor < $wait )
                                    not Attribute( name == "approval", value == "granted" )
                                    """,
                                    "decide.reduceOnly(\"a person is asked\");")
                            + RulesFixture.rule(
                                    "THR-2 nobody has answered in time",
                                    """
                                    Approval( $wait : answerTime )
                                    MarginAccount( equity < maintenanceMargin, breachedFor != null, breachedFor >= $wait )
                                    """,
                                    "decide.liquidate(\"nobody has answered\");")
                            + RulesFixture.rule("THR-3 a person has approved", """
                                    MarginAccount( equity < maintenanceMargin )
                                    exists Attribute( name == "approval", value == "granted" )
                                    """, "decide.liquidate(\"approved\");")
                            + RulesFixture.rule(
                                    "THR-4 a closing that is not large waits for nobody",
                                    """
                                    Approval( $above : above )
                                    MarginAccount( equity < maintenanceMargin, notional < $above )
                                    """,
                                    "decide.liquidate(\"not large\");")),
            RulesFixture.file(
                    Stage.LIQUIDATION, RulesFixture.rule("LIQ-1 everything is closed", """
                            MarginAccount( outcome == "LIQUIDATE" )
                            $p : Position()
                            """, "closure.close($p);")));

    private final Policy policy = Decisions.policy(StraightRules.of(RULES).with(ROWS, RulesFixture.LIMITS));
    private final InMemoryDecisionLog log = new InMemoryDecisionLog();
    private final DecisionService service =
            new DecisionService((snapshot, pack, at) -> policy, log, Decisions::digest, () -> Decisions.DECIDED_AT);

    @Test
    void withoutAnApprovalInAMinuteItIsDoneByTimeAloneAndBothAreLogged() throws Exception {
        // Given
        AccountSnapshot snapshot = breached("300", 1, NOON, Map.of());
        Decision asked = fresh(service.decide(snapshot, null));
        assertEquals(
                Outcome.REDUCE_ONLY, asked.outcome(), () -> asked.holdReasons().toString());

        // When nothing comes in: the account's timer is set to the end of the minute
        List<LastDecision> last = log.standing(snapshot.accountId()).lastDecisions();
        Case given = new Case(snapshot, "", List.of(), last, List.of(), Trigger.MARK, NOON.plusMillis(1));
        OutcomeBounds bounds = OutcomeBounds.of(
                given,
                DecisionService.outcomeAlone(given, policy),
                policy,
                VaryingRules.of(PlainRules.of(RULES), ROWS));
        assertNull(bounds.open());
        assertEquals(NOON.plusSeconds(60).minusNanos(1), instant(bounds.until()));
        assertInstanceOf(
                AtMark.Same.class,
                service.redecisions()
                        .atMark(snapshot, false, NOON.plusSeconds(60).minusNanos(1)));
        AtMark done = service.redecisions().atMark(snapshot, false, NOON.plusSeconds(60));

        // Then
        assertEquals(
                Outcome.LIQUIDATE,
                assertInstanceOf(AtMark.Logged.class, done).decision().outcome());
        assertEquals(
                List.of(Outcome.REDUCE_ONLY, Outcome.LIQUIDATE),
                log.decisions().stream().map(Decision::outcome).toList());
    }

    @Test
    void anApprovalClosesAtOnce() throws Exception {
        service.decide(breached("300", 1, NOON, Map.of()), null);

        Decision decision =
                fresh(service.decide(breached("300", 2, NOON.plusSeconds(20), Map.of("approval", "granted")), null));

        assertEquals(Outcome.LIQUIDATE, decision.outcome());
        assertNotNull(decision.closure());
    }

    @ParameterizedTest
    @CsvSource({"249.99, LIQUIDATE", "250, REDUCE_ONLY", "250.01, REDUCE_ONLY"})
    void onlyALargeClosingWaits(String quantity, Outcome outcome) throws Exception {
        assertEquals(
                outcome,
                fresh(service.decide(breached(quantity, 1, NOON, Map.of()), null))
                        .outcome());
    }

    /** At 100,000 apiece, with 4 % where 5 % are required. */
    private static AccountSnapshot breached(
            String quantity, long sequence, Instant asOf, Map<String, String> attributes) {
        String cash = new BigDecimal(quantity).multiply(new BigDecimal("4000")).toPlainString();
        AccountSnapshot like = account()
                .cash(cash)
                .sequence(sequence)
                .asOf(asOf)
                .with(cross("BTC", quantity, "100000", "100000"))
                .snapshot();
        return new AccountSnapshot(
                like.accountId(),
                like.sequence(),
                like.asOf(),
                like.segment(),
                like.settlementCurrency(),
                like.collateral(),
                like.positions(),
                like.openOrders(),
                like.accrued(),
                attributes,
                like.markets());
    }

    private static Decision fresh(Decided decided) {
        return assertInstanceOf(Decided.Fresh.class, decided).decision();
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L);
    }
}
