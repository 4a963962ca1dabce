package io.plimsoll.margin;

import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.crossId;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.Positions.inverse;
import static io.plimsoll.fixtures.Positions.isolated;
import static io.plimsoll.margin.MaintenanceConvention.FIXED_AT_MARK;
import static io.plimsoll.margin.MaintenanceConvention.MOVES_WITH_PRICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.fixtures.Accounts;
import io.plimsoll.fixtures.Brackets;
import io.plimsoll.margin.RandomBooks.Schedule;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LiquidationPricesTest {

    private static final int BOOKS = 400;
    private static final BigDecimal TINY = new BigDecimal("1E-20");
    private static final PositionId BTC_LONG = crossId("BTC", Side.LONG);
    private static final PositionId BTC_SHORT = crossId("BTC", Side.SHORT);

    private static PositionPrices single(String wallet, Brackets brackets, Position position) {
        MarginAccount account = Accounts.cross(wallet, brackets, position);
        return LiquidationPrices.of(account, MOVES_WITH_PRICE, brackets).get(position.id());
    }

    private static MarginAccount account(NaiveMargin book) {
        return Accounts.cross(book.wallet(), book.addOn(), book.brackets(), book.positions());
    }

    /** Formulas of margin-math: long {@code Q·(1 + rate) / (B + Q/E)}, bankruptcy {@code Q / (B + Q/E)}; a short with the other signs. */
    @ParameterizedTest(name = "{0} contracts of 1 USD at {1}, {2} of the base asset: liquidation {3}, bankruptcy {4}")
    @CsvSource({
        "10000, 50000, 0.05, 40200, 40000",
        "-10000, 50000, 0.05, 66333.333333, 66666.666667",
        "10000, 50000, 1, 8375, 8333.333333",
        "-10000, 50000, 0.2, , ",
        "-10000, 50000, 0.19999, 995000000, 1000000000"
    })
    void anInverseContractIsSolvedInItsBaseAsset(
            String quantity, String entry, String wallet, BigDecimal liquidation, BigDecimal bankruptcy) {
        PositionPrices prices =
                single(wallet, Brackets.continuous("1000:0.005"), inverse("BTCUSD", quantity, entry, entry));

        assertClose(liquidation, prices.liquidation());
        assertClose(bankruptcy, prices.bankruptcy());
    }

    private static void assertClose(@Nullable BigDecimal expected, @Nullable BigDecimal actual) {
        assertEquals(
                expected,
                actual == null ? null : actual.setScale(expected == null ? 6 : expected.scale(), RoundingMode.HALF_UP));
    }

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void noPriceNearerToTodaysBreachesThanTheOneFoundAndBeyondItEveryNextOneDoes(Schedule schedule) {
        // Given
        var random = new RandomBooks(20260302);
        var found = new AtomicInteger();
        var none = new AtomicInteger();
        for (int i = 0; i < BOOKS; i++) {
            NaiveMargin book = i % 4 == 0 ? random.isolatedBook(schedule) : random.crossBook(8, schedule);

            // When
            Map<PositionId, PositionPrices> prices =
                    LiquidationPrices.of(account(book), MOVES_WITH_PRICE, book.brackets());

            // Then
            for (Position position : book.positions()) {
                PositionPrices these = prices.get(position.id());
                if (book.isBreachedAt(position.id(), position.mark().price(), false)) {
                    continue;
                }
                (these.liquidation() == null ? none : found).incrementAndGet();
                assertIsTheNearestBreach(book, position, these.liquidation(), book.losingPrices(position), false);
                if (!book.isBreachedAt(position.id(), position.mark().price(), true)
                        && costOf(book).signum() > 0) {
                    assertIsTheNearestBreach(
                            book, position, these.liquidationAfterCosts(), book.losingPrices(position), true);
                }
            }
        }
        assertTrue(found.get() > BOOKS / 2, "found " + found);
        assertTrue(none.get() > BOOKS / 20, "none " + none);
    }

    @Test
    void atTheLiquidationPriceEquityEqualsMaintenanceInTheBracketWhereItLands() {
        // Given
        var random = new RandomBooks(7);
        int compared = 0;
        for (int i = 0; i < BOOKS; i++) {
            NaiveMargin book =
                    i % 4 == 0 ? random.isolatedBook(Schedule.CONTINUOUS) : random.crossBook(8, Schedule.CONTINUOUS);

            // When
            Map<PositionId, PositionPrices> prices =
                    LiquidationPrices.of(account(book), MOVES_WITH_PRICE, book.brackets());

            // Then
            for (PositionId id : prices.keySet()) {
                BigDecimal price = prices.get(id).liquidation();
                if (price != null) {
                    assertEqualTo20Digits(book.maintenanceAt(id, price), book.equityAt(id, price), book);
                    compared++;
                }
            }
        }
        assertTrue(compared > BOOKS, "compared " + compared);
    }

    @Test
    void atTheBankruptcyPriceEquityIsZero() {
        // Given
        var random = new RandomBooks(11);
        int compared = 0;
        for (int i = 0; i < BOOKS; i++) {
            NaiveMargin book = random.crossBook(8, Schedule.CONTINUOUS);

            // When
            Map<PositionId, PositionPrices> prices =
                    LiquidationPrices.of(account(book), MOVES_WITH_PRICE, book.brackets());

            // Then
            for (Position position : book.positions()) {
                BigDecimal price = prices.get(position.id()).bankruptcy();
                if (price == null) {
                    assertEquals(
                            today(book),
                            book.equityAt(position.id(), whereItIsWorthNothing(position))
                                    .signum());
                } else {
                    BigDecimal scale = book.wallet().abs().add(BigDecimal.ONE);
                    assertTrue(book.equityAt(position.id(), price).abs().compareTo(scale.multiply(TINY)) < 0);
                    compared++;
                }
            }
        }
        assertTrue(compared > BOOKS, "compared " + compared);
    }

    private static BigDecimal whereItIsWorthNothing(Position position) {
        return new BigDecimal(position.contract() == ContractKind.INVERSE ? "1E60" : "1E-60");
    }

    private static int today(NaiveMargin book) {
        return book.equityAt(null, null).signum();
    }

    @Test
    void anAccountThatIsBreachedIsToldThePriceThatWouldRestoreIt() {
        // Given
        var random = new RandomBooks(5);
        int breached = 0;
        for (int i = 0; i < BOOKS; i++) {
            NaiveMargin book = random.crossBook(3, Schedule.CONTINUOUS);

            // When
            Map<PositionId, PositionPrices> prices =
                    LiquidationPrices.of(account(book), MOVES_WITH_PRICE, book.brackets());

            // Then
            for (Position position : book.positions()) {
                BigDecimal price = prices.get(position.id()).liquidation();
                BigDecimal mark = position.mark().price();
                if (price != null && book.isBreachedAt(position.id(), mark, false)) {
                    assertEquals(position.quantity().signum(), price.compareTo(mark), book::toString);
                    breached++;
                }
            }
        }
        assertTrue(breached > BOOKS / 20, "breached " + breached);
    }

    @ParameterizedTest
    @CsvSource({
        "105, 200, 110, the jump itself: 5 % of 1100 still fits and 20 % of anything above does not",
        "105, 120, 110, the jump again although there is less to lose",
        "105, 105, 110, just enough for 5 % of 1100",
        "105, 104.99, 109.99904761904761904761905, not quite enough and so in the lower bracket",
        "120, 200, 116.66666666666666666666667, in the upper bracket at 20 %",
        "105, 20, 101.90476190476190476190476, in the lower bracket at 5 %"
    })
    void aShortOnAScheduleThatJumpsIsLiquidatedAtTheJumpWhereTheLinesNeverMeet(
            String entry, String wallet, String expected, String why) {
        // Given
        Brackets steps = Brackets.stepped("1100:0.05", "0:0.2");

        // When
        BigDecimal price =
                single(wallet, steps, cross("BTC", "-10", entry, "100")).liquidation();

        // Then
        assertEqualTo20Digits(decimal(expected), price, null);
    }

    @Test
    void aJumpIsNoticedAtOnceAndThenHalved() {
        // Given
        Brackets steps = Brackets.stepped("1100:0.05", "0:0.2");
        MarginAccount account = Accounts.cross("200", steps, cross("BTC", "-10", "105", "100"));
        var asked = new AtomicInteger();

        // When
        LiquidationPrices.of(account, MOVES_WITH_PRICE, moved -> {
            asked.incrementAndGet();
            return steps.ask(moved);
        });

        // Then: a few meetings, and at most 110 halvings
        assertTrue(asked.get() <= 115, "asked " + asked);
    }

    @Test
    void aLongWhoseRequirementJumpsOverItsProfitIsLiquidatedAtTheJumpAboveAndBelowWhereTheLinesMeet() {
        // Given
        Brackets steps = Brackets.stepped("1100:0.05", "0:0.2");

        // When
        PositionPrices prices = single("70", steps, cross("BTC", "10", "100", "100"));

        // Then: 70 + 10·(P − 100) = 5 % of 10·P below; 170 against 20 % of 1100 above
        assertEqualTo20Digits(decimal("97.8947368421052631578947368"), prices.liquidation(), null);
        assertEqualTo20Digits(decimal("110"), prices.opposite(), null);
    }

    @Test
    void aLongOnAScheduleThatJumpsFallsIntoTheLowerBracketAndIsSafeUntilItsLine() {
        // Given
        Brackets steps = Brackets.stepped("900:0.05", "0:0.2");
        Position position = cross("BTC", "10", "100", "100");

        // When
        BigDecimal price = single("280", steps, position).liquidation();

        // Then: 280 − 100 at 90 is just what 20 % of 900 asks, so at and below 90 the lower rate holds
        assertEqualTo20Digits(decimal("75.789473684210526315789473684"), price, null);
    }

    @Test
    void theDeductionOfAHighBracketDoesNotHideABreachInALowOne() {
        // Given: 12M of notional, whose deduction of 266,300 exceeds what the wallet lacks at a price of zero
        Brackets brackets = Brackets.g2();
        Position position = cross("BTC", "100", "120000", "120000");

        // When
        BigDecimal price = single("11900000", brackets, position).liquidation();

        // Then: 11.9M − 12M + 100·P = 0.5 % · 100·P − 50
        assertNotNull(price);
        assertEqualTo20Digits(decimal("99950").divide(decimal("99.5"), MathContext.DECIMAL128), price, null);
    }

    @Test
    void aLongThatIsPaidForInFullHasNoLiquidationPrice() {
        assertNull(single("1000", Brackets.flat("0.05"), cross("BTC", "10", "100", "100"))
                .liquidation());
        assertNotNull(single("999.99", Brackets.flat("0.05"), cross("BTC", "10", "100", "100"))
                .liquidation());
    }

    @ParameterizedTest
    @CsvSource({
        "100, 1200, 104.7619047619047619047619, false, the breach lies before the end of the tables",
        "200, 1200, 114.2857142857142857142857, false, before it too",
        "200, 1100, 110, true, the breach would lie beyond",
        "200, 1000, 100, true, the tables end at today's price"
    })
    void whereTheTablesEndBeforeABreachTheLastPriceTheyReachIsGivenAndSaidToBeThat(
            String wallet, BigDecimal cap, String expected, boolean endOfTables, String why) {
        // Given: a short of ten at 100
        Brackets brackets = Brackets.flat("0.05");
        TermsAt onlyUpToTheCap =
                positions -> positions.getFirst().notional().compareTo(cap) <= 0 ? brackets.ask(positions) : Map.of();
        MarginAccount account = Accounts.cross(wallet, brackets, cross("BTC", "-10", "100", "100"));

        // When
        PositionPrices prices =
                LiquidationPrices.of(account, MOVES_WITH_PRICE, onlyUpToTheCap).get(BTC_SHORT);

        // Then
        assertEqualTo20Digits(decimal(expected), prices.liquidation(), null);
        assertEquals(endOfTables, prices.endOfTables(), why);
    }

    @Test
    void bothLegsOfAHedgeMoveTogetherAndHaveOnePrice() {
        // Given: net long 10 at 5 % of 50 units
        Brackets brackets = Brackets.flat("0.05");
        MarginAccount account =
                Accounts.cross("400", brackets, cross("BTC", "30", "100", "100"), cross("BTC", "-20", "100", "100"));

        // When
        var prices = LiquidationPrices.of(account, MOVES_WITH_PRICE, brackets);

        // Then: 400 + 10·(P − 100) = 0.05 · 50 · P, and zero where 400 + 10·(P − 100) = 0
        assertEqualTo20Digits(decimal("80"), prices.get(BTC_LONG).liquidation(), null);
        assertEqualTo20Digits(decimal("60"), prices.get(BTC_LONG).bankruptcy(), null);
        assertEquals(prices.get(BTC_LONG), prices.get(BTC_SHORT));
        assertNull(prices.get(BTC_LONG).opposite());
    }

    @Test
    void aHedgeThatOffsetsInFullBreachesOnlyAboveByItsGrowingRequirementAndIsNeverBankrupt() {
        // Given
        Brackets brackets = Brackets.flat("0.05");
        MarginAccount account =
                Accounts.cross("110", brackets, cross("BTC", "10", "90", "100"), cross("BTC", "-10", "90", "100"));

        // When
        PositionPrices prices =
                LiquidationPrices.of(account, MOVES_WITH_PRICE, brackets).get(BTC_LONG);

        // Then: 110 = 0.05 · 20 · P
        assertEqualTo20Digits(decimal("110"), prices.liquidation(), null);
        assertNull(prices.bankruptcy());
    }

    @Test
    void aHedgeWhoseRequirementOutgrowsItsProfitBreachesOnBothSides() {
        // Given: net long 1 of 19 units; 4 % up to a notional of 1100, 10 % of what is above
        Brackets brackets = Brackets.continuous("1100:0.04", "0:0.1");
        MarginAccount account =
                Accounts.cross("80", brackets, cross("BTC", "10", "100", "100"), cross("BTC", "-9", "100", "100"));

        // When
        PositionPrices prices =
                LiquidationPrices.of(account, MOVES_WITH_PRICE, brackets).get(BTC_LONG);

        // Then: 80 + (P − 100) = 0.04·19·P below; above, 80 + (P − 100) = 0.1·19·P − 2·66
        assertEqualTo20Digits(
                decimal("20").divide(decimal("0.24"), MathContext.DECIMAL128), prices.liquidation(), null);
        assertEqualTo20Digits(decimal("112").divide(decimal("0.9"), MathContext.DECIMAL128), prices.opposite(), null);
    }

    @Test
    void legsOfOneInstrumentThatAreValuedAtDifferentPricesMoveInProportion() {
        // Given: a guard values the short at 101 and the long at 100
        Brackets brackets = Brackets.flat("0.05");
        MarginAccount account =
                Accounts.cross("400", brackets, cross("BTC", "30", "100", "100"), cross("BTC", "-20", "101", "101"));

        // When
        var prices = LiquidationPrices.of(account, MOVES_WITH_PRICE, brackets);

        // Then: with f of today's prices, 400 + 3000·(f − 1) − 2020·(f − 1) = 0.05 · 5020 · f
        BigDecimal f = decimal("580").divide(decimal("729"), MathContext.DECIMAL128);
        assertEqualTo20Digits(f.multiply(decimal("100")), prices.get(BTC_LONG).liquidation(), null);
        assertEqualTo20Digits(f.multiply(decimal("101")), prices.get(BTC_SHORT).liquidation(), null);
    }

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void ofAHedgedBookNoNearerPriceBreachesOnEitherSide(Schedule schedule) {
        // Given
        var random = new RandomBooks(20260303);
        int both = 0;
        int one = 0;
        for (int i = 0; i < BOOKS / 2; i++) {
            NaiveMargin book = random.hedgedBook(schedule);

            // When
            Map<PositionId, PositionPrices> prices =
                    LiquidationPrices.of(account(book), MOVES_WITH_PRICE, book.brackets());

            // Then
            for (Position position : book.positions()) {
                PositionPrices these = prices.get(position.id());
                boolean hedged = book.positions().stream()
                        .anyMatch(
                                other -> other != position && other.instrument().equals(position.instrument()));
                BigDecimal today = position.mark().price();
                if (!hedged || position.quantity().signum() < 0 || book.isBreachedAt(position.id(), today, false)) {
                    continue;
                }
                BigDecimal nearest = these.liquidation();
                BigDecimal opposite = these.opposite();
                boolean below = nearest != null && nearest.compareTo(today) < 0;
                assertIsTheNearestBreach(book, position, below ? nearest : opposite, book.pricesBelow(position), false);
                assertIsTheNearestBreach(book, position, below ? opposite : nearest, book.pricesAbove(position), false);
                both += opposite == null ? 0 : 1;
                one += nearest != null && opposite == null ? 1 : 0;
            }
        }
        assertTrue(both > 0, "both " + both);
        assertTrue(one > BOOKS / 4, "one " + one);
    }

    @Test
    void aRequirementThatRulesCalculateAnewAtEachPriceIsFollowedThoughNoLineEverMeetsIt() {
        // Given: N² / 2000, so that the requirement of 10 units is 0.05 · P²
        TermsAt square = positions -> {
            Map<PositionId, PositionTerms> terms = new HashMap<>();
            for (PricedPosition position : positions) {
                BigDecimal notional = position.notional();
                BigDecimal amount = notional.multiply(notional).divide(decimal("2000"), MathContext.DECIMAL128);
                RequirementLine line = RequirementLine.ofAmount(amount, notional);
                terms.put(
                        position.id(), new PositionTerms(line, line, BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.ZERO));
            }
            return terms;
        };
        MarginAccount account = Accounts.cross("510", square, cross("BTC", "10", "100", "101"));

        // When
        PositionPrices prices =
                LiquidationPrices.of(account, MOVES_WITH_PRICE, square).get(BTC_LONG);

        // Then: 510 + 10·(P − 100) = 0.05 · P² at 100 ± √200
        assertEqualTo20Digits(decimal("114.14213562373095048801688724210"), prices.liquidation(), null);
        assertEqualTo20Digits(decimal("85.857864376269049511983112757903"), prices.opposite(), null);
    }

    /** Rules that take the bracket from the notional of the whole account; asked about a part of it they would answer wrongly, and so refuse. */
    private record BracketOfTheTotal(Brackets brackets, int positions) implements TermsAt {

        @Override
        public boolean dependOnOthers() {
            return true;
        }

        @Override
        public Map<PositionId, PositionTerms> ask(List<PricedPosition> asked) {
            assertEquals(positions, asked.size());
            BigDecimal total = asked.stream().map(PricedPosition::notional).reduce(BigDecimal.ZERO, BigDecimal::add);
            Map<PositionId, PositionTerms> terms = new HashMap<>();
            asked.forEach(position -> terms.put(position.id(), brackets.termsAt(total)));
            return terms;
        }
    }

    @Test
    void rulesThatAddPositionsUpAreAskedWithTheWholeAccount() {
        // Given: 5 % of everything up to a notional of 2100 in all, 20 % above
        var rules = new BracketOfTheTotal(Brackets.stepped("2100:0.05", "0:0.2"), 2);
        MarginAccount account =
                Accounts.cross("300", rules, cross("BTC", "10", "100", "100"), cross("ETH", "-10", "100", "100"));

        // When
        var prices = LiquidationPrices.of(account, MOVES_WITH_PRICE, rules);

        // Then: a rise of BTC by a tenth takes 2100 · 20 % from 400, one of ETH from 200; a fall of BTC meets 5 % of
        // all that is left
        PositionPrices ofLong = prices.get(BTC_LONG);
        assertEqualTo20Digits(decimal("110"), ofLong.liquidation(), null);
        assertEqualTo20Digits(decimal("750").divide(decimal("9.5"), MathContext.DECIMAL128), ofLong.opposite(), null);
        assertEqualTo20Digits(
                decimal("110"), prices.get(crossId("ETH", Side.SHORT)).liquidation(), null);
    }

    @Test
    void ofRulesThatAddPositionsUpNoNearerPriceBreachesOnEitherSide() {
        // Given
        var random = new RandomBooks(20260304);
        int found = 0;
        for (int i = 0; i < BOOKS / 4; i++) {
            NaiveMargin book = random.crossBook(4, Schedule.STEPPED);
            var rules = new BracketOfTheTotal(book.brackets(), book.positions().size());
            MarginAccount account = Accounts.cross(book.wallet(), book.addOn(), rules, book.positions());

            // When
            Map<PositionId, PositionPrices> prices = LiquidationPrices.of(account, MOVES_WITH_PRICE, rules);

            // Then
            for (Position position : book.positions()) {
                BigDecimal today = position.mark().price();
                PositionPrices these = prices.get(position.id());
                if (!breachesInTotal(book, position, today)) {
                    for (BigDecimal tried : book.pricesBelow(position)) {
                        assertNoNearer(book, position, tried, these);
                    }
                    for (BigDecimal tried : book.pricesAbove(position)) {
                        if (tried.compareTo(today.multiply(BigDecimal.TWO)) < 0) {
                            assertNoNearer(book, position, tried, these);
                        }
                    }
                    found += these.liquidation() == null ? 0 : 1;
                }
            }
        }
        assertTrue(found > BOOKS / 8, "found " + found);
    }

    private static void assertNoNearer(NaiveMargin book, Position position, BigDecimal tried, PositionPrices found) {
        if (breachesInTotal(book, position, tried)) {
            BigDecimal today = position.mark().price();
            boolean known = false;
            for (BigDecimal price : new BigDecimal[] {found.liquidation(), found.opposite()}) {
                known |= price != null
                        && (price.compareTo(today) < 0) == (tried.compareTo(today) < 0)
                        && price.subtract(today)
                                        .abs()
                                        .compareTo(tried.subtract(today).abs())
                                <= 0;
            }
            assertTrue(known, () -> tried + " breaches, found " + found + " for " + position + " in " + book);
        }
    }

    /** The bracket of the total notional decides every position's rate. */
    private static boolean breachesInTotal(NaiveMargin book, Position moved, BigDecimal price) {
        BigDecimal total = BigDecimal.ZERO;
        for (Position position : book.positions()) {
            BigDecimal at = position == moved ? price : position.mark().price();
            BigDecimal units = position.quantity().abs().multiply(position.multiplier());
            total = total.add(
                    position.contract() == ContractKind.INVERSE
                            ? units.divide(at, MathContext.DECIMAL128)
                            : units.multiply(at));
        }
        PositionTerms terms = book.brackets().termsAt(total);
        BigDecimal required = terms.factor()
                .multiply(terms.maintenance().rate())
                .multiply(total)
                .add(terms.addOn().multiply(BigDecimal.valueOf(book.positions().size())))
                .add(book.addOn());
        return book.equityAt(moved.id(), price).compareTo(required) < 0;
    }

    @Test
    void aRequirementOfTheWholeNotionalFallsWithTheEquityOfALongAndNeverMeetsIt() {
        assertNull(single("1001", Brackets.flat("1"), cross("BTC", "10", "100", "100"))
                .liquidation());
    }

    @Test
    void aRequirementAboveTheWholeNotionalOvertakesTheEquityOfALongAsThePriceRises() {
        // When
        BigDecimal price = single("1011", Brackets.flat("1.01"), cross("BTC", "10", "100", "100"))
                .liquidation();

        // Then: 1011 − 1000 + 10·P = 1.01 · 10·P
        assertEqualTo20Digits(decimal("110"), price, null);
    }

    @Test
    void aRequirementJustUnderTheWholeNotionalLeavesALongAlmostNoRoomToFall() {
        // When
        BigDecimal price = single("991", Brackets.flat("0.99"), cross("BTC", "10", "100", "100"))
                .liquidation();

        // Then: 991 − 1000 + 10·P = 0.99 · 10·P
        assertEqualTo20Digits(decimal("90"), price, null);
    }

    @Test
    void aTopBracketAboveTheWholeNotionalDoesNotHideABreachBelowIt() {
        // Given: 100 % in the bracket of today, where the lines are parallel, 5 % below a notional of 500
        Brackets brackets = Brackets.continuous("500:0.05", "0:1");
        Position position = cross("BTC", "10", "100", "100");

        // When
        BigDecimal price = single("960", brackets, position).liquidation();

        // Then: 960 − 1000 + 10·P = 0.05 · 10·P
        assertEqualTo20Digits(decimal("40").divide(decimal("9.5"), MathContext.DECIMAL128), price, null);
    }

    @Test
    void aMaintenanceMarginFixedAtTheMarkStaysWhereItIs() {
        // Given
        Brackets brackets = Brackets.continuous("500:0.01", "0:0.05").withClosingCost("0.01");
        MarginAccount account = Accounts.cross("200", brackets, cross("BTC", "10", "100", "100"));

        // When
        TermsAt neverAsked = positions -> {
            throw new AssertionError("a fixed requirement needs no further question");
        };
        PositionPrices prices =
                LiquidationPrices.of(account, FIXED_AT_MARK, neverAsked).get(BTC_LONG);

        // Then: 200 − 1000 + 10·P = 50·0.6, and the same less 1 % of 10·P
        assertEqualTo20Digits(decimal("83"), prices.liquidation(), null);
        assertEqualTo20Digits(
                decimal("830").divide(decimal("9.9"), MathContext.DECIMAL128), prices.liquidationAfterCosts(), null);
    }

    @Test
    void withoutAKnownCostThereIsNoPriceAfterCosts() {
        assertNull(single("200", Brackets.flat("0.05"), cross("BTC", "10", "100", "100"))
                .liquidationAfterCosts());
    }

    @Test
    void anIsolatedPositionFallsOnItsOwnMarginAlone() {
        // Given
        Brackets brackets = Brackets.flat("0.05");
        Position position = isolated("BTC", "10", "100", "100", "100");

        // When
        PositionPrices prices = LiquidationPrices.of(Accounts.isolated(brackets, position), MOVES_WITH_PRICE, brackets)
                .get(position.id());

        // Then
        assertEqualTo20Digits(
                decimal("900").divide(decimal("9.5"), MathContext.DECIMAL128), prices.liquidation(), null);
        assertEquals(decimal("90"), prices.bankruptcy());
    }

    @Test
    void theOrderOfPositionsChangesNoPrice() {
        // Given
        NaiveMargin book = new RandomBooks(3).crossBook(8, Schedule.CONTINUOUS);
        List<Position> shuffled = new ArrayList<>(book.positions());
        Collections.shuffle(shuffled, new Random(3));

        // When
        var inOrder = LiquidationPrices.of(account(book), MOVES_WITH_PRICE, book.brackets());
        var reordered = LiquidationPrices.of(
                Accounts.cross(book.wallet(), book.addOn(), book.brackets(), shuffled),
                MOVES_WITH_PRICE,
                book.brackets());

        // Then
        assertEquals(inOrder, reordered);
    }

    @Test
    void anAccountTenTimesAsLargeUnderTermsTenTimesAsWideHasTheSamePrices() {
        // Given
        Brackets small = Brackets.continuous("500:0.01", "2000:0.05", "0:0.2");
        Brackets large = Brackets.continuous("5000:0.01", "20000:0.05", "0:0.2");

        // When
        var prices = LiquidationPrices.of(
                Accounts.cross("300", small, cross("BTC", "10", "100", "101"), cross("ETH", "-20", "50", "51")),
                MOVES_WITH_PRICE,
                small);
        var scaled = LiquidationPrices.of(
                Accounts.cross("3000", large, cross("BTC", "100", "100", "101"), cross("ETH", "-200", "50", "51")),
                MOVES_WITH_PRICE,
                large);

        // Then
        assertEquals(prices, scaled);
    }

    @Test
    void rulesAreAskedAFewTimesForABookHoweverLarge() {
        // Given
        Brackets brackets = Brackets.g2();
        List<Position> positions = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            positions.add(cross("P" + i, i % 2 == 0 ? "1000" : "-1000", "100", "101"));
        }
        MarginAccount account = Accounts.cross(decimal("3000000"), BigDecimal.ZERO, brackets, positions);
        var asked = new AtomicInteger();

        // When
        LiquidationPrices.of(account, MOVES_WITH_PRICE, moved -> {
            asked.incrementAndGet();
            return brackets.ask(moved);
        });

        // Then
        assertTrue(asked.get() <= 6, "asked " + asked);
    }

    /** The sides just before and just beyond a price tell apart, no nearer price breaches, and there is none only where none breaches. */
    private static void assertIsTheNearestBreach(
            NaiveMargin book,
            Position position,
            BigDecimal price,
            List<BigDecimal> triedNearestFirst,
            boolean afterCosts) {
        BigDecimal today = position.mark().price();
        for (BigDecimal tried : triedNearestFirst) {
            if (price != null
                    && tried.subtract(today)
                                    .abs()
                                    .compareTo(price.subtract(today).abs())
                            >= 0) {
                break;
            }
            assertFalse(
                    book.isBreachedAt(position.id(), tried, afterCosts),
                    () -> tried + " breaches, found " + price + " for " + position + " in " + book);
        }
        if (price != null) {
            BigDecimal beyond = price.add(price.subtract(today).multiply(TINY));
            BigDecimal before = price.subtract(price.subtract(today).multiply(TINY));
            assertTrue(
                    book.isBreachedAt(position.id(), beyond, afterCosts),
                    () -> "no breach beyond " + price + " for " + position + " in " + book);
            assertFalse(
                    book.isBreachedAt(position.id(), before, afterCosts),
                    () -> "a breach before " + price + " for " + position + " in " + book);
        }
    }

    private static BigDecimal costOf(NaiveMargin book) {
        return book.brackets().termsAt(BigDecimal.ONE).closingCostRate();
    }

    private static void assertEqualTo20Digits(BigDecimal expected, BigDecimal actual, NaiveMargin book) {
        assertNotNull(actual, "no price, expected " + expected);
        BigDecimal tolerance = expected.abs().max(BigDecimal.ONE).multiply(TINY);
        BigDecimal difference = expected.subtract(actual).abs().setScale(40, RoundingMode.HALF_UP);
        assertTrue(
                difference.compareTo(tolerance) <= 0,
                () -> "expected " + expected + ", was " + actual + (book == null ? "" : " in " + book));
    }
}
