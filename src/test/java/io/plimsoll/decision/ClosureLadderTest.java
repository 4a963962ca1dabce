package io.plimsoll.decision;

import static io.plimsoll.fixtures.Decisions.decide;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.crossId;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.ScriptedRules.eachPosition;
import static io.plimsoll.fixtures.ScriptedRules.figures;
import static io.plimsoll.fixtures.ScriptedRules.when;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static io.plimsoll.fixtures.SnapshotFixture.g1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.OrderSide;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.auction.PriceCurve;
import io.plimsoll.decision.ClosurePlan.Action;
import io.plimsoll.decision.ClosurePlan.Execution;
import io.plimsoll.decision.ClosurePlan.Goal;
import io.plimsoll.decision.ClosurePlan.Infeasible;
import io.plimsoll.decision.ClosurePlan.Step;
import io.plimsoll.decision.ClosurePlan.Surplus;
import io.plimsoll.decision.LiquidationProposal.AutoDeleverage;
import io.plimsoll.decision.LiquidationProposal.CancelOrders;
import io.plimsoll.decision.LiquidationProposal.Close;
import io.plimsoll.decision.LiquidationProposal.Fee;
import io.plimsoll.decision.LiquidationProposal.Fillable;
import io.plimsoll.decision.LiquidationProposal.InsuranceFund;
import io.plimsoll.decision.LiquidationProposal.PriceLimit;
import io.plimsoll.decision.LiquidationProposal.ReduceToRatio;
import io.plimsoll.decision.LiquidationProposal.Route;
import io.plimsoll.decision.LiquidationProposal.Slices;
import io.plimsoll.decision.LiquidationProposal.Socialise;
import io.plimsoll.decision.LiquidationProposal.StopAtRatio;
import io.plimsoll.decision.LiquidationProposal.SurplusTo;
import io.plimsoll.decision.LiquidationProposal.TakeOverPosition;
import io.plimsoll.decision.MarginProposal.AddOn;
import io.plimsoll.decision.MarginProposal.ClosingCost;
import io.plimsoll.decision.MarginProposal.OrderInitial;
import io.plimsoll.decision.ThresholdProposal.Liquidate;
import io.plimsoll.decision.ThresholdProposal.Reduce;
import io.plimsoll.decision.ThresholdProposal.TakeOver;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.fixtures.SnapshotFixture;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each step of a closure leaves, who decides where it stops, how it is executed and who bears what is short. */
class ClosureLadderTest {

    private static final PositionId BTC = crossId("BTC", Side.LONG);

    /** Closes everything below maintenance margin, orders first; an order binds 100 of maintenance margin by an add-on of the account. */
    private static ScriptedRules ordersBind100() {
        return figures()
                .rule(
                        Stage.MARGIN,
                        "MRG-3",
                        view -> view.snapshot().openOrders().stream()
                                .map(order -> (Proposal) new OrderInitial(order.orderId(), BigDecimal.ZERO))
                                .toList())
                .rule(
                        Stage.MARGIN,
                        "MRG-4",
                        view -> when(
                                !view.snapshot().openOrders().isEmpty(),
                                new AddOn(null, decimal("100"), "open orders")))
                .rule(
                        Stage.THRESHOLD,
                        "THR-3",
                        view -> when(
                                !ScriptedRules.account(view).coversMaintenance(BigDecimal.ONE),
                                new Liquidate("under water")))
                .always("LIQ-2", new CancelOrders())
                .rule(Stage.LIQUIDATION, "LIQ-3", view -> eachPosition(view, Close::new));
    }

    private static SnapshotFixture withOrder(String cash) {
        return account()
                .cash(cash)
                .with(cross("BTC", "10", "100", "100"))
                .order("o-1", "BTC", OrderSide.BUY, "1", "90");
    }

    private static ClosurePlan plan(Decision decision) {
        return Objects.requireNonNull(decision.closure(), () -> "held for " + decision.holdReasons());
    }

    private static List<String> actions(Decision decision) {
        return plan(decision).steps().stream().map(step -> step.action().name()).toList();
    }

    private static Execution execution(Decision decision) {
        return plan(decision).steps().stream()
                .map(Step::order)
                .filter(Objects::nonNull)
                .map(ClosurePlan.Order::execution)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    private static Goal goal(Decision decision) {
        return plan(decision).goals().getFirst();
    }

    @ParameterizedTest(name = "ALM-1 equity of {0} against 50, and 100 that an order binds: {1}")
    @CsvSource({"149.99, true", "50, true", "49.99, false"})
    void alm1whereCancellingFreesEnoughThePlanStopsThere(String cash, boolean stops) {
        // When
        Decision decision = decide(withOrder(cash), ordersBind100());

        // Then
        assertEquals(Outcome.LIQUIDATE, decision.outcome());
        assertEquals(
                stops
                        ? List.of("BLOCK_NEW_RISK", "CANCEL_ORDERS")
                        : List.of("BLOCK_NEW_RISK", "CANCEL_ORDERS", "CLOSE"),
                actions(decision));
        var after = Objects.requireNonNull(plan(decision).steps().get(1).after());
        assertEquals(stops, after.restored());
        assertEquals(decimal("50.00"), after.maintenanceMargin());
        assertTrue(plan(decision).restores());
    }

    @Test
    void alm1aMilderClosureIsDueWhenTheOrdersAreGone() {
        // Given: below half of maintenance margin everything is closed, below all of it some
        ScriptedRules rules = ordersBind100()
                .without("THR-3")
                .without("LIQ-3")
                .rule(Stage.THRESHOLD, "THR-3", view -> {
                    var margin = ScriptedRules.account(view);
                    return margin.coversMaintenance(decimal("0.5"))
                            ? when(!margin.coversMaintenance(BigDecimal.ONE), new Reduce("short"))
                            : List.of(new Liquidate("under water"));
                })
                .rule(
                        Stage.LIQUIDATION,
                        "LIQ-3",
                        view -> view.outcome() == Outcome.REDUCE
                                ? List.of(new ReduceToRatio(BigDecimal.ONE))
                                : eachPosition(view, Close::new));

        // When: 40 of 150 is less than a half, 40 of 50 is more
        Decision decision = decide(withOrder("40"), rules);

        // Then: two of ten are closed, and both answers of the rules are told once
        assertEquals(Outcome.REDUCE, decision.outcome());
        assertEquals(List.of("BLOCK_NEW_RISK", "CANCEL_ORDERS", "REDUCE"), actions(decision));
        assertEquals(
                decimal("2"),
                Objects.requireNonNull(plan(decision).steps().getLast().order()).quantity());
        assertEquals(
                List.of("LIQ-1 true", "LIQ-2 true", "LIQ-3 false", "LIQ-3 true"),
                decision.because().stream()
                        .filter(because -> because.proposed().proposal().stage() == Stage.LIQUIDATION)
                        .map(because -> because.proposed().rule() + " " + because.won())
                        .toList());
    }

    @Test
    void eachStepSaysWhatItLeavesAndWhichOneRestores() {
        // Given: 2,500 at 5 % require 125, of 40 equity
        ScriptedRules rules =
                figures().always("THR-3", new Reduce("short")).always("LIQ-2", new ReduceToRatio(BigDecimal.ONE));

        // When
        Decision decision = decide(
                account().cash("40").with(cross("BTC", "10", "100", "100"), cross("ETH", "15", "100", "100")), rules);

        // Then: all of ETH, which frees more, then two of BTC
        assertEquals(List.of("BLOCK_NEW_RISK", "CLOSE", "REDUCE"), actions(decision));
        assertEquals(
                List.of("50.00 0.800000 false", "40.00 1.000000 true"),
                plan(decision).steps().stream()
                        .map(Step::after)
                        .filter(Objects::nonNull)
                        .map(after -> after.maintenanceMargin() + " " + after.marginRatio() + " " + after.restored())
                        .toList());
        assertEquals(decimal("1"), goal(decision).ratio());
    }

    @ParameterizedTest(name = "ALM-3 notional {0} at a cost of {1}: {2}")
    @CsvSource({
        "50000, 0.006, MARKET",
        "50000, 0.02, TWAP",
        "50000, 0.0199, MARKET",
        "5000000, 0.031, TWAP",
        "20000000, 0.031, TWAP",
        "20000001, 0.006, AUCTION"
    })
    void alm3routesFollowSizeAndSlippage(String notional, String cost, ExecutionMethod method) {
        // Given: from 2 % on in ten slices a minute apart, above 20 million by auction
        ScriptedRules rules = figures()
                .always("MRG-3", new ClosingCost(BTC, decimal(cost)))
                .always("THR-3", new Liquidate("under water"))
                .always("LIQ-2", new Close(BTC), new Slices(BTC, 10, Duration.ofMinutes(1)))
                .always(
                        "LIQ-3",
                        new LiquidationProposal.Auction(
                                BTC, decimal("1.05"), new PriceCurve.Linear(Duration.ofHours(1))))
                .rule(Stage.LIQUIDATION, "LIQ-4", view -> {
                    var margin = ScriptedRules.account(view);
                    boolean dear =
                            margin.closingCost().compareTo(margin.notional().multiply(decimal("0.02"))) >= 0;
                    return when(dear, new Route(BTC, ExecutionMethod.TWAP));
                })
                .rule(
                        Stage.LIQUIDATION,
                        "LIQ-5",
                        view -> when(
                                ScriptedRules.account(view).notional().compareTo(decimal("20000000")) > 0,
                                new Route(BTC, ExecutionMethod.AUCTION)));

        // When
        Execution execution =
                execution(decide(account().cash("2000000").with(cross("BTC", notional, "1", "1")), rules));

        // Then
        assertEquals(method, execution.method());
        assertEquals(
                method == ExecutionMethod.TWAP ? new ClosurePlan.Slices(10, Duration.ofMinutes(1)) : null,
                execution.slices());
        assertEquals(
                method == ExecutionMethod.AUCTION ? decimal("1.05") : null,
                execution.auction() == null ? null : execution.auction().startPrice());
    }

    @Test
    void hyb2aBankruptAccountGoesToTheBackstop() {
        // Given
        ScriptedRules rules = figures()
                .always("THR-3", new Liquidate("bankrupt"))
                .always("LIQ-2", new Close(BTC))
                .rule(
                        Stage.LIQUIDATION,
                        "LIQ-3",
                        view -> when(
                                ScriptedRules.account(view).equity().signum() < 0,
                                new Route(BTC, ExecutionMethod.BACKSTOP)));

        // When
        Decision solvent = decide(account().cash("0").with(cross("BTC", "10", "100", "100")), rules);
        Decision bankrupt = decide(account().cash("-5").with(cross("BTC", "10", "100", "100")), rules);

        // Then: handed over at the price that leaves nothing
        assertEquals(ExecutionMethod.MARKET, execution(solvent).method());
        assertEquals(List.of("BLOCK_NEW_RISK", "TAKE_OVER"), actions(bankrupt));
        assertEquals(
                decimal("100.5"),
                Objects.requireNonNull(plan(bankrupt).steps().getLast().order()).price());
    }

    @ParameterizedTest(name = "FRL-5 a band of {0} round 100, bankrupt at 91: {1}")
    @CsvSource({"0.05, 95", "0.09, 91", "0.1, 91", "0, 100", ", 91"})
    void frl5noPriceIsWorseThanTheBankruptcyPriceOrTheBand(String band, String limit) {
        // Given
        ScriptedRules rules =
                figures().always("THR-3", new Liquidate("why not")).always("LIQ-2", new Close(BTC));

        // When
        Decision decision =
                decide(g1("100"), band == null ? rules : rules.always("LIQ-3", new PriceLimit(BTC, decimal(band))));

        // Then
        assertEquals(
                0,
                decimal(limit)
                        .compareTo(Objects.requireNonNull(execution(decision).priceLimit())));
    }

    @ParameterizedTest(name = "FRL-5 at 95 with a rating of {0}, a spread of {1} and a band of {2}: {3}")
    @CsvSource({
        // 475 are required and 400 there: the rating is 15.8 %, so that 7.5 of 47.5 are given away on 100
        "1, 0.1, , 94.925",
        "100, 0.1, , 94.525",
        "100, 1, , 90.25",
        "100, 1, 0.01, 94.05",
        "1, 0.1, 0.5, 94.925",
        "1, 0, , 95"
    })
    void aFillablePriceMayLieBeyondTheBankruptcyPriceButNotBeyondTheBand(
            String adjustment, String spread, String band, String limit) {
        // Given: bankrupt at 91
        ScriptedRules rules = figures()
                .always("THR-3", new Liquidate("why not"))
                .always("LIQ-2", new Close(BTC))
                .always("LIQ-3", new Fillable(BTC, decimal(adjustment), decimal(spread)))
                .always("LIQ-4", new Fillable(BTC, decimal("1000"), decimal("2")));

        // When: the price best for the account wins
        Decision decision =
                decide(g1("95"), band == null ? rules : rules.always("LIQ-5", new PriceLimit(BTC, decimal(band))));

        // Then
        assertEquals(
                0,
                decimal(limit)
                        .compareTo(Objects.requireNonNull(execution(decision).priceLimit())));
    }

    @Test
    void alm5theFeeIsPaidByTheAccountAndItsPartsSumToIt() {
        // Given: G3 with a fee of 0.5 % in place of the market's cost
        ScriptedRules rules = figures()
                .always("THR-3", new Reduce("short"))
                .always("LIQ-2", new ReduceToRatio(decimal("1.2")), new Fee(BTC, decimal("0.005"), decimal("0.7")));

        // When
        Decision decision = decide(g1("95"), rules);

        // Then
        assertEquals(
                new ClosurePlan.Fee(decimal("15.68"), decimal("10.97"), decimal("4.71")),
                execution(decision).fee());
        assertEquals(
                decimal("384.32"),
                Objects.requireNonNull(plan(decision).steps().getLast().after()).equity());
    }

    @ParameterizedTest(name = "equity {0}, cost {1}, account-wide {2}: {3}")
    @CsvSource({
        "-1, 0, 0, EQUITY_NEGATIVE",
        "40, 0.06, 0, COSTS_EXCEED_RELIEF",
        "40, 0, 60, REQUIREMENT_REMAINS",
        "40, 0.01, 0, "
    })
    void whyAReductionDoesNotRestoreIsSaid(String cash, String cost, String addOn, Infeasible why) {
        // Given
        ScriptedRules rules = figures()
                .always("MRG-3", new ClosingCost(BTC, decimal(cost)), new AddOn(null, decimal(addOn), "concentration"))
                .always("THR-3", new Reduce("short"))
                .always("LIQ-2", new ReduceToRatio(BigDecimal.ONE));

        // When
        Decision decision = decide(account().cash(cash).with(cross("BTC", "10", "100", "100")), rules);

        // Then
        assertEquals(why, goal(decision).infeasible());
        assertEquals(why == null ? Outcome.REDUCE : Outcome.LIQUIDATE, decision.outcome());
        assertEquals(why == null, plan(decision).steps().getLast().action() == Action.REDUCE);
    }

    @Test
    void whatCannotBeRestoredIsDoneAsTheRulesDoInALiquidation() {
        // Given
        ScriptedRules rules = figures()
                .always("THR-3", new Reduce("short"))
                .rule(
                        Stage.LIQUIDATION,
                        "LIQ-2",
                        view -> view.outcome() == Outcome.REDUCE
                                ? List.of(new ReduceToRatio(BigDecimal.ONE))
                                : List.of(new TakeOverPosition(BTC)));

        // When
        Decision decision = decide(account().cash("-20").with(cross("BTC", "10", "100", "100")), rules);

        // Then
        assertEquals(List.of("BLOCK_NEW_RISK", "TAKE_OVER"), actions(decision));
        assertEquals(Outcome.LIQUIDATE, decision.outcome());
    }

    @ParameterizedTest(name = "20 short, the fund bears at most {0}: fund {1}, deleveraging {2}, socialised {3}")
    @CsvSource({", 20.00, 0.00, 0.00", "20, 20.00, 0.00, 0.00", "15, 15, 5.00, ", "0, 0, 20.00, "})
    void whatIsShortIsBorneInTheLaddersOrder(
            BigDecimal most, BigDecimal fund, BigDecimal deleveraged, BigDecimal socialised) {
        // Given
        ScriptedRules rules = figures()
                .always("THR-3", new TakeOver("bankrupt"))
                .always(
                        "LIQ-2",
                        new Socialise(),
                        new AutoDeleverage(),
                        new InsuranceFund(most),
                        new TakeOverPosition(BTC));

        // When
        Decision decision = decide(account().cash("-20").with(cross("BTC", "10", "100", "100")), rules);

        // Then
        List<Step> steps = plan(decision).steps();
        assertEquals(
                List.of("BLOCK_NEW_RISK", "TAKE_OVER", "INSURANCE_FUND", "AUTO_DELEVERAGE", "SOCIALISE"),
                actions(decision));
        assertEquals(decimal("20.00"), goal(decision).expectedLoss());
        assertEquals(fund, steps.get(2).amount());
        assertEquals(deleveraged, steps.get(3).amount());
        assertEquals(socialised, steps.get(4).amount());
    }

    @Test
    void withoutDeleveragingTheRestIsSocialised() {
        Decision decision = decide(
                account().cash("-20").with(cross("BTC", "10", "100", "100")),
                figures()
                        .always("THR-3", new Liquidate("bankrupt"))
                        .always("LIQ-2", new Close(BTC), new InsuranceFund(decimal("12.5")), new Socialise()));

        assertEquals(decimal("7.50"), plan(decision).steps().getLast().amount());
    }

    @Test
    void theGoalSaysWhenToStopAndWhoGetsWhatIsOver() {
        ScriptedRules rules = figures().always("THR-3", new Liquidate("short")).always("LIQ-2", new Close(BTC));

        Decision silent = decide(g1("95"), rules);
        Decision told = decide(
                g1("95"),
                rules.always("LIQ-3", new StopAtRatio(decimal("1.5")), new StopAtRatio(decimal("1.50")))
                        .always("LIQ-4", new SurplusTo(Surplus.INSURANCE_FUND)));

        assertNull(goal(silent).ratio());
        assertEquals(Surplus.CUSTOMER, goal(silent).surplus());
        assertEquals(decimal("1.5"), goal(told).ratio());
        assertEquals(Surplus.INSURANCE_FUND, goal(told).surplus());
        assertFalse(goal(told).target().orElseThrow().maintenanceMultiple().signum() == 0);
    }
}
