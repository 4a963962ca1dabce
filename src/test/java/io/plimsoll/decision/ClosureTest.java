package io.plimsoll.decision;

import static io.plimsoll.fixtures.Decisions.decide;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.crossId;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.Positions.isolated;
import static io.plimsoll.fixtures.ScriptedRules.eachPosition;
import static io.plimsoll.fixtures.ScriptedRules.figures;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static io.plimsoll.fixtures.SnapshotFixture.g1;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.OrderSide;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.decision.ClosurePlan.Action;
import io.plimsoll.decision.ClosurePlan.After;
import io.plimsoll.decision.ClosurePlan.Execution;
import io.plimsoll.decision.ClosurePlan.Order;
import io.plimsoll.decision.ClosurePlan.Step;
import io.plimsoll.decision.HoldReason.Code;
import io.plimsoll.decision.LiquidationProposal.AutoDeleverage;
import io.plimsoll.decision.LiquidationProposal.CancelOrders;
import io.plimsoll.decision.LiquidationProposal.Close;
import io.plimsoll.decision.LiquidationProposal.InsuranceFund;
import io.plimsoll.decision.LiquidationProposal.Lot;
import io.plimsoll.decision.LiquidationProposal.ReduceByFraction;
import io.plimsoll.decision.LiquidationProposal.ReduceToInitial;
import io.plimsoll.decision.LiquidationProposal.ReduceToNotional;
import io.plimsoll.decision.LiquidationProposal.ReduceToRatio;
import io.plimsoll.decision.LiquidationProposal.Route;
import io.plimsoll.decision.LiquidationProposal.TakeOverPosition;
import io.plimsoll.decision.MarginProposal.ClosingCost;
import io.plimsoll.decision.MarginProposal.OrderInitial;
import io.plimsoll.decision.ThresholdProposal.BlockNewRisk;
import io.plimsoll.decision.ThresholdProposal.Liquidate;
import io.plimsoll.decision.ThresholdProposal.Reduce;
import io.plimsoll.decision.ThresholdProposal.TakeOver;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.margin.MarginAccountId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last stage: which steps, in which order, of which size, and what it says when it cannot. */
class ClosureTest {

    private static final PositionId BTC = crossId("BTC", Side.LONG);
    private static final PositionId ETH = crossId("ETH", Side.SHORT);

    private static ScriptedRules reducing(Proposal... steps) {
        return figures().always("THR-3", new Reduce("too large")).always("LIQ-2", steps);
    }

    private static ScriptedRules liquidating(Proposal... steps) {
        return figures().always("THR-3", new Liquidate("under water")).always("LIQ-2", steps);
    }

    private static ClosurePlan plan(Decision decision) {
        return Objects.requireNonNull(decision.closure(), () -> "held for " + decision.holdReasons());
    }

    private static Order order(Decision decision) {
        return Objects.requireNonNull(plan(decision).steps().getLast().order());
    }

    /** {@code ACTION instrument quantity}, one line a step. */
    private static List<String> steps(Decision decision) {
        return plan(decision).steps().stream()
                .map(step -> step.order() == null
                        ? step.action().name()
                        : step.action() + " " + step.order().position().instrument() + " "
                                + step.order().quantity().toPlainString())
                .toList();
    }

    @Test
    void g3ThirtyThreeLotsAreSold() {
        // Given
        ScriptedRules rules = reducing(new ReduceToRatio(decimal("1.2")))
                .rule(Stage.MARGIN, "MRG-3", view -> eachPosition(view, id -> new ClosingCost(id, decimal("0.005"))));

        // When
        Decision decision = decide(g1("95"), rules);

        // Then
        assertEquals(Outcome.REDUCE, decision.outcome());
        assertEquals(
                List.of(
                        Step.ofAccount(Action.BLOCK_NEW_RISK),
                        new Step(
                                Action.REDUCE,
                                MarginAccountId.CROSS,
                                new Order(
                                        BTC,
                                        OrderSide.SELL,
                                        decimal("33"),
                                        null,
                                        null,
                                        new Execution(
                                                ExecutionMethod.MARKET,
                                                null,
                                                null,
                                                decimal("91"),
                                                decimal("15.68"),
                                                null),
                                        false),
                                null,
                                new After(
                                        decimal("384.32"),
                                        decimal("636.50"),
                                        decimal("318.25"),
                                        decimal("1.207604"),
                                        true))),
                plan(decision).steps());
        assertTrue(plan(decision).restores());
    }

    @Test
    void stepsFollowTheLadderWhateverTheOrderOfTheRules() {
        // Given
        ScriptedRules rules = figures()
                .always("THR-3", new TakeOver("bankrupt"))
                .always(
                        "LIQ-2",
                        new AutoDeleverage(),
                        new InsuranceFund(null),
                        new TakeOverPosition(ETH),
                        new Close(BTC))
                .always("LIQ-3", new CancelOrders(), new CancelOrders());

        // When
        Decision decision = decide(
                account().cash("10").with(cross("ETH", "-3", "100", "100"), cross("BTC", "2", "100", "100")), rules);

        // Then
        assertEquals(
                List.of(
                        "BLOCK_NEW_RISK",
                        "CANCEL_ORDERS",
                        "CLOSE BTC 2",
                        "TAKE_OVER ETH 3",
                        "INSURANCE_FUND",
                        "AUTO_DELEVERAGE"),
                steps(decision));
    }

    @ParameterizedTest
    @CsvSource({
        "0.25, 3, 3 of 10 is the smallest number of lots that covers 2.5",
        "0.3, 3, exactly three lots",
        "0.30001, 4, a little more than three",
        "0.99, 10, the last lot ends the position",
        "1, 10, all of it"
    })
    void aFractionIsRoundedUpToLots(String fraction, String quantity, String why) {
        // When
        Decision decision = decide(
                account().cash("900").with(cross("BTC", "10", "100", "100")),
                reducing(new ReduceByFraction(BTC, decimal(fraction))));

        // Then
        assertEquals(decimal(quantity), order(decision).quantity(), why);
    }

    @ParameterizedTest
    @CsvSource({"999.99, 1", "900.01, 1", "900, 1", "899.99, 2", "0, 10"})
    void aNotionalAboveItsCapIsReducedToItByWholeLots(String cap, String quantity) {
        // When
        Decision decision = decide(
                account().cash("900").with(cross("BTC", "10", "100", "100")),
                reducing(new ReduceToNotional(BTC, decimal(cap))));

        // Then
        assertEquals(decimal(quantity), order(decision).quantity());
    }

    @Test
    void theLargerReductionOfAPositionWins() {
        // When
        Decision decision = decide(
                account().cash("900").with(cross("BTC", "10", "100", "100")),
                reducing(new ReduceByFraction(BTC, decimal("0.2")), new ReduceToNotional(BTC, decimal("600")))
                        .always("LIQ-3", new ReduceByFraction(BTC, decimal("0.3"))));

        // Then
        assertEquals(List.of("BLOCK_NEW_RISK", "REDUCE BTC 4"), steps(decision));
        assertEquals(
                List.of(new ReduceToNotional(BTC, decimal("600"))),
                decision.because().stream()
                        .filter(Because::won)
                        .map(because -> because.proposed().proposal())
                        .filter(proposal ->
                                proposal instanceof ReduceByFraction || proposal instanceof ReduceToNotional)
                        .toList());
    }

    @Test
    void theLargestLotWins() {
        // When
        Decision decision = decide(
                account().cash("900").with(cross("BTC", "10", "100", "100")),
                reducing(new ReduceByFraction(BTC, decimal("0.1")), new Lot(BTC, decimal("4"))));

        // Then
        assertEquals(List.of("BLOCK_NEW_RISK", "REDUCE BTC 4"), steps(decision));
    }

    @Test
    void theRouteThatSparesTheMarketMostWins() {
        // When
        Decision decision = decide(
                account().cash("10").with(cross("BTC", "10", "100", "100"), cross("ETH", "-1", "100", "100")),
                liquidating(new Close(BTC), new Close(ETH))
                        .always(
                                "LIQ-3",
                                new Route(BTC, ExecutionMethod.AUCTION),
                                new Route(BTC, ExecutionMethod.TWAP)));

        // Then
        assertEquals(
                List.of(ExecutionMethod.AUCTION, ExecutionMethod.MARKET),
                plan(decision).steps().stream()
                        .map(Step::order)
                        .filter(Objects::nonNull)
                        .map(order -> Objects.requireNonNull(order.execution()).method())
                        .toList());
    }

    @Test
    void aReductionThatRestoresNothingBecomesALiquidation() {
        // When: equity of −1 stays below any target
        Decision decision = decide(
                account().cash("-1").with(cross("BTC", "10", "100", "100")),
                reducing(new ReduceToRatio(BigDecimal.ONE)));

        // Then
        assertEquals(Outcome.LIQUIDATE, decision.outcome());
        assertEquals(List.of("BLOCK_NEW_RISK", "CLOSE BTC 10"), steps(decision));
        assertFalse(plan(decision).restores());
    }

    @ParameterizedTest
    @CsvSource({"0, true", "-0.01, false", "0.01, true"})
    void aPlanWithoutATargetRestoresWhereNothingIsOwed(String cash, boolean restores) {
        // When
        Decision decision =
                decide(account().cash(cash).with(cross("BTC", "10", "100", "100")), liquidating(new Close(BTC)));

        // Then
        assertEquals(restores, plan(decision).restores());
    }

    @Test
    void aTakeOverIsAtTheBankruptcyPrice() {
        // When
        Decision decision = decide(
                account().cash("-50").with(cross("BTC", "-10", "100", "100")),
                figures()
                        .always("THR-3", new TakeOver("bankrupt"))
                        .always("LIQ-2", new TakeOverPosition(crossId("BTC", Side.SHORT))));

        // Then
        Step step = plan(decision).steps().getLast();
        assertEquals(
                new Step(
                        Action.TAKE_OVER,
                        MarginAccountId.CROSS,
                        new Order(
                                crossId("BTC", Side.SHORT),
                                OrderSide.BUY,
                                decimal("10"),
                                decimal("95"),
                                decimal("95"),
                                null,
                                false),
                        null,
                        new After(decimal("0.00"), decimal("0.00"), decimal("0.00"), null, true)),
                step);
    }

    @Test
    void aTakeOverThatClosesEverythingOnTheMarketStaysATakeOver() {
        // When
        Decision decision = decide(
                account().cash("-1").with(cross("BTC", "10", "100", "100")),
                figures().always("THR-3", new TakeOver("bankrupt")).always("LIQ-2", new Close(BTC)));

        // Then
        assertEquals(Outcome.TAKE_OVER, decision.outcome());
        assertFalse(plan(decision).restores());
    }

    @Test
    void positionsTakenOverTogetherSpendWhatIsLeftOnce() {
        // Given: 60 are left behind 3000 of notional
        ScriptedRules rules = figures()
                .always("THR-3", new TakeOver("bankrupt"))
                .rule(Stage.LIQUIDATION, "LIQ-2", view -> eachPosition(view, TakeOverPosition::new));

        // When
        Decision decision = decide(
                account().cash("60").with(cross("BTC", "10", "100", "100"), cross("ETH", "-20", "100", "100")), rules);

        // Then: both 2 % away, which costs 20 and 40
        assertEquals(
                List.of(decimal("98"), decimal("102")),
                plan(decision).steps().stream()
                        .map(Step::order)
                        .filter(Objects::nonNull)
                        .map(Order::price)
                        .toList());
    }

    @Test
    void whatIsTakenOverAfterAClosingPaysForItsCost() {
        // Given: 60 are left, and closing 1000 of BTC costs 10 of it
        ScriptedRules rules = figures()
                .always("MRG-3", new ClosingCost(BTC, decimal("0.01")))
                .always("THR-3", new TakeOver("bankrupt"))
                .always("LIQ-2", new Close(BTC), new TakeOverPosition(BTC), new TakeOverPosition(ETH));

        // When
        Decision decision = decide(
                account().cash("60").with(cross("BTC", "10", "100", "100"), cross("ETH", "-20", "100", "100")), rules);

        // Then
        assertEquals(List.of("BLOCK_NEW_RISK", "CLOSE BTC 10", "TAKE_OVER ETH 20"), steps(decision));
        assertEquals(decimal("102.5"), order(decision).price());
    }

    @Test
    void aTakeOverWithoutAPositiveBankruptcyPriceHasNone() {
        // When
        Decision decision = decide(
                account().cash("5000").with(cross("BTC", "10", "100", "100")),
                figures().always("THR-3", new TakeOver("court order")).always("LIQ-2", new TakeOverPosition(BTC)));

        // Then
        assertNull(order(decision).price());
    }

    @Test
    void underReduceOnlyNewRiskIsBlockedAndNothingIsClosed() {
        // When
        Decision decision = decide(
                account().cash("900").with(cross("BTC", "10", "100", "100")),
                figures()
                        .always("THR-3", new BlockNewRisk("concentration"))
                        .always("LIQ-2", new CancelOrders(), new Close(BTC), new TakeOverPosition(BTC)));

        // Then
        assertEquals(Outcome.REDUCE_ONLY, decision.outcome());
        assertEquals(List.of("BLOCK_NEW_RISK", "CANCEL_ORDERS"), steps(decision));
    }

    @Test
    void aClosingThatNoRuleSaysHowToDoHolds() {
        // When
        Decision decision = decide(g1("95"), liquidating(new CancelOrders()));

        // Then
        assertAll(
                () -> assertEquals(Outcome.HOLD, decision.outcome()),
                () -> assertEquals(Outcome.LIQUIDATE, decision.withheld()),
                () -> assertEquals(
                        Code.NO_CLOSURE, decision.holdReasons().getFirst().code()),
                () -> assertNull(decision.closure()));
    }

    @Test
    void aPartialClosingWithoutALotHoldsAndAWholeOneNeedsNone() {
        // Given
        ScriptedRules half = reducing(new ReduceByFraction(BTC, decimal("0.5"))).without("LIQ-1");
        ScriptedRules whole = liquidating(new Close(BTC)).without("LIQ-1");

        // When
        Decision partly = decide(g1("95"), half);
        Decision wholly = decide(g1("95"), whole);

        // Then
        assertEquals(Outcome.HOLD, partly.outcome());
        assertEquals(Code.NO_LOT, partly.holdReasons().getFirst().code());
        assertEquals(Outcome.LIQUIDATE, wholly.outcome());
    }

    @Test
    void severalMarginAccountsAreClosedByOnePlan() {
        // Given: everything is under water
        ScriptedRules rules = figures()
                .rule(
                        Stage.THRESHOLD,
                        "THR-3",
                        view -> ScriptedRules.when(
                                !ScriptedRules.account(view).coversMaintenance(BigDecimal.ONE),
                                new Liquidate("under water")))
                .rule(Stage.LIQUIDATION, "LIQ-2", view -> eachPosition(view, Close::new))
                .always("LIQ-3", new CancelOrders(), new InsuranceFund(null));

        // When
        Decision decision = decide(
                account()
                        .cash("1")
                        .with(isolated("SOL", "10", "10", "10", "2"), cross("BTC", "-1", "100", "100"))
                        .with(isolated("ADA", "10", "10", "10", "80")),
                rules);

        // Then: each rung once, and nothing of the isolated position that is in order
        assertEquals(
                List.of("BLOCK_NEW_RISK", "CANCEL_ORDERS", "CLOSE BTC 1", "CLOSE SOL 10", "INSURANCE_FUND"),
                steps(decision));
    }

    @Test
    void whatCancelledOrdersBoundIsNotClosedFor() {
        // Given: 1500 of equity carry 1000 of initial margin, but not 1000 more for an order
        ScriptedRules rules = figures()
                .always("MRG-3", new OrderInitial("o-1", decimal("0.1")))
                .always("THR-3", new Reduce("too large"))
                .always("LIQ-2", new ReduceToInitial(BigDecimal.ONE), new ReduceByFraction(BTC, decimal("0.01")));
        var account = account()
                .cash("1500")
                .with(cross("BTC", "100", "100", "100"))
                .order("o-1", "BTC", OrderSide.BUY, "100", "100");

        // When
        Decision keeping = decide(account, rules);
        Decision cancelling = decide(account, rules.always("LIQ-3", new CancelOrders()));

        // Then
        assertEquals(List.of("BLOCK_NEW_RISK", "REDUCE BTC 50"), steps(keeping));
        assertEquals(List.of("BLOCK_NEW_RISK", "CANCEL_ORDERS", "REDUCE BTC 1"), steps(cancelling));
    }

    @Test
    void theHigherOfTwoTargetsIsReached() {
        // When: 400 of equity and 95 a unit; a ratio of 1 needs 84 left, of 1.2 needs 70, initial margin needs 42
        Decision decision = decide(
                g1("95"),
                reducing(new ReduceToRatio(BigDecimal.ONE), new ReduceToRatio(decimal("1.2")))
                        .always("LIQ-3", new ReduceToInitial(BigDecimal.ONE)));

        // Then
        assertEquals(List.of("BLOCK_NEW_RISK", "REDUCE BTC 58"), steps(decision));
    }

    @Test
    void aDebtWithoutPositionsIsLiquidatedByBlockingNewRisk() {
        // When
        Decision decision = decide(account().cash("-5"), liquidating(new CancelOrders()));

        // Then
        assertEquals(Outcome.LIQUIDATE, decision.outcome());
        assertEquals(List.of("BLOCK_NEW_RISK", "CANCEL_ORDERS"), steps(decision));
        assertFalse(plan(decision).restores());
    }
}
