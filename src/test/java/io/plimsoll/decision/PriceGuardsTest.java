package io.plimsoll.decision;

import static io.plimsoll.fixtures.Decisions.decide;
import static io.plimsoll.fixtures.Positions.NOON;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.crossId;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.Positions.isolated;
import static io.plimsoll.fixtures.Positions.withIndex;
import static io.plimsoll.fixtures.ScriptedRules.venue;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static io.plimsoll.fixtures.SnapshotFixture.g1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.OptionType;
import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.decision.Decision.PositionFigures;
import io.plimsoll.decision.GuardProposal.CapVolatility;
import io.plimsoll.decision.GuardProposal.HoldClosing;
import io.plimsoll.decision.GuardProposal.IgnoreMark;
import io.plimsoll.decision.GuardProposal.IgnoreQuote;
import io.plimsoll.decision.GuardProposal.UsePrice;
import io.plimsoll.decision.MarginProposal.GridScenario;
import io.plimsoll.decision.MarginProposal.Multiply;
import io.plimsoll.fixtures.Positions;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.fixtures.SnapshotFixture;
import io.plimsoll.margin.Scenario;
import io.plimsoll.margin.VolatilityMove;
import io.plimsoll.market.Market;
import io.plimsoll.market.PriceSource;
import io.plimsoll.market.Quote;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which price values a position when guard rules doubt some, and what is not closed on it. G1 is closed below 95.79. */
class PriceGuardsTest {

    private static final PositionId LONG = crossId("BTC", Side.LONG);

    /** A book of an index and three sources with a confidence interval; what rules propose decides which counts. */
    private static SnapshotFixture book(
            String quantity, String mark, String index, String confidence, String... prices) {
        List<Quote> quotes = new ArrayList<>();
        for (String price : prices) {
            quotes.add(new Quote("venue-" + quotes.size(), decimal(price), NOON));
        }
        return account()
                .cash("9000")
                .with(withIndex(cross("BTC", quantity, "100", mark), index))
                .market(new Market("BTC", null, null, null, null, decimal(confidence), decimal("97"), null, quotes));
    }

    private static PositionFigures valued(SnapshotFixture book, ScriptedRules rules) {
        return decide(book, rules).positions().getFirst();
    }

    private static ScriptedRules using(PositionId id, PriceSource source) {
        return venue().always("GRD-1", new UsePrice(id, source, "asked"));
    }

    @ParameterizedTest(name = "{0} contracts at mark {1}, index {2}, ± {3}: {4} is {5}")
    @CsvSource({
        "10, 100, 99, 2, MEDIAN, 99.5",
        "10, 100, 99, 2, LAST, 97",
        "10, 100, 99, 2, CONSERVATIVE, 98",
        "10, 100, 97.5, 2, CONSERVATIVE, 97.5",
        "10, 100, 99, 0, CONSERVATIVE, 99",
        "10, 101, 102, 1.5, CONSERVATIVE, 99.5",
        "-10, 100, 101, 2, CONSERVATIVE, 102",
        "-10, 100, 103, 2, CONSERVATIVE, 103",
        "-10, 100, 99, 0.1, CONSERVATIVE, 100.4",
        "-10, 100, 99, 0, MEDIAN, 100.4"
    })
    void eachSourceHasItsPrice(
            String quantity, String mark, String index, String confidence, PriceSource source, BigDecimal price) {
        // Given: the middle two of four quotes are 99.5 and 100.4
        PositionId id = crossId("BTC", quantity.startsWith("-") ? Side.SHORT : Side.LONG);
        SnapshotFixture book = book(quantity, mark, index, confidence, "100.4", "90", "110", "99.5");

        // When
        PositionFigures figures = valued(book, using(id, source));

        // Then
        assertEquals(price, figures.price());
        assertEquals(source, figures.priceSource());
    }

    @Test
    void exp1AnOutlierIsQuarantinedAndTheMedianOfTheOthersIsUsed() {
        // Given
        ScriptedRules rules = venue().always(
                        "GRD-1",
                        new IgnoreQuote("BTC", "venue-2", "outlier"),
                        new IgnoreMark(LONG, "print of one venue"),
                        new UsePrice(LONG, PriceSource.MEDIAN, "others agree"));

        // When
        Decision decision = decide(book("10", "80", "100", "0", "100", "100.2", "80"), rules);

        // Then
        assertEquals(decimal("100"), decision.positions().getFirst().price());
        assertEquals(PriceSource.MEDIAN, decision.positions().getFirst().priceSource());
        assertEquals(
                3,
                decision.because().stream()
                        .filter(line -> line.proposed().rule().equals("GRD-1") && line.won())
                        .count());
    }

    @Test
    void aMarkThatIsNotTrustedCountsOnlyWhereItIsIgnored() {
        ScriptedRules median = using(LONG, PriceSource.MEDIAN);
        SnapshotFixture book = book("10", "92", "100", "0", "100");

        assertEquals(decimal("92"), valued(book, median).price());
        assertEquals(
                decimal("100"),
                valued(book, median.always("GRD-2", new IgnoreMark(LONG, "print")))
                        .price());
        assertEquals(
                decimal("92"),
                valued(book, median.always("GRD-2", new IgnoreMark(crossId("ETH", Side.LONG), "print")))
                        .price());
    }

    /** A call of 40,000 for 30 days on a forward of 38,000 at 60 %, worth 1,790.6820 by Black's formula; at 40 % 958.4721. */
    private static SnapshotFixture withOption(String quantity, String mark) {
        Position option =
                Positions.option(ContractKind.OPTION, OptionType.CALL, "40000", quantity, mark, "38000", "0.6");
        return account().cash("90000").with(option);
    }

    private static PositionId optionId(String quantity) {
        return crossId("BTC-40000-CALL", quantity.startsWith("-") ? Side.SHORT : Side.LONG);
    }

    @ParameterizedTest(name = "{0} marked at {1}")
    @CsvSource({"-1, 1000, 1790.6820, MODEL", "-1, 1900, 1900, MARK", "1, 1000, 1000, MARK", "1, 1900, 1790.6820, MODEL"
    })
    void lmx6TheModelsPriceIsOneOfThoseThatMayLeaveLeast(
            String quantity, String mark, BigDecimal price, PriceSource source) {
        PositionFigures figures = valued(withOption(quantity, mark), using(optionId(quantity), PriceSource.MODEL));

        assertEquals(price, figures.price().setScale(price.scale(), RoundingMode.HALF_UP));
        assertEquals(source, figures.priceSource());
    }

    @Test
    void lmx6AnEmptyBookIsValuedByTheModelAndItsBufferIsWider() {
        // Given: no mark is believed; what the model values requires half as much again
        ScriptedRules rules = venue().always(
                        "GRD-1",
                        new IgnoreMark(optionId("-1"), "no quotes"),
                        new UsePrice(optionId("-1"), PriceSource.MODEL, "no quotes"))
                .rule(
                        Stage.MARGIN,
                        "MRG-9",
                        view -> view.positions().stream()
                                .filter(position -> position.source() == PriceSource.MODEL)
                                .<Proposal>map(
                                        position -> new Multiply(position.id(), decimal("1.5"), "valued by the model"))
                                .toList());

        // When
        Decision decision = decide(withOption("-1", "2500"), rules);

        // Then: 5 % of 1,790.6820 times 1.5
        assertEquals(decimal("-1790.69"), decision.figures().optionValue().setScale(2, RoundingMode.FLOOR));
        assertEquals(decimal("134.31"), decision.figures().maintenanceMargin());
    }

    @Test
    void aFutureHasNoModel() {
        Decision decision = decide(
                book("10", "92", "100", "0", "100"),
                using(LONG, PriceSource.MODEL).always("GRD-2", new IgnoreMark(LONG, "print")));

        assertEquals(HoldReason.Code.NO_PRICE, decision.holdReasons().getFirst().code());
    }

    @ParameterizedTest(name = "caps {0} and {1}: {2}")
    @CsvSource({"0.4, 0.5, 958.4721, MODEL", "0.6, 0.7, 2100, MARK", "0.599999, 0.7, 1790.6777, MODEL"})
    void exp3AVolatilityThatJumpsCountsAtItsCap(
            BigDecimal one, BigDecimal other, BigDecimal price, PriceSource source) {
        // Given: 60 % is what the venue says today, and so its mark
        ScriptedRules rules = venue().always(
                        "GRD-1",
                        new CapVolatility(optionId("-1"), one, "jump"),
                        new CapVolatility(optionId("-1"), other, "jump"));

        // When
        Decision decision = decide(withOption("-1", "2100"), rules);

        // Then
        PositionFigures figures = decision.positions().getFirst();
        assertEquals(price, figures.price().setScale(price.scale(), RoundingMode.HALF_UP));
        assertEquals(source, figures.priceSource());
        assertEquals(
                source == PriceSource.MODEL ? 1 : 0,
                decision.because().stream()
                        .filter(line -> line.proposed().rule().equals("GRD-1") && line.won())
                        .count());
    }

    @Test
    void exp3ACapReachesEveryScenario() {
        // Given: one cell without a move loses nothing whatever the volatility; with volatility up by a half, the cap's
        // half
        ScriptedRules rules = venue().without("MRG-1")
                .always(
                        "MRG-9",
                        new GridScenario(new Scenario(
                                "BTC", "up", BigDecimal.ZERO, VolatilityMove.relative(decimal("0.5")), BigDecimal.ONE)))
                .always("GRD-1", new CapVolatility(optionId("-1"), decimal("0.4"), "jump"));

        // When
        Decision decision = decide(withOption("-1", "2100"), rules);

        // Then: 832.21 between the model's values at 60 % and at 40 %, and 5 % of the latter by itself
        assertEquals(decimal("880.14"), decision.figures().maintenanceMargin());
    }

    @Test
    void whereNoPriceIsLeftTheDecisionIsHeld() {
        // Given: the only source is ignored, and so is the mark
        ScriptedRules rules = using(LONG, PriceSource.MEDIAN)
                .always("GRD-2", new IgnoreMark(LONG, "print"), new IgnoreQuote("BTC", "venue-0", "stale"));

        // When
        Decision decision = decide(book("10", "92", "100", "0", "100"), rules);

        // Then
        assertEquals(Outcome.HOLD, decision.outcome());
        assertEquals(HoldReason.Code.NO_PRICE, decision.holdReasons().getFirst().code());
        assertEquals(
                "no price is left that `BTC LONG CROSS` may be valued at",
                decision.holdReasons().getFirst().detail());
    }

    @ParameterizedTest(name = "a mark of 100 ± {0} is {1}")
    @CsvSource({"99.99, HEALTHY", "100, HOLD", "100.01, HOLD"})
    void anIntervalAsWideAsThePriceLeavesALongNoBound(String confidence, Outcome outcome) {
        assertEquals(
                outcome,
                decide(book("10", "100", "100", confidence), using(LONG, PriceSource.CONSERVATIVE))
                        .outcome());
    }

    @Test
    void anIgnoredQuoteOfAnotherInstrumentIsNoMatter() {
        ScriptedRules rules =
                using(LONG, PriceSource.MEDIAN).always("GRD-2", new IgnoreQuote("ETH", "venue-0", "stale"));
        assertEquals(
                decimal("91"), valued(book("10", "92", "100", "0", "91"), rules).price());
    }

    @ParameterizedTest(name = "at {0} with closing forbidden for {1}: {2}, withheld {3}")
    @CsvSource({
        "102, BTC, HEALTHY, ",
        "99, BTC, MARGIN_CALL, ",
        "95.79, BTC, MARGIN_CALL, ",
        "95.78, BTC, HOLD, LIQUIDATE",
        "95.78, , HOLD, LIQUIDATE",
        "95.78, ETH, LIQUIDATE, "
    })
    void closingIsForbiddenWhileWarningsAndCallsGoOn(
            String mark, String instrument, Outcome outcome, Outcome withheld) {
        // When
        Decision decision = decide(g1(mark), venue().always("GRD-1", new HoldClosing(instrument, "wide interval")));

        // Then
        assertEquals(outcome, decision.outcome());
        assertEquals(withheld, decision.withheld());
        if (outcome == Outcome.HOLD) {
            assertEquals(
                    HoldReason.Code.GUARD_CLOSING,
                    decision.holdReasons().getFirst().code());
            assertTrue(decision.holdReasons().getFirst().detail().startsWith("GRD-1 wide interval"));
        }
    }

    @Test
    void onlyTheMarginAccountThatHoldsTheInstrumentIsNotClosed() {
        // Given: the isolated position is under water, the cross account is not and holds the doubtful instrument
        SnapshotFixture book = g1("102").with(isolated("SOL", "10", "10", "9.5", "5"));

        // Then
        assertEquals(
                Outcome.LIQUIDATE,
                decide(book, venue().always("GRD-1", new HoldClosing("BTC", "wide")))
                        .outcome());
        assertEquals(
                Outcome.HOLD,
                decide(book, venue().always("GRD-1", new HoldClosing("SOL", "wide")))
                        .outcome());
    }
}
