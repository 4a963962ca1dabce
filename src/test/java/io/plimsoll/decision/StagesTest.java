package io.plimsoll.decision;

import static io.plimsoll.fixtures.Decisions.decide;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.crossId;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.Positions.isolated;
import static io.plimsoll.fixtures.Positions.withIndex;
import static io.plimsoll.fixtures.ScriptedRules.HALF_AN_HOUR;
import static io.plimsoll.fixtures.ScriptedRules.eachPosition;
import static io.plimsoll.fixtures.ScriptedRules.figures;
import static io.plimsoll.fixtures.ScriptedRules.venue;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static io.plimsoll.fixtures.SnapshotFixture.g1;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OrderSide;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.decision.CollateralProposal.Accept;
import io.plimsoll.decision.CollateralProposal.Exclude;
import io.plimsoll.decision.CollateralProposal.Haircut;
import io.plimsoll.decision.CollateralProposal.ValueCap;
import io.plimsoll.decision.Decision.MarginAccountDecision;
import io.plimsoll.decision.Decision.PositionFigures;
import io.plimsoll.decision.GuardProposal.Hold;
import io.plimsoll.decision.GuardProposal.UsePrice;
import io.plimsoll.decision.HoldReason.Code;
import io.plimsoll.decision.MarginProposal.AddOn;
import io.plimsoll.decision.MarginProposal.ClosingCost;
import io.plimsoll.decision.MarginProposal.Initial;
import io.plimsoll.decision.MarginProposal.Maintenance;
import io.plimsoll.decision.MarginProposal.Multiply;
import io.plimsoll.decision.MarginProposal.OrderInitial;
import io.plimsoll.decision.ThresholdProposal.BlockNewRisk;
import io.plimsoll.decision.ThresholdProposal.CallToEquity;
import io.plimsoll.decision.ThresholdProposal.CallToRatio;
import io.plimsoll.decision.ThresholdProposal.ExtendCall;
import io.plimsoll.decision.ThresholdProposal.Warn;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.fixtures.SnapshotFixture;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.market.PriceSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** From the guard to the threshold stage: how proposals combine, which of them won, and what cannot be decided. */
class StagesTest {

    private static final PositionId BTC = crossId("BTC", Side.LONG);
    private static final PositionId ETH = crossId("ETH", Side.SHORT);

    private static Set<String> winners(Decision decision) {
        return decision.because().stream()
                .filter(Because::won)
                .map(because -> because.proposed().rule())
                .collect(Collectors.toSet());
    }

    private static Set<Code> holds(Decision decision) {
        return decision.holdReasons().stream().map(HoldReason::code).collect(Collectors.toSet());
    }

    private static void assertAmount(String expected, BigDecimal actual) {
        assertEquals(0, decimal(expected).compareTo(actual), () -> "expected " + expected + ", was " + actual);
    }

    @ParameterizedTest
    @CsvSource({
        "900, 100, MARGIN_CALL, G1d: 900 is below the initial margin of 1000",
        "1000, 100, HEALTHY, G1d: exactly 1000 is enough",
        "999.99, 100, MARGIN_CALL, one cent below",
        "1000.01, 100, HEALTHY, one cent above",
        "900, 95, LIQUIDATE, G1b: 400 is below the maintenance margin of 475",
        "975, 95, MARGIN_CALL, equity at the maintenance margin is not breached",
        "974.99, 95, LIQUIDATE, one cent below it is"
    })
    void anAccountIsCalledBelowInitialAndClosedBelowMaintenanceMargin(
            String cash, String mark, Outcome outcome, String why) {
        // When
        Decision decision = decide(account().cash(cash).with(cross("BTC", "100", "100", mark)), venue());

        // Then
        assertEquals(outcome, decision.outcome(), why);
    }

    @Test
    void g1IsReportedFigureByFigure() {
        // When
        Decision decision = decide(g1("100"), venue());

        // Then
        Figures figures = decision.figures();
        Decision.PositionFigures position = decision.positions().getFirst();
        assertAll(
                () -> assertEquals(decimal("900.00"), figures.equity()),
                () -> assertEquals(decimal("1000.00"), figures.initialMargin()),
                () -> assertEquals(decimal("500.00"), figures.maintenanceMargin()),
                () -> assertEquals(decimal("1.800000"), figures.marginRatio()),
                () -> assertEquals(decimal("95.789474"), position.liquidationPrice()),
                () -> assertEquals(decimal("0.042105"), position.liquidationDistance()),
                () -> assertEquals(decimal("91"), position.bankruptcyPrice()),
                () -> assertNull(position.liquidationPriceAfterCosts()),
                () -> assertEquals(
                        decimal("100.00"), decision.marginCall().amount().amount()));
    }

    @Test
    void anAccountWithoutPositionsIsHealthyAndHasNoRatio() {
        // When
        Decision decision = decide(account().cash("0"), venue());

        // Then
        assertEquals(Outcome.HEALTHY, decision.outcome());
        assertNull(decision.figures().marginRatio());
        assertEquals(List.of(), decision.positions());
        assertNull(decision.closure());
        assertNull(decision.marginCall());
    }

    @Test
    void theOrderInWhichRulesFireLeavesNoTrace() {
        // Given: rules that contradict one another at every stage, in a book with something of everything
        ScriptedRules rules = venue().always("GRD-1", new UsePrice(BTC, PriceSource.INDEX, "thin book"))
                .always("COL-2", new Haircut("ETH", decimal("0.10")), new Haircut("ETH", decimal("0.1")))
                .always("COL-3", new Haircut("ETH", decimal("0.2")), new ValueCap("ETH", decimal("150")))
                .always("COL-4", new ValueCap("ETH", decimal("150.0")), new Accept("ETH", decimal("0.01")))
                .always("COL-5", new Accept("USDT", decimal("0.01")))
                .always("MRG-3", new Maintenance(BTC, decimal("0.06"), decimal("10")))
                .always("MRG-4", new Maintenance(BTC, decimal("0.050"), BigDecimal.ZERO))
                .always("MRG-5", new AddOn(null, decimal("5"), "country"), new AddOn(ETH, decimal("2"), "thin"))
                .always("MRG-6", new Multiply(null, decimal("1.1"), "night"), new Multiply(BTC, decimal("1.2"), "size"))
                .always("MRG-7", new OrderInitial("o-1", decimal("0.1")), new OrderInitial("o-1", decimal("0.2")))
                .always("THR-3", new CallToRatio(decimal("1.5"), Duration.ofHours(2)))
                .always("THR-4", new Warn("close"))
                .always("THR-5", new ExtendCall(Duration.ofHours(3), "holiday"));
        SnapshotFixture account = account()
                .cash("700")
                .holding("ETH", "2", "100")
                .with(withIndex(cross("BTC", "100", "100", "100"), "99"), cross("ETH", "-3", "100", "100"))
                .with(isolated("SOL", "10", "10", "10", "4"))
                .order("o-1", "BTC", OrderSide.BUY, "1", "100");

        // When
        Decision decision = decide(account, rules);

        // Then
        assertEquals(Outcome.LIQUIDATE, decision.outcome());
        for (long seed = 0; seed < 50; seed++) {
            assertEquals(decision, decide(account, rules.shuffled(seed)));
        }
    }

    @Test
    void anyHoldHoldsAndSaysWhatWasWithheld() {
        // When
        Decision decision = decide(g1("95"), venue().always("GRD-1", new Hold("mark is too old")));

        // Then
        assertAll(
                () -> assertEquals(Outcome.HOLD, decision.outcome()),
                () -> assertEquals(Outcome.LIQUIDATE, decision.withheld()),
                () -> assertEquals(Set.of(Code.GUARD), holds(decision)),
                () -> assertTrue(decision.holdReasons().getFirst().detail().startsWith("GRD-1 mark is too old")),
                () -> assertNull(decision.closure()),
                () -> assertEquals(List.of(), decision.marginCalls()),
                () -> assertTrue(winners(decision).contains("GRD-1")));
    }

    @Test
    void aHealthyAccountWhoseDataNobodyTrustsIsHeldToo() {
        // When
        Decision decision = decide(
                account().cash("9000").with(cross("BTC", "1", "100", "100")),
                venue().always("GRD-1", new Hold("mark is too old"), new Hold("no index")));

        // Then
        assertEquals(Outcome.HOLD, decision.outcome());
        assertEquals(Outcome.HEALTHY, decision.withheld());
        assertEquals(2, decision.holdReasons().size());
    }

    @ParameterizedTest
    @CsvSource({
        "10, 99, INDEX, 99, true, a lower index leaves a long less",
        "10, 101, MARK, 100, false, a higher index would leave it more",
        "10, 100, MARK, 100, false, an equal index changes nothing",
        "-10, 101, INDEX, 101, true, a higher index leaves a short less",
        "-10, 99, MARK, 100, false, a lower index would leave it more"
    })
    void thePriceThatLeavesLessWins(
            String quantity, String index, PriceSource source, String price, boolean won, String why) {
        // Given
        PositionId id = crossId("BTC", quantity.startsWith("-") ? Side.SHORT : Side.LONG);
        SnapshotFixture account = account().cash("9000").with(withIndex(cross("BTC", quantity, "100", "100"), index));

        // When
        Decision decision = decide(account, venue().always("GRD-1", new UsePrice(id, PriceSource.INDEX, "thin book")));

        // Then
        assertEquals(source, decision.positions().getFirst().priceSource(), why);
        assertAmount(price, decision.positions().getFirst().price());
        assertEquals(won, winners(decision).contains("GRD-1"), why);
    }

    @Test
    void anIndexThatTheVenueDoesNotGiveIsNotUsed() {
        // When
        Decision decision = decide(g1("100"), venue().always("GRD-1", new UsePrice(BTC, PriceSource.INDEX, "thin")));

        // Then
        assertEquals(PriceSource.MARK, decision.positions().getFirst().priceSource());
    }

    @Test
    void theLargestHaircutAndTheSmallestCapWin() {
        // Given
        ScriptedRules rules = venue().always("COL-2", new Haircut("ETH", decimal("0.1")))
                .always("COL-3", new Haircut("ETH", decimal("0.2")))
                .always("COL-4", new ValueCap("ETH", decimal("150")))
                .always("COL-5", new ValueCap("ETH", decimal("160")));

        // When
        Decision decision = decide(account().holding("ETH", "2", "100"), rules);

        // Then
        assertAmount("120", decision.figures().wallet());
        assertEquals(Set.of("COL-3", "COL-4"), winners(decision));
    }

    @ParameterizedTest
    @CsvSource({"149.99, 149.99", "150, 150", "150.01, 150"})
    void aCapCountsBeforeTheHaircutAndOnlyAboveIt(String held, String counted) {
        // When
        Decision decision = decide(
                account().holding("EUR", held, "1"), venue().always("COL-2", new ValueCap("EUR", decimal("150"))));

        // Then
        assertAmount(counted, decision.figures().wallet());
    }

    @Test
    void anExcludedAssetCountsForNothingAndItsDebtInFull() {
        // Given
        ScriptedRules rules = venue().always("COL-2", new Exclude("FTT", "not wanted"));

        // Then
        assertAmount(
                "10",
                decide(account().cash("10").holding("FTT", "5", "3"), rules)
                        .figures()
                        .wallet());
        assertAmount(
                "-5",
                decide(account().cash("10").holding("FTT", "-5", "3"), rules)
                        .figures()
                        .wallet());
    }

    @Test
    void aDebtCountsInFullWhateverTheHaircutAndTheCap() {
        // Given
        ScriptedRules rules =
                venue().always("COL-2", new Haircut("ETH", decimal("0.5")), new ValueCap("ETH", BigDecimal.ONE));

        // When
        Decision decision = decide(account().cash("1000").holding("ETH", "-2", "100"), rules);

        // Then
        assertAmount("800", decision.figures().wallet());
    }

    @Test
    void anAssetThatNoRuleVouchesForCountsForNothingAndHolds() {
        // Given
        ScriptedRules rules = venue().without("COL-1").always("COL-2", new Haircut("USDT", BigDecimal.ZERO));

        // When
        Decision decision = decide(account().cash("10").holding("DOGE", "5", "3"), rules);

        // Then
        assertEquals(Outcome.HOLD, decision.outcome());
        assertEquals(Set.of(Code.NO_HAIRCUT), holds(decision));
        assertAmount("10", decision.figures().wallet());
        assertEquals(
                Outcome.HOLD,
                decide(account().cash("90").holding("DOGE", "-5", "3"), rules).outcome());
        assertEquals(
                Outcome.HEALTHY,
                decide(account().cash("10").holding("DOGE", "0", "3"), rules).outcome());
    }

    @Test
    void splittingAnAssetInTwoOfTheSamePriceChangesNothing() {
        // When
        Decision one = decide(account().cash("10").holding("ETH", "3", "100"), venue());
        Decision two = decide(account().cash("10").holding("ETH", "1", "100").holding("stETH", "2", "100"), venue());

        // Then
        assertEquals(one.figures(), two.figures());
        assertEquals(one.outcome(), two.outcome());
    }

    @Test
    void whatHasAccruedInAnotherAssetCountsAtItsPrice() {
        // When
        Decision decision = decide(
                account()
                        .cash("100")
                        .holding("ETH", "0", "2000")
                        .accrued("ETH", "-0.01")
                        .accrued("USDT", "1.5"),
                venue());

        // Then
        assertAmount("81.5", decision.figures().wallet());
    }

    @Test
    void theLargestRequirementAndFactorWinAndAddOnsSum() {
        // Given: at a notional of 10,000 a rate of 6 % less 200 asks for 400, one of 5 % for 500
        ScriptedRules rules = figures()
                .always("MRG-3", new Maintenance(BTC, decimal("0.06"), decimal("200")))
                .always("MRG-4", new Multiply(null, decimal("1.5"), "night"))
                .always("MRG-5", new Multiply(BTC, decimal("2"), "size"))
                .always("MRG-6", new AddOn(BTC, decimal("7"), "thin"))
                .always("MRG-7", new AddOn(BTC, decimal("3"), "thinner"))
                .always("MRG-8", new AddOn(null, decimal("11"), "country"));

        // When
        Decision decision = decide(account().cash("9000").with(cross("BTC", "100", "100", "100")), rules);

        // Then
        assertAmount("1021", decision.figures().maintenanceMargin());
        assertAmount("2021", decision.figures().initialMargin());
        assertEquals(Set.of("COL-1", "MRG-1", "MRG-2", "MRG-5", "MRG-6", "MRG-7", "MRG-8"), winners(decision));
    }

    @Test
    void amongRequirementsThatAskTheSameTheSteeperOneHolds() {
        // Given: at a notional of 10,000 both ask for 500
        ScriptedRules rules = figures().always("MRG-3", new Maintenance(BTC, decimal("0.06"), decimal("100")));

        // When
        Decision decision = decide(g1("100"), rules);

        // Then
        assertTrue(winners(decision).contains("MRG-3"));
        assertAmount("500", decision.figures().maintenanceMargin());
    }

    @Test
    void inAPackWithoutInitialMarginsTheInitialMarginIsTheMaintenanceMargin() {
        // When
        Decision decision = decide(g1("100"), venue().without("MRG-1").knowingNoInitialMargin());

        // Then
        assertEquals(Outcome.HEALTHY, decision.outcome());
        assertAmount("500", decision.figures().initialMargin());
        assertTrue(decision.positions().getFirst().initialMarginIsMaintenance());
    }

    @Test
    void aPositionThatLacksTheInitialMarginOthersHaveHolds() {
        // When
        Decision decision = decide(g1("100"), venue().without("MRG-1"));

        // Then: what is known is told
        PositionFigures position = decision.positions().getFirst();
        assertEquals(Outcome.HOLD, decision.outcome());
        assertTrue(decision.holdReasons().getFirst().detail().startsWith("no rule says what initial margin"));
        assertNull(decision.withheld());
        assertNull(decision.figures().initialMargin());
        assertNull(position.initialMargin());
        assertAmount("500", decision.figures().maintenanceMargin());
        assertAmount("95.789474", position.liquidationPrice());
    }

    @Test
    void aPositionThatNoRuleRequiresAnythingForHolds() {
        // Given
        ScriptedRules onlyBtc =
                venue().without("MRG-2").always("MRG-3", new Maintenance(BTC, decimal("0.05"), BigDecimal.ZERO));

        // When
        Decision decision = decide(
                account().cash("9000").with(cross("BTC", "1", "100", "100"), cross("ETH", "-1", "100", "100")),
                onlyBtc);

        // Then
        assertEquals(Outcome.HOLD, decision.outcome());
        assertEquals(Set.of(Code.NO_REQUIREMENT), holds(decision));
        assertTrue(decision.holdReasons().getFirst().detail().contains("ETH SHORT CROSS"));
        assertAmount("5", decision.positions().getFirst().maintenanceMargin());
        assertKnowsNoRequirement(decision);
        assertNull(decision.positions().getLast().maintenanceMargin());
        assertAmount("9100", decision.positions().getLast().bankruptcyPrice());
    }

    @Test
    void anIsolatedPositionIsJudgedThoughTheCrossAccountCannotBe() {
        // Given: rules for the isolated position alone
        PositionId isolated = new PositionId("BTC", Side.LONG, MarginMode.ISOLATED);
        ScriptedRules rules = venue().without("MRG-1")
                .without("MRG-2")
                .always(
                        "MRG-3",
                        new Initial(isolated, decimal("0.1")),
                        new Maintenance(isolated, decimal("0.05"), BigDecimal.ZERO));

        // When
        Decision decision = decide(
                account()
                        .cash("9000")
                        .with(isolated("BTC", "100", "100", "95", "900"), cross("ETH", "1", "100", "100")),
                rules);

        // Then
        assertEquals(
                List.of(Outcome.HOLD, Outcome.LIQUIDATE),
                decision.marginAccounts().stream()
                        .map(MarginAccountDecision::outcome)
                        .toList());
        assertNull(decision.withheld());
        assertAmount("475", decision.marginAccounts().getLast().figures().maintenanceMargin());
    }

    private static void assertKnowsNoRequirement(Decision decision) {
        assertNull(decision.withheld());
        assertEquals(Outcome.HOLD, decision.marginAccounts().getFirst().outcome());
        assertNull(decision.figures().initialMargin());
        assertNull(decision.figures().maintenanceMargin());
        assertNull(decision.figures().marginRatio());
        decision.positions().forEach(position -> {
            assertNull(position.liquidationPrice());
            assertNull(position.liquidationDistance());
        });
    }

    @Test
    void anOrderThatNoRuleSpeaksAboutIsHeld() {
        // Given: a rule for one of two orders
        ScriptedRules rules = venue().always("MRG-3", new OrderInitial("o-1", decimal("0.1")));
        SnapshotFixture account = account().cash("9000").order("o-1", "BTC", OrderSide.BUY, "1", "100");

        // When
        Decision known = decide(account, rules);
        Decision unknown = decide(account.order("o-2", "NOWHERE", OrderSide.BUY, "1", "100"), rules);

        // Then
        assertEquals(Outcome.HEALTHY, known.outcome());
        assertEquals(Outcome.HOLD, unknown.outcome());
        assertEquals(Set.of(Code.NO_REQUIREMENT), holds(unknown));
        assertTrue(unknown.holdReasons().getFirst().detail().contains("`o-2` of `NOWHERE`"));
    }

    @Test
    void anOrderThatChangesNothingChangesNothing() {
        // Given
        ScriptedRules rules = venue().always("MRG-3", new OrderInitial("o-1", decimal("0.1")));
        SnapshotFixture reducing = account()
                .cash("9000")
                .with(cross("BTC", "100", "100", "100"))
                .order("o-1", "BTC", OrderSide.SELL, "10", "100");

        // When
        Decision decision = decide(reducing, rules);

        // Then
        assertEquals(
                decide(account().cash("9000").with(cross("BTC", "100", "100", "100")), rules)
                        .figures(),
                decision.figures());
    }

    @Test
    void anOrderThatOpensMoreBindsInitialMargin() {
        // Given
        ScriptedRules rules = venue().always("MRG-3", new OrderInitial("o-1", decimal("0.1")));

        // When
        Decision decision = decide(
                account()
                        .cash("9000")
                        .with(cross("BTC", "100", "100", "100"))
                        .order("o-1", "BTC", OrderSide.BUY, "10", "100"),
                rules);

        // Then
        assertAmount("1100", decision.figures().initialMargin());
        assertAmount("500", decision.figures().maintenanceMargin());
    }

    @Test
    void crossAndIsolatedAreJudgedApartAndTheStrictestStandsOnTop() {
        // Given: 2 of margin stand behind 100 of SOL, everything else is in order
        SnapshotFixture account = account()
                .cash("9000")
                .with(cross("BTC", "1", "100", "100"), isolated("SOL", "10", "10", "10", "2"))
                .with(isolated("ADA", "10", "10", "10", "8"));

        // When
        Decision decision = decide(account, venue());

        // Then
        assertAll(
                () -> assertEquals(Outcome.LIQUIDATE, decision.outcome()),
                () -> assertEquals(
                        List.of("ISOLATED SOL LONG", "ISOLATED ADA LONG", "CROSS"),
                        decision.marginAccounts().stream()
                                .map(marginAccount -> marginAccount.id().toString())
                                .toList()),
                () -> assertEquals(
                        List.of(Outcome.LIQUIDATE, Outcome.MARGIN_CALL, Outcome.HEALTHY),
                        decision.marginAccounts().stream()
                                .map(Decision.MarginAccountDecision::outcome)
                                .toList()),
                () -> assertEquals(decimal("2.00"), decision.figures().equity()),
                () -> assertEquals(
                        "ISOLATED ADA LONG",
                        decision.marginCall().marginAccount().toString()),
                () -> assertEquals(
                        List.of("BTC", "SOL", "ADA"),
                        decision.positions().stream()
                                .map(position -> position.id().instrument())
                                .toList()));
    }

    @Test
    void theStrictestOutcomeWinsAndEveryRuleThatAskedForItWins() {
        // Given
        ScriptedRules rules = venue().always("THR-3", new Warn("close"))
                .always("THR-4", new BlockNewRisk("closer"))
                .always("THR-5", new BlockNewRisk("closer still"));

        // When
        Decision decision = decide(account().cash("9000").with(cross("BTC", "1", "100", "100")), rules);

        // Then
        assertEquals(Outcome.REDUCE_ONLY, decision.outcome());
        assertTrue(winners(decision).containsAll(Set.of("THR-4", "THR-5")));
        assertTrue(!winners(decision).contains("THR-3"));
    }

    @Test
    void amongCallsTheLargerAmountAndTheEarlierDeadlineWin() {
        // Given
        ScriptedRules rules = figures()
                .always("THR-3", new CallToEquity(decimal("1000"), Duration.ofHours(2)))
                .always("THR-4", new CallToRatio(decimal("1.9"), Duration.ofHours(1)))
                .always("THR-5", new CallToEquity(decimal("960"), Duration.ofHours(3)))
                .always("THR-6", new CallToEquity(decimal("900"), Duration.ofMinutes(1)));

        // When
        Decision decision = decide(g1("100"), rules);

        // Then
        MarginCall call = decision.marginCall();
        assertAll(
                () -> assertEquals(decimal("100.00"), call.amount().amount()),
                () -> assertEquals(call.openedAt().plus(Duration.ofHours(1)), call.dueBy()),
                () -> assertTrue(winners(decision).containsAll(Set.of("THR-3", "THR-4"))),
                () -> assertTrue(!winners(decision).contains("THR-5")),
                () -> assertTrue(!winners(decision).contains("THR-6"), "a call that is met already has no say"));
    }

    @Test
    void g7TheCallAndWhatWouldMeetIt() {
        // Given: 500 of maintenance margin; 550 of equity is made of dollars and a little bitcoin
        ScriptedRules rules = figures()
                .without("COL-1")
                .always("COL-2", new Haircut("USDT", BigDecimal.ZERO), new Haircut("BTC", decimal("0.05")))
                .always("COL-3", new Accept("BTC", decimal("0.00000001")), new Accept("USDT", decimal("0.01")))
                .always("THR-3", new CallToRatio(decimal("1.5"), HALF_AN_HOUR));
        SnapshotFixture account =
                account().cash("75").holding("BTC", "0.01", "50000").with(cross("BTCUSDT", "100", "100", "100"));

        // When
        Decision decision = decide(account, rules);

        // Then
        assertEquals(decimal("550.00"), decision.figures().equity());
        assertEquals(decimal("200.00"), decision.marginCall().amount().amount());
        assertEquals(
                List.of(
                        new MarginCall.Acceptable("USDT", decimal("200")),
                        new MarginCall.Acceptable("BTC", decimal("0.00421053"))),
                decision.marginCall().acceptable());
    }

    @Test
    void aWarningLeavesEverythingElseAlone() {
        // When
        Decision decision = decide(
                account().cash("9000").with(cross("BTC", "1", "100", "100")),
                venue().always("THR-3", new Warn("close")));

        // Then
        assertEquals(Outcome.WARNING, decision.outcome());
        assertNull(decision.closure());
        assertNull(decision.marginCall());
    }

    @ParameterizedTest
    @CsvSource({"5.00, HEALTHY", "4.99, HOLD", "5.01, HEALTHY"})
    void aBreachThatNoRuleJudgesIsNeverHealthy(String cash, Outcome outcome) {
        // When
        Decision decision = decide(account().cash(cash).with(cross("BTC", "1", "100", "100")), figures());

        // Then
        assertEquals(outcome, decision.outcome());
        assertEquals(outcome == Outcome.HOLD ? Set.of(Code.NO_THRESHOLD) : Set.of(), holds(decision));
    }

    @Test
    void anExtensionWithoutACallOpensNothingAndWinsNothing() {
        // When
        Decision decision = decide(
                account().cash("9000").with(cross("BTC", "1", "100", "100")),
                venue().always("THR-3", new ExtendCall(Duration.ofHours(1), "holiday")));

        // Then
        assertEquals(Outcome.HEALTHY, decision.outcome());
        assertEquals(List.of(), decision.marginCalls());
        assertTrue(!winners(decision).contains("THR-3"));
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void aStageThatFailsHoldsWithItsReason(Stage stage) {
        // Given
        var failure = new HoldReason(Code.RULE_FAILED, "MRG-9 divided by zero");

        // When
        Decision decision = decide(g1("95"), venue().failingAt(stage, failure));

        // Then
        assertEquals(Outcome.HOLD, decision.outcome());
        assertEquals(List.of(failure), decision.holdReasons());
        assertEquals(stage == Stage.MARGIN ? null : Outcome.LIQUIDATE, decision.withheld());
    }

    @Test
    void whereAMarginRuleFailedTheFailureIsTheOnlyReasonAndNothingIsKnown() {
        // Given: other rules speak about nothing
        var failure = new HoldReason(Code.LIMIT_REACHED, "too many combinations");
        ScriptedRules rules = venue().without("MRG-1").without("MRG-2").failingAt(Stage.MARGIN, failure);

        // When
        Decision decision = decide(
                account()
                        .cash("9000")
                        .with(cross("BTC", "1", "100", "100"), cross("ETH", "-1", "100", "100"))
                        .order("o-1", "BTC", OrderSide.BUY, "1", "100"),
                rules);

        // Then
        assertEquals(List.of(failure), decision.holdReasons());
        assertKnowsNoRequirement(decision);
        decision.positions().forEach(position -> assertNull(position.maintenanceMargin()));
    }

    @Test
    void marginRulesThatFailAtAnotherPriceHoldToo() {
        // Given: rules that run at today's price and fail where the liquidation price is looked for
        RuleBook failsElsewhere = (stage, view) -> {
            Proposals proposals = venue().propose(stage, view);
            boolean elsewhere = stage == Stage.MARGIN
                    && view.positions().stream()
                            .anyMatch(position -> position.price().compareTo(decimal("100")) != 0);
            return elsewhere
                    ? new Proposals(List.of(), List.of(new HoldReason(Code.LIMIT_REACHED, "too many firings")))
                    : proposals;
        };

        // When
        Decision decision = decide(g1("100"), failsElsewhere);

        // Then
        assertEquals(Outcome.HOLD, decision.outcome());
        assertEquals(Set.of(Code.LIMIT_REACHED), holds(decision));
        assertAmount("500", decision.figures().maintenanceMargin());
        assertNull(decision.positions().getFirst().liquidationPrice());
        assertAmount("91", decision.positions().getFirst().bankruptcyPrice());
    }

    @Test
    void theIdIsAFunctionOfTheSnapshotAndThePolicy() {
        // Given
        String id = decide(g1("100"), venue()).decisionId();

        // Then
        assertAll(
                () -> assertTrue(id.matches("d-[0-9a-f]{32}"), id),
                () -> assertEquals(id, decide(g1("100"), venue()).decisionId()),
                () -> assertEquals(id, decide(g1("100.0"), venue()).decisionId()),
                () -> assertNotEquals(id, decide(g1("100.1"), venue()).decisionId()),
                () -> assertNotEquals(id, decide(g1("100").sequence(2), venue()).decisionId()),
                () -> assertNotEquals(
                        id, decide(g1("100").named("A-2"), venue()).decisionId()));
    }

    @Test
    void theCostOfClosingBringsTheReportedPriceNearer() {
        // Given: G1c
        ScriptedRules rules = venue().rule(
                        Stage.MARGIN, "MRG-3", view -> eachPosition(view, id -> new ClosingCost(id, decimal("0.01"))));

        // When
        Decision decision = decide(g1("100"), rules);

        // Then
        assertEquals(decimal("96.808511"), decision.positions().getFirst().liquidationPriceAfterCosts());
        assertEquals(decimal("95.789474"), decision.positions().getFirst().liquidationPrice());
    }

    @Test
    void everyProposalIsExplainedOnceForTheMarginAccountItWasMadeFor() {
        // When
        Decision decision = decide(
                account().cash("9000").with(cross("BTC", "1", "100", "100"), isolated("SOL", "10", "10", "10", "2")),
                venue());

        // Then
        assertEquals(
                List.of("COL-1", "MRG-1", "MRG-1", "MRG-2", "MRG-2", "THR-1", "THR-2", "LIQ-1", "LIQ-2", "LIQ-3"),
                decision.because().stream()
                        .map(because -> because.proposed().rule())
                        .toList());
        assertNull(decision.because().getFirst().marginAccount());
        assertNotNull(decision.because().getLast().marginAccount());
        assertNotEquals(MarginAccountId.CROSS, decision.because().getLast().marginAccount());
    }

    @Test
    void aThousandPositionsAreDecidedInAMoment() {
        // Given
        SnapshotFixture account = account().cash("50000");
        for (int i = 0; i < 1000; i++) {
            account.with(cross("P" + i, i % 2 == 0 ? "10" : "-10", "100", "100"));
        }
        long started = System.nanoTime();

        // When
        Decision decision = decide(account, venue());

        // Then
        assertEquals(Outcome.MARGIN_CALL, decision.outcome());
        assertTrue(System.nanoTime() - started < 10_000_000_000L, () -> "took " + (System.nanoTime() - started));
    }
}
