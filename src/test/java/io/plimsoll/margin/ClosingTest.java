package io.plimsoll.margin;

import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.crossId;
import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.fixtures.Accounts;
import io.plimsoll.fixtures.Brackets;
import io.plimsoll.margin.RandomBooks.Schedule;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClosingTest {

    private static final PositionId BTC = crossId("BTC", Side.LONG);
    private static final PositionId ETH = crossId("ETH", Side.SHORT);

    private static Closing reducedToRatio(Closing start, BigDecimal target, BigDecimal lot, TermsAt termsAt) {
        return start.reduceUntil(MarginTarget.ratio(target), ClosingRules.inLots(start.account(), lot, termsAt));
    }

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void noFewerLotsRestoreTheRatioThanTheOnesClosed(Schedule schedule) {
        // Given
        var random = new RandomBooks(42);
        int partly = 0;
        int nothing = 0;
        int everything = 0;
        for (int i = 0; i < 300; i++) {
            NaiveMargin book = random.crossBook(2, schedule);
            BigDecimal target = random.fraction(1, 2);
            Map<PositionId, BigDecimal> lots = lots(book, 7 + random.upTo(40));
            MarginAccount account = Accounts.cross(book.wallet(), book.addOn(), book.brackets(), book.positions());

            // When
            Closing closing =
                    Closing.of(account).reduceUntil(MarginTarget.ratio(target), largestMarginFirst(lots, book));

            // Then
            Map<PositionId, BigDecimal> expected = book.fewestLots(target, lots::get);
            assertEquals(plain(expected), plain(closing.closed()), book::toString);
            assertEquals(book.isRestored(expected, target), closing.account().coversMaintenance(target));
            nothing += expected.isEmpty() ? 1 : 0;
            everything += closing.account().hasPositions() ? 0 : 1;
            partly += !expected.isEmpty() && closing.account().hasPositions() ? 1 : 0;
        }
        assertTrue(partly > 20 && nothing > 20 && everything > 20, partly + " " + nothing + " " + everything);
    }

    @Test
    void thePositionWithTheLargestRequirementIsClosedFirst() {
        // Given
        Brackets brackets = Brackets.flat("0.05");
        MarginAccount account =
                Accounts.cross("50", brackets, cross("BTC", "1", "100", "100"), cross("ETH", "-20", "100", "100"));

        // When
        Closing closing = reducedToRatio(Closing.of(account), BigDecimal.ONE, BigDecimal.ONE, brackets);

        // Then: 50 carries 1000 at 5 %, so 11 of the 21 go
        assertEquals(Map.of(ETH, decimal("11")), closing.closed());
    }

    @Test
    void anAccountThatStandsAtTheTargetIsLeftAlone() {
        // Given
        Brackets brackets = Brackets.flat("0.05");
        MarginAccount atTarget = Accounts.cross("5", brackets, cross("BTC", "1", "100", "100"));
        MarginAccount oneCentShort = Accounts.cross("4.99", brackets, cross("BTC", "1", "100", "100"));

        // Then
        assertEquals(Map.of(), closedToRatioOne(atTarget, brackets));
        assertEquals(Map.of(BTC, decimal("0.1")), closedToRatioOne(oneCentShort, brackets));
    }

    @Test
    void whereEveryPartialClosingCostsMoreThanItFreesAllOfItIsClosed() {
        // Given: a lot frees 1.2 · 0.4 % of its notional and costs 0.5 %; a fixed add-on goes only with the last lot
        Brackets brackets = Brackets.flat("0.004").withClosingCost("0.005").withAddOn("20");
        MarginAccount account = Accounts.cross("20", brackets, cross("BTC", "10", "100", "100"));

        // When
        Closing closing = reducedToRatio(Closing.of(account), decimal("1.2"), BigDecimal.ONE, brackets);

        // Then
        assertEquals(Map.of(BTC, decimal("10")), closing.closed());
        assertTrue(closing.account().coversMaintenance(decimal("1.2")));
    }

    @Test
    void anAccountThatNothingRestoresIsClosedAltogether() {
        // Given
        Brackets brackets = Brackets.flat("0.05");
        MarginAccount bankrupt =
                Accounts.cross("-1", brackets, cross("BTC", "1", "100", "100"), cross("ETH", "-2", "100", "100"));

        // When
        Closing closing = reducedToRatio(Closing.of(bankrupt), BigDecimal.ONE, BigDecimal.ONE, brackets);

        // Then
        assertEquals(Map.of(BTC, decimal("1"), ETH, decimal("2")), closing.closed());
        assertFalse(closing.account().coversMaintenance(BigDecimal.ONE));
    }

    @ParameterizedTest
    @CsvSource({"0.1, 1", "1, 1", "1.0000001, 2", "2, 2", "2.9, 3", "3, 3", "3.1, 3.5", "3.5, 3.5"})
    void aQuantityIsCoveredInWholeLotsButTheLastLotEndsWithThePosition(String atLeast, String closed) {
        // Given
        Brackets brackets = Brackets.flat("0.05");
        Closing whole = Closing.of(Accounts.cross("50", brackets, cross("BTC", "3.5", "100", "100")));

        // When
        Closing closing = whole.closeInLots(
                BTC, decimal(atLeast), ClosingRules.inLots(whole.account(), BigDecimal.ONE, brackets));

        // Then
        assertEquals(Map.of(BTC, decimal(closed)), plain(closing.closed()));
    }

    @Test
    void whatRemainsIsJudgedByTheBracketItIsLeftIn() {
        // Given
        Brackets brackets = Brackets.g2();
        Closing large = Closing.of(Accounts.cross("300000", brackets, cross("BTC", "120", "100000", "100000")));

        // When
        Closing closing =
                large.close(BTC, decimal("114"), ClosingRules.inLots(large.account(), BigDecimal.ONE, brackets));

        // Then: 600,000 are left, at 1 % less 1,300
        assertEquals(decimal("4700.00"), closing.account().maintenanceMargin());
    }

    @Test
    void aThousandPositionsAreReducedInAMoment() {
        // Given
        Brackets brackets = Brackets.g2();
        List<Position> positions = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            positions.add(cross("P" + i, i % 2 == 0 ? "10" : "-10", "100", "100"));
        }
        MarginAccount account = Accounts.cross(decimal("10"), BigDecimal.ZERO, brackets, positions);
        long started = System.nanoTime();

        // When
        Closing closing = reducedToRatio(Closing.of(account), decimal("1.2"), BigDecimal.ONE, brackets);

        // Then
        assertTrue(closing.account().coversMaintenance(decimal("1.2")));
        assertTrue(System.nanoTime() - started < 10_000_000_000L);
    }

    private static ClosingRules largestMarginFirst(Map<PositionId, BigDecimal> lots, NaiveMargin book) {
        Map<PositionId, ClosingTerms> terms = new HashMap<>();
        lots.forEach((id, lot) -> terms.put(id, ClosingTerms.inLots(lot)));
        return new ClosingRules(terms, ClosingOrder.LARGEST_MARGIN, book.brackets());
    }

    /** Lots of which every position has about as many. */
    private static Map<PositionId, BigDecimal> lots(NaiveMargin book, int parts) {
        Map<PositionId, BigDecimal> lots = new HashMap<>();
        for (Position position : book.positions()) {
            lots.put(position.id(), position.quantity().abs().divide(BigDecimal.valueOf(parts), 8, RoundingMode.UP));
        }
        return lots;
    }

    private static Map<PositionId, BigDecimal> closedToRatioOne(MarginAccount account, Brackets brackets) {
        return plain(reducedToRatio(Closing.of(account), BigDecimal.ONE, decimal("0.1"), brackets)
                .closed());
    }

    private static Map<PositionId, BigDecimal> plain(Map<PositionId, BigDecimal> quantities) {
        Map<PositionId, BigDecimal> plain = new HashMap<>();
        quantities.forEach((id, quantity) -> plain.put(id, Decimals.normalised(quantity)));
        return plain;
    }
}
