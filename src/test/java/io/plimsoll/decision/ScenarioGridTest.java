package io.plimsoll.decision;

import static io.plimsoll.fixtures.Decisions.decide;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.crossId;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.Positions.option;
import static io.plimsoll.fixtures.ScriptedRules.venue;
import static io.plimsoll.fixtures.ScriptedRules.when;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.OptionType;
import io.plimsoll.account.Position;
import io.plimsoll.account.Side;
import io.plimsoll.decision.HoldReason.Code;
import io.plimsoll.decision.LiquidationProposal.Lot;
import io.plimsoll.decision.LiquidationProposal.ReduceToRatio;
import io.plimsoll.decision.MarginProposal.AddOn;
import io.plimsoll.decision.MarginProposal.FormSpread;
import io.plimsoll.decision.MarginProposal.GridMean;
import io.plimsoll.decision.MarginProposal.GridScenario;
import io.plimsoll.decision.MarginProposal.InitialMultiple;
import io.plimsoll.decision.MarginProposal.PortfolioCredit;
import io.plimsoll.decision.MarginProposal.PortfolioMinimum;
import io.plimsoll.decision.MarginProposal.ScanFactor;
import io.plimsoll.decision.MarginProposal.SpreadDelta;
import io.plimsoll.decision.ThresholdProposal.Reduce;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.fixtures.SnapshotFixture;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.margin.Scenario;
import io.plimsoll.margin.ScenarioGrid;
import io.plimsoll.margin.VolatilityMove;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scenario grids in a decision: what they require, how they are explained, and what cannot be valued. */
class ScenarioGridTest {

    private static GridScenario cell(String underlying, String name, String move) {
        return new GridScenario(new Scenario(underlying, name, decimal(move), VolatilityMove.NONE, BigDecimal.ONE));
    }

    /** No position has a requirement of its own. */
    private static ScriptedRules portfolio() {
        return venue().without("MRG-1")
                .without("MRG-2")
                .always("GRD-DOWN", cell("BTC", "down", "-0.1"))
                .always("GRD-UP", cell("BTC", "up", "0.1"));
    }

    private static SnapshotFixture longFuture() {
        return account().cash("10000").with(cross("BTC", "1", "40000", "40000"));
    }

    private static void assertAmount(String expected, BigDecimal actual) {
        assertEquals(0, decimal(expected).compareTo(actual), () -> "expected " + expected + ", was " + actual);
    }

    private static List<Code> holds(Decision decision) {
        return decision.holdReasons().stream().map(HoldReason::code).toList();
    }

    @Test
    void aCoveredPositionNeedsNoRequirementOfItsOwnAndTheWorstCellWins() {
        // When
        Decision decision = decide(longFuture(), portfolio());

        // Then
        assertEquals(List.of(), holds(decision));
        assertAmount("4000", decision.figures().maintenanceMargin());
        assertAmount("4000", decision.figures().initialMargin());
        ScenarioGrid grid = decision.marginAccounts().getFirst().grids().getFirst();
        assertEquals("down", grid.worst().scenario().name());
        assertEquals(
                List.of("GRD-DOWN"),
                decision.because().stream()
                        .filter(because ->
                                because.won() && because.proposed().rule().startsWith("GRD"))
                        .map(because -> because.proposed().rule())
                        .toList());
    }

    @Test
    void whatIsNotCoveredIsHeldWithoutARequirement() {
        Decision decision = decide(longFuture().with(cross("ETH", "1", "2000", "2000")), portfolio());

        assertEquals(List.of(Code.NO_REQUIREMENT), holds(decision));
    }

    @Test
    void anOptionWithoutVolatilityOrUnderlyingPriceIsHeldByTheNameOfTheField() {
        Position blind = option(ContractKind.OPTION, OptionType.CALL, "40000", "-1", "2746", "40000", null);
        Position lost = option(ContractKind.OPTION, OptionType.PUT, "40000", "-1", "2746", null, "0.6");

        Decision decision = decide(longFuture().with(blind, lost), portfolio());

        assertEquals(List.of(Code.NOT_VALUED, Code.NOT_VALUED), holds(decision));
        assertTrue(decision.holdReasons().getFirst().detail().contains("option.impliedVolatility"));
        assertTrue(decision.holdReasons().getLast().detail().contains("option.underlyingPrice"));
    }

    @Test
    void aGridRequiresTheMeanOfTheFewestWorstCellsThatRulesAskFor() {
        // Given: losses of 4,000 and 2,000, and two cells that lose nothing
        ScriptedRules rules = portfolio()
                .always("GRD-HALF", cell("BTC", "half", "-0.05"))
                .always("MEA-3", new GridMean("BTC", 3))
                .always("MEA-2", new GridMean("BTC", 2))
                .always("MEA-ETH", new GridMean("ETH", 1));

        // When
        Decision decision = decide(longFuture(), rules);

        // Then: the cells of the mean win, and so does who asked for it
        assertAmount("3000", decision.figures().maintenanceMargin());
        assertEquals(2, decision.marginAccounts().getFirst().grids().getFirst().meanOf());
        assertEquals(
                List.of("GRD-DOWN", "GRD-HALF", "MEA-2", "MEA-ETH"),
                decision.because().stream()
                        .filter(because ->
                                because.won() && because.proposed().rule().matches("(GRD|MEA).*"))
                        .map(because -> because.proposed().rule())
                        .sorted()
                        .toList());
        // and a mean of more cells than there are is that of all
        assertAmount(
                "2000",
                decide(
                                longFuture(),
                                portfolio()
                                        .always("GRD-HALF", cell("BTC", "half", "-0.05"))
                                        .always("MEA-9", new GridMean("BTC", 9)))
                        .figures()
                        .maintenanceMargin());
    }

    @Test
    void spreadsAreFormedInTheOrderOfTheirPriorityAndChargedWithTheGrids() {
        // Given: 10 of March against 6 of June and 6 of September, where June comes first
        SnapshotFixture book = account()
                .cash("100000")
                .with(
                        cross("MAR", "10", "100", "100"),
                        cross("JUN", "-6", "100", "100"),
                        cross("SEP", "-6", "100", "100"));
        ScriptedRules rules = venue().without("MRG-1")
                .without("MRG-2")
                .always("GRD-M", cell("MAR", "down", "-0.1"), cell("JUN", "up", "0.1"), cell("SEP", "up", "0.1"))
                .always(
                        "DLT-1",
                        new SpreadDelta(crossId("MAR", Side.LONG), "MAR", decimal("1")),
                        new SpreadDelta(crossId("JUN", Side.SHORT), "JUN", decimal("1")),
                        new SpreadDelta(crossId("SEP", Side.SHORT), "SEP", decimal("1")))
                .always("SPR-2", spread("2", "MAR", "SEP", "7"))
                .always("SPR-1", spread("1", "MAR", "JUN", "5"))
                .always("SPR-3", spread("3", "JUN", "SEP", "1000"))
                .always("CRD-1", new PortfolioCredit(decimal("100"), "offset"));

        // When
        Decision decision = decide(book, rules);

        // Then: 100 + 60 + 60, six at 5 and four at 7, less 100
        assertAmount("178", decision.figures().maintenanceMargin());
        assertEquals(
                List.of("6 for 30", "4 for 28"),
                decision.marginAccounts().getFirst().spreads().stream()
                        .map(formed -> formed.count() + " for " + formed.charge())
                        .toList());
        assertEquals(
                List.of("SPR-1", "SPR-2"),
                decision.because().stream()
                        .filter(because ->
                                because.won() && because.proposed().rule().startsWith("SPR"))
                        .map(because -> because.proposed().rule())
                        .sorted()
                        .toList());
        assertEquals(decision.marginAccounts(), decide(book, rules.shuffled(5)).marginAccounts());
    }

    /** CME, "spread calculations": months of 500, 500 and 750 with charges of 200, 50 and 0 for a spread. */
    @ParameterizedTest
    @CsvSource({
        "M2, M3, 200, 200",
        "M2, M4, 50, 300",
        "M3, M4, 0, 250",
    })
    void monthsOfTheirOwnRangesSpreadAsTheExchangeShowsIt(String bought, String sold, String charge, String required) {
        ScriptedRules rules = venue().without("MRG-1")
                .without("MRG-2")
                .always("SCN-1", scan("X", "up", "500"), scan("X", "down", "-500"))
                .always("FCT-1", new ScanFactor(crossId("M4", Side.SHORT), decimal("1.5")))
                .always(
                        "DLT-1",
                        new SpreadDelta(crossId(bought, Side.LONG), bought, BigDecimal.ONE),
                        new SpreadDelta(crossId(sold, Side.SHORT), sold, BigDecimal.ONE))
                .always("SPR-1", spread("1", bought, sold, charge));

        Decision decision =
                decide(account().cash("10000").with(month("X", bought, "1"), month("X", sold, "-1")), rules);

        assertAmount(required, decision.figures().maintenanceMargin());
    }

    /** The same page: two of corn at 1,750 against one of soybeans at 2,500, a credit of 55 % of both. */
    @Test
    void aSpreadBetweenCommoditiesIsCreditedAsTheExchangeShowsIt() {
        ScriptedRules rules = venue().without("MRG-1")
                .without("MRG-2")
                .always("SCN-C", scan("C", "up", "1750"), scan("C", "down", "-1750"))
                .always("SCN-S", scan("S", "up", "2500"), scan("S", "down", "-2500"))
                .always(
                        "DLT-1",
                        new SpreadDelta(crossId("CORN", Side.LONG), "C", BigDecimal.ONE),
                        new SpreadDelta(crossId("SOY", Side.SHORT), "S", BigDecimal.ONE))
                .always(
                        "SPR-1",
                        new FormSpread(BigDecimal.ONE, "C", decimal("2"), "S", BigDecimal.ONE, decimal("-3300")));

        Decision decision =
                decide(account().cash("10000").with(month("C", "CORN", "2"), month("S", "SOY", "-1")), rules);

        assertAmount("2700", decision.figures().maintenanceMargin());
    }

    /** The same, as a share of what both grids require; with a third of corn beyond the spread, and with a third of soybeans. */
    @ParameterizedTest(name = "{0} of corn, {1} of soybeans, a rate of {2}: {3}")
    @CsvSource({
        "2, -1, 0.55, 2700",
        "2, -1, 0, 6000",
        "2, -1, 1, 0",
        "-2, 1, 0.55, 2700",
        "2, 1, 0.55, 6000",
        "3, -1, 0.55, 4450",
        "2, -2, 0.55, 5200",
        "1, -1, 0.55, 2600"
    })
    void aSpreadEarnsAShareOfThePriceRiskOfItsLegs(String corn, String soybeans, String rate, String required) {
        ScriptedRules rules = commodities(corn, soybeans)
                .always(
                        "SPR-1",
                        new FormSpread(
                                BigDecimal.ONE,
                                "C",
                                decimal("2"),
                                "S",
                                BigDecimal.ONE,
                                BigDecimal.ZERO,
                                decimal(rate)));

        Decision decision =
                decide(account().cash("10000").with(month("C", "CORN", corn), month("S", "SOY", soybeans)), rules);

        assertAmount(required, decision.figures().maintenanceMargin());
    }

    @Test
    void ofEqualPrioritySpreadsTheOneThatEarnsLessIsFormedFirst() {
        ScriptedRules rules = commodities("2", "-1");
        for (String rate : List.of("0.55", "0.2")) {
            rules = rules.always(
                    "SPR-" + rate,
                    new FormSpread(
                            BigDecimal.ONE, "C", decimal("2"), "S", BigDecimal.ONE, BigDecimal.ZERO, decimal(rate)));
        }

        Decision decision =
                decide(account().cash("10000").with(month("C", "CORN", "2"), month("S", "SOY", "-1")), rules);

        assertAmount("4800", decision.figures().maintenanceMargin());
    }

    private static ScriptedRules commodities(String corn, String soybeans) {
        return venue().without("MRG-1")
                .without("MRG-2")
                .always("SCN-C", scan("C", "up", "1750"), scan("C", "down", "-1750"))
                .always("SCN-S", scan("S", "up", "2500"), scan("S", "down", "-2500"))
                .always(
                        "DLT-1",
                        new SpreadDelta(crossId("CORN", Side.of(decimal(corn))), "C", BigDecimal.ONE),
                        new SpreadDelta(crossId("SOY", Side.of(decimal(soybeans))), "S", BigDecimal.ONE));
    }

    @Test
    void theLargestScanFactorWins() {
        ScriptedRules rules = portfolio()
                .always("FCT-2", new ScanFactor(crossId("BTC", Side.LONG), decimal("2")))
                .always("FCT-1", new ScanFactor(crossId("BTC", Side.LONG), decimal("0.5")));

        assertAmount("8000", decide(longFuture(), rules).figures().maintenanceMargin());
        // and a fall by all of the price leaves next to nothing
        assertAmount(
                "40000",
                decide(
                                longFuture(),
                                portfolio()
                                        .without("GRD-UP")
                                        .always("FCT-3", new ScanFactor(crossId("BTC", Side.LONG), decimal("30"))))
                        .figures()
                        .maintenanceMargin());
    }

    private static GridScenario scan(String underlying, String name, String points) {
        return new GridScenario(
                new Scenario(underlying, name, BigDecimal.ZERO, decimal(points), VolatilityMove.NONE, BigDecimal.ONE));
    }

    private static Position month(String underlying, String instrument, String quantity) {
        Position plain = cross(instrument, quantity, "4000", "4000");
        return new Position(
                plain.instrument(),
                plain.contract(),
                plain.mode(),
                plain.quantity(),
                plain.entryPrice(),
                plain.mark(),
                plain.multiplier(),
                null,
                null,
                underlying,
                null,
                null,
                null);
    }

    private static FormSpread spread(String priority, String leg, String otherLeg, String charge) {
        return new FormSpread(decimal(priority), leg, BigDecimal.ONE, otherLeg, BigDecimal.ONE, decimal(charge));
    }

    @Test
    void aSpreadChargeIsReckonedAgainOfWhatAClosingLeaves() {
        // Given: one spread for 3,000 on a grid of 4,000 + 4,000, and nothing else to close for
        SnapshotFixture book =
                account().cash("9000").with(cross("BTC", "1", "40000", "40000"), cross("ETH", "-1", "40000", "40000"));
        ScriptedRules rules = portfolio()
                .without("THR-2")
                .without("LIQ-3")
                .without("LIQ-1")
                .always("GRD-ETH", cell("ETH", "up", "0.1"))
                .always(
                        "LOT-1",
                        new Lot(crossId("BTC", Side.LONG), decimal("0.1")),
                        new Lot(crossId("ETH", Side.SHORT), decimal("0.1")))
                .always(
                        "DLT-1",
                        new SpreadDelta(crossId("BTC", Side.LONG), "B", decimal("1")),
                        new SpreadDelta(crossId("ETH", Side.SHORT), "E", decimal("1")))
                .always("SPR-1", spread("1", "B", "E", "3000"))
                .always("THR-9", new Reduce("test"))
                .always("LIQ-9", new ReduceToRatio(decimal("1")));

        // When
        Decision decision = decide(book, rules);

        // Then: 11,000 were required; 0.3 of a leg take 4,000 a unit off the grids and 3,000 off the spread
        assertAmount("11000", decision.figures().maintenanceMargin());
        ClosurePlan.Step last = decision.closure().steps().getLast();
        assertAmount("0.3", last.order().quantity());
        assertAmount("8900", last.after().maintenanceMargin());
    }

    @Test
    void anAddOnOfACoveredPositionCountsWithoutARequirementOfItsOwn() {
        Decision decision = decide(
                longFuture(),
                portfolio().always("CTG-1", new AddOn(crossId("BTC", Side.LONG), decimal("25"), "short")));

        assertAmount("4025", decision.figures().maintenanceMargin());
        assertAmount("4025", decision.figures().initialMargin());
    }

    @Test
    void addOnsCreditsAndTheMultipleWorkOnThePortfolio() {
        ScriptedRules rules = portfolio()
                .always("CRD-1", new PortfolioCredit(decimal("500"), "offset"))
                .always("CRD-2", new PortfolioCredit(decimal("1000"), "offset"))
                .always("CTG-1", new AddOn(null, decimal("100"), "contingency"))
                .always("MUL-1", new InitialMultiple(decimal("1.3")))
                .always("MUL-2", new InitialMultiple(decimal("1.2")));

        Decision decision = decide(longFuture(), rules);

        // 4,000 − 1,500 + 100, and 1.3 times that
        assertAmount("2600", decision.figures().maintenanceMargin());
        assertAmount("3380", decision.figures().initialMargin());
        // the larger minimum instead of 2,500
        Decision atLeast = decide(
                longFuture(),
                rules.always("MIN-1", new PortfolioMinimum(decimal("2700"), "short options"))
                        .always("MIN-2", new PortfolioMinimum(decimal("2600"), "short options")));
        assertAmount("2800", atLeast.figures().maintenanceMargin());
        assertEquals(
                decision.marginAccounts(),
                decide(longFuture(), rules.shuffled(3)).marginAccounts());
    }

    @Test
    void aClosureIsReckonedWithTheGridOfWhatIsLeft() {
        // Given: 3,500 for a requirement of 4,000; the rules close everything
        Decision decision = decide(account().cash("3500").with(cross("BTC", "1", "40000", "40000")), portfolio());

        // Then
        assertEquals(Outcome.LIQUIDATE, decision.outcome());
        assertTrue(decision.closure().restores());
    }

    /** What a long in bitcoin and a short in ether have in common is credited by a tenth; reduced to a ratio of 1.2. */
    private static ScriptedRules crediting() {
        return portfolio()
                .without("THR-1")
                .without("THR-2")
                .without("LIQ-3")
                .always("GRD-ETH", cell("ETH", "down", "-0.1"), cell("ETH", "up", "0.1"))
                .rule(Stage.MARGIN, "CRD-1", ScenarioGridTest::creditForBoth)
                .rule(
                        Stage.THRESHOLD,
                        "THR-3",
                        view -> when(
                                !ScriptedRules.account(view).coversMaintenance(BigDecimal.ONE),
                                new Reduce("under water")))
                .always("LIQ-4", new ReduceToRatio(decimal("1.2")));
    }

    private static List<Proposal> creditForBoth(View view) {
        BigDecimal common = view.positions().stream()
                .map(PricedPosition::notional)
                .min(Comparator.naturalOrder())
                .orElse(BigDecimal.ZERO);
        return when(view.positions().size() == 2, new PortfolioCredit(common.multiply(decimal("0.1")), "an offset"));
    }

    private static SnapshotFixture bitcoinAgainstEther(BigDecimal bitcoin, BigDecimal ether) {
        List<Position> held = new ArrayList<>();
        if (bitcoin.signum() > 0) {
            held.add(cross("BTC", bitcoin.toPlainString(), "100", "100"));
        }
        if (ether.signum() > 0) {
            held.add(cross("ETH", ether.negate().toPlainString(), "100", "100"));
        }
        return account().cash("40").with(held.toArray(Position[]::new));
    }

    @Test
    void afterEachStepOfAClosureThePortfolioIsWhatTheRulesMakeOfWhatIsLeft() {
        // Given: grids of 100 and 60, a credit of 60, equity of 40; where bitcoin falls below ether the credit falls
        // too
        BigDecimal bitcoin = decimal("10");
        BigDecimal ether = decimal("6");

        // When
        Decision decision = decide(bitcoinAgainstEther(bitcoin, ether), crediting());

        // Then: deciding what each step leaves says the same
        assertEquals(Outcome.REDUCE, decision.outcome());
        for (ClosurePlan.Step step : decision.closure().steps()) {
            ClosurePlan.Order order = step.order();
            if (order == null) {
                continue;
            }
            if (order.position().instrument().equals("BTC")) {
                bitcoin = bitcoin.subtract(order.quantity());
            } else {
                ether = ether.subtract(order.quantity());
            }
            Figures anew =
                    decide(bitcoinAgainstEther(bitcoin, ether), crediting()).figures();
            assertAmount(anew.maintenanceMargin().toPlainString(), step.after().maintenanceMargin());
            assertAmount(anew.initialMargin().toPlainString(), step.after().initialMargin());
        }
        assertTrue(decision.closure().restores());
        assertTrue(ether.compareTo(decimal("6")) < 0, "bitcoin alone would do if the credit stayed");
    }

    @Test
    void aGridLargerThanWhatIsEverReckonedIsHeld() {
        Proposal[] cells = IntStream.rangeClosed(1, PortfolioTerms.REVALUATIONS_MAX + 1)
                .mapToObj(i -> cell("BTC", "cell " + i, "-0." + (10_000_000 + i)))
                .toArray(Proposal[]::new);

        assertTrue(holds(decide(longFuture(), portfolio().always("GRD-MANY", cells)))
                .contains(Code.LIMIT_REACHED));
    }
}
