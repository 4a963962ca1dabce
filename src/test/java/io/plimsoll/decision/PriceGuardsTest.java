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

import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.decision.Decision.PositionFigures;
import io.plimsoll.decision.GuardProposal.HoldClosing;
import io.plimsoll.decision.GuardProposal.IgnoreMark;
import io.plimsoll.decision.GuardProposal.IgnoreQuote;
import io.plimsoll.decision.GuardProposal.UsePrice;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.fixtures.SnapshotFixture;
import io.plimsoll.market.Market;
import io.plimsoll.market.PriceSource;
import io.plimsoll.market.Quote;
import java.math.BigDecimal;
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
