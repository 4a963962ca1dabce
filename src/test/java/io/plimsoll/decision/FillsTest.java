package io.plimsoll.decision;

import static io.plimsoll.fixtures.Positions.NOON;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.crossId;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.ScriptedRules.account;
import static io.plimsoll.fixtures.ScriptedRules.eachPosition;
import static io.plimsoll.fixtures.ScriptedRules.figures;
import static io.plimsoll.fixtures.ScriptedRules.when;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.OrderSide;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.decision.Decided.Fresh;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.LiquidationProposal.Close;
import io.plimsoll.decision.LiquidationProposal.InsuranceFund;
import io.plimsoll.decision.LiquidationProposal.ReduceToRatio;
import io.plimsoll.decision.MarginProposal.ClosingCost;
import io.plimsoll.decision.ThresholdProposal.Liquidate;
import io.plimsoll.decision.ThresholdProposal.Reduce;
import io.plimsoll.fixtures.Accounts;
import io.plimsoll.fixtures.Brackets;
import io.plimsoll.fixtures.Decisions;
import io.plimsoll.fixtures.InMemoryDecisionLog;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.fixtures.SnapshotFixture;
import io.plimsoll.margin.ClosingProgress;
import io.plimsoll.margin.ClosingRules;
import io.plimsoll.margin.Fill;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginTarget;
import io.plimsoll.market.Mark;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** G1b under way: 33 of 100 lots are to be sold at 95 to restore a ratio of 1.2. */
class FillsTest {

    private static final PositionId BTC = crossId("BTC", Side.LONG);
    private static final ScriptedRules RULES = figures()
            .rule(
                    Stage.THRESHOLD,
                    "THR-3",
                    view -> when(!account(view).coversMaintenance(decimal("1.2")), new Reduce("below 1.2")))
            .always("LIQ-2", new ReduceToRatio(decimal("1.2")))
            .rule(Stage.MARGIN, "MRG-3", view -> eachPosition(view, id -> new ClosingCost(id, decimal("0.005"))));

    private final InMemoryDecisionLog log = new InMemoryDecisionLog();
    private LatestMarks latest = LatestMarks.NONE;
    private final DecisionService service = new DecisionService(
            (snapshot, pack, at) -> Decisions.policy(RULES),
            log,
            Decisions::digest,
            snapshot -> latest.of(snapshot),
            () -> Decisions.DECIDED_AT);

    private void closing() throws Exception {
        service.decide(SnapshotFixture.g1("95").snapshot(), null);
        assertEquals(Map.of(BTC, decimal("33")), remaining());
    }

    private Map<PositionId, BigDecimal> remaining() throws Exception {
        OpenIntent open = log.standing("A-1").openIntent();
        return open == null ? Map.of() : open.remaining();
    }

    private Optional<Decision> report(String fillId, String quantity, String price, boolean isFinal) throws Exception {
        BigDecimal paid = decimal(quantity).multiply(decimal(price)).multiply(decimal("0.005"));
        OpenIntent open = log.standing("A-1").openIntent();
        assertNotNull(open);
        log.filled(new ReportedFill(
                fillId,
                open.intentId(),
                "BTC",
                OrderSide.SELL,
                null,
                null,
                decimal(quantity),
                decimal(price),
                paid,
                NOON.plusSeconds(log.standing("A-1").fills().size() + 1),
                isFinal));
        return service.redecisions()
                .afterFills("A-1")
                .map(decided -> assertInstanceOf(Fresh.class, decided).decision());
    }

    @Test
    void hyb6thirtyTwoOfThirtyThreeFilledAndNoMoreLeadsToADecisionOfOneLot() throws Exception {
        closing();

        Decision decision = report("f-1", "32", "95", true).orElseThrow();

        assertEquals(Trigger.FILL, decision.trigger());
        assertEquals(NOON.plusSeconds(1), decision.evaluatedAt());
        assertNotNull(decision.closure());
        assertEquals(Map.of(BTC, decimal("1")), decision.closure().quantities());
        assertEquals(
                List.of("f-1"),
                decision.fills().stream().map(BookedFill::fillId).toList());
        assertEquals(Map.of(BTC, decimal("1")), remaining());
        assertEquals(decimal("68"), decision.positions().getFirst().quantity());
    }

    @Test
    void theAccountStandsWhereTheKernelSaysItDoes() throws Exception {
        closing();
        Decision decision = report("f-1", "20", "94", true).orElseThrow();

        Brackets brackets = Brackets.flat("0.05").withClosingCost("0.005");
        MarginAccount planned = Accounts.cross("900", brackets, cross("BTC", "100", "100", "95"));
        ClosingProgress progress = ClosingProgress.of(
                planned,
                List.of(new Fill(BTC, decimal("20"), decimal("94"), decimal("9.4"))),
                Map.of(),
                MarginTarget.ratio(decimal("1.2")),
                ClosingRules.inLots(planned, BigDecimal.ONE, brackets));
        assertNotNull(decision.closure());
        assertEquals(progress.left().closed(), decision.closure().quantities());
        assertEquals(progress.account().equity(), decision.figures().equity());
    }

    @Test
    void aPartOfAnOrderThatGoesOnNeedsNoDecision() throws Exception {
        closing();

        assertEquals(Optional.empty(), report("f-1", "32", "95", false));
        assertEquals(Map.of(BTC, decimal("1")), remaining());
        assertEquals(1, log.decisions().size());
    }

    @Test
    void aFillAtAWorsePriceLeadsToADecisionOfMore() throws Exception {
        closing();

        Decision decision = report("f-1", "32", "90", false).orElseThrow();

        assertNotNull(decision.closure());
        assertEquals(1, decision.closure().quantities().get(BTC).compareTo(BigDecimal.ONE));
    }

    @Test
    void anAccountThatIsRestoredEarlyIsClosedNoFurther() throws Exception {
        closing();

        Decision decision = report("f-1", "20", "99", false).orElseThrow();

        assertEquals(Outcome.HEALTHY, decision.outcome());
        assertNull(decision.closure());
        assertEquals(Map.of(), remaining());
    }

    @Test
    void anOrderThatIsFilledAsPlannedNeedsNothingMore() throws Exception {
        closing();

        assertEquals(Optional.empty(), report("f-1", "33", "95", false));
        assertEquals(Map.of(), remaining());
    }

    /** Everything is closed below the bankruptcy price of 91: nothing is left to order, and the fund owes what is missing. */
    @Test
    void aLossThatIsLeftAfterTheLastFillIsDecidedAtOnce() throws Exception {
        ScriptedRules closing = figures()
                .rule(
                        Stage.THRESHOLD,
                        "THR-4",
                        view -> when(!account(view).coversMaintenance(decimal("1")), new Liquidate("breached")))
                .rule(Stage.LIQUIDATION, "LIQ-3", view -> eachPosition(view, Close::new))
                .always("LIQ-4", new InsuranceFund(null));
        DecisionService closes = new DecisionService(
                (snapshot, pack, at) -> Decisions.policy(closing),
                log,
                Decisions::digest,
                LatestMarks.NONE,
                () -> Decisions.DECIDED_AT);
        closes.decide(SnapshotFixture.g1("92").snapshot(), null);
        assertEquals(Map.of(BTC, decimal("100")), remaining());
        OpenIntent open = log.standing("A-1").openIntent();
        assertNotNull(open);
        log.filled(new ReportedFill(
                "f-1",
                open.intentId(),
                "BTC",
                OrderSide.SELL,
                null,
                null,
                decimal("100"),
                decimal("90"),
                BigDecimal.ZERO,
                NOON.plusSeconds(1),
                false));

        Decision decision = assertInstanceOf(
                        Fresh.class, closes.redecisions().afterFills("A-1").orElseThrow())
                .decision();

        assertNotNull(decision.closure());
        assertEquals(
                List.of(decimal("100.00")),
                decision.closure().steps().stream()
                        .filter(step -> step.action() == ClosurePlan.Action.INSURANCE_FUND)
                        .map(ClosurePlan.Step::amount)
                        .toList());
        assertEquals(Optional.empty(), closes.redecisions().afterFills("A-1"), "and once");
    }

    @Test
    void theSameFillsLeadToNoSecondDecision() throws Exception {
        closing();
        report("f-1", "32", "95", true);

        assertEquals(Optional.empty(), service.redecisions().afterFills("A-1"));
        assertEquals(2, log.decisions().size());
    }

    @Test
    void aSnapshotSupersedesTheFillsItIncludesAndNoOthers() throws Exception {
        closing();
        report("f-1", "10", "95", false);
        report("f-2", "10", "95", false);

        // When: as of after the first fill, and before the second
        service.decide(
                SnapshotFixture.account()
                        .sequence(2)
                        .asOf(NOON.plusMillis(1_500))
                        .cash("845.25")
                        .with(cross("BTC", "90", "100", "95"))
                        .snapshot(),
                null);

        // Then
        Decision decision = log.decisions().getLast();
        assertEquals(
                List.of("f-2"),
                decision.fills().stream().map(BookedFill::fillId).toList());
        assertEquals(decimal("80"), decision.positions().getFirst().quantity());
        assertEquals(Map.of(BTC, decimal("13")), remaining());
    }

    @Test
    void whetherASnapshotOfTheInstantOfAFillHasItNobodyCanSay() throws Exception {
        closing();
        report("f-1", "10", "95", false);

        service.decide(
                SnapshotFixture.account()
                        .sequence(2)
                        .asOf(NOON.plusSeconds(1))
                        .cash("845.25")
                        .with(cross("BTC", "90", "100", "95"))
                        .snapshot(),
                null);

        Decision decision = log.decisions().getLast();
        assertEquals(Outcome.HOLD, decision.outcome());
        assertEquals(
                HoldReason.Code.FILLS_UNCLEAR, decision.holdReasons().getFirst().code());
        assertEquals(Map.of(BTC, decimal("23")), remaining());
    }

    @Test
    void moreFillsThanTheSnapshotHoldsHoldTheAccount() throws Exception {
        closing();
        report("f-1", "10", "95", false);

        service.decide(
                SnapshotFixture.account()
                        .sequence(2)
                        .asOf(NOON.plusMillis(500))
                        .cash("845.25")
                        .with(cross("BTC", "9", "100", "95"))
                        .snapshot(),
                null);

        assertEquals(
                HoldReason.Code.FILLS_UNCLEAR,
                log.decisions().getLast().holdReasons().getFirst().code());
    }

    /** At 95.5 fewer lots are to be sold than at 95; the instant is that of the mark, which is later than the fill. */
    @Test
    void afterAFillTheAccountIsJudgedAtTheLatestMark() throws Exception {
        closing();
        latest = mark("95.5", NOON.plusSeconds(5));

        Decision decision = report("f-1", "20", "95", false).orElseThrow();

        assertEquals(NOON.plusSeconds(5), decision.evaluatedAt());
        assertEquals(decimal("95.5"), decision.positions().getFirst().price());
        BigDecimal left = remaining().get(BTC);
        assertTrue(left.signum() > 0 && left.compareTo(decimal("13")) < 0, left::toString);
    }

    @Test
    void anExpiredIntentIsJudgedAtTheLatestMark() throws Exception {
        closing();
        OpenIntent open = log.standing("A-1").openIntent();
        assertNotNull(open);
        latest = mark("110", open.judgedAtExpiry().plusSeconds(1));

        service.redecisions().atExpiry("A-1", open.intentId());

        Decision decision = log.decisions().getLast();
        assertEquals(Trigger.EXPIRY, decision.trigger());
        assertEquals(open.judgedAtExpiry().plusSeconds(1), decision.evaluatedAt());
        assertNull(decision.closure(), "the account is restored by the price");
        assertNull(log.standing("A-1").openIntent());
    }

    private static LatestMarks mark(String price, Instant time) {
        return snapshot -> snapshot.withMark("BTC", new Mark(decimal(price), null, time));
    }

    @Test
    void anIntentThatExpiresHalfFilledIsDecidedAnewForTheRest() throws Exception {
        closing();
        report("f-1", "20", "95", false);
        OpenIntent open = log.standing("A-1").openIntent();
        assertNotNull(open);

        Decision decision = assertInstanceOf(
                        Fresh.class,
                        service.redecisions().atExpiry("A-1", open.intentId()).orElseThrow())
                .decision();

        assertEquals(Trigger.EXPIRY, decision.trigger());
        assertEquals(open.judgedAtExpiry(), decision.evaluatedAt());
        assertEquals(Map.of(BTC, decimal("13")), remaining());
        assertEquals(Optional.empty(), service.redecisions().atExpiry("A-1", open.intentId()));
    }
}
