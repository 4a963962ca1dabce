package io.plimsoll.margin;

import static io.plimsoll.fixtures.Accounts.CENTS;
import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.fixtures.Brackets;
import io.plimsoll.fixtures.Positions;
import io.plimsoll.market.Mark;
import io.plimsoll.market.PriceSource;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Profits in other currencies count less, and prices are right though equity bends where such a profit begins. */
class ConversionsTest {

    private static final MathContext FINE = new MathContext(60);
    private static final BigDecimal NEXT_TO_NOTHING = new BigDecimal("1E-18");
    private static final int BOOKS = 150;
    private static final int TRIED = 60;

    private static final List<String> RATES = List.of("0", "0.05", "0.3", "0.97", "1");
    private static final Map<String, BigDecimal> PRICES = Map.of("EUR", decimal("1.25"), "JPY", decimal("0.008"));

    /** A book valued from the formula: {@code wallet + Σ own + Σ currencies (s − rate·max(0, s))}. */
    private record Book(
            BigDecimal wallet, List<PricedPosition> positions, Map<String, BigDecimal> rates, Brackets brackets) {

        MarginAccount account() {
            var terms = brackets.ask(positions);
            return new MarginAccount(
                    MarginAccountId.CROSS,
                    wallet,
                    positions.stream()
                            .map(held -> new MarginedPosition(held, terms.get(held.id())))
                            .toList(),
                    BigDecimal.ZERO,
                    BigDecimal.ZERO,
                    CENTS,
                    Balances.ofMoney(wallet, CENTS),
                    PortfolioMargin.NONE,
                    Conversions.at(rates));
        }

        BigDecimal equityAt(Map<PositionId, BigDecimal> prices) {
            BigDecimal equity = wallet;
            Map<String, BigDecimal> byCurrency = new HashMap<>();
            for (PricedPosition held : positions) {
                Position position = held.position();
                BigDecimal price = prices.getOrDefault(held.id(), held.price());
                BigDecimal gain = position.contract() == ContractKind.INVERSE
                        ? BigDecimal.ONE
                                .divide(position.entryPrice(), FINE)
                                .subtract(BigDecimal.ONE.divide(price, FINE))
                        : price.subtract(position.entryPrice());
                BigDecimal profit = gain.multiply(position.quantity())
                        .multiply(position.multiplier())
                        .multiply(held.conversion());
                equity = equity.add(profit);
                if (position.settlementCurrency() != null) {
                    byCurrency.merge(position.settlementCurrency(), profit, BigDecimal::add);
                }
            }
            for (var profit : byCurrency.entrySet()) {
                if (profit.getValue().signum() > 0) {
                    equity = equity.subtract(profit.getValue().multiply(rates.get(profit.getKey())));
                }
            }
            return equity;
        }

        BigDecimal requiredAt(Map<PositionId, BigDecimal> prices) {
            BigDecimal required = BigDecimal.ZERO;
            for (PricedPosition held : positions) {
                BigDecimal price = prices.getOrDefault(held.id(), held.price());
                BigDecimal units = held.position()
                        .quantity()
                        .abs()
                        .multiply(held.position().multiplier())
                        .multiply(held.conversion());
                BigDecimal notional = held.position().contract() == ContractKind.INVERSE
                        ? units.divide(price, FINE)
                        : units.multiply(price);
                required = required.add(brackets.termsAt(notional).maintenanceAt(notional));
            }
            return required;
        }

        BigDecimal surplusAt(PricedPosition moved, BigDecimal price) {
            Map<PositionId, BigDecimal> prices = new HashMap<>();
            for (PricedPosition held : positions) {
                if (held.position().instrument().equals(moved.position().instrument())) {
                    prices.put(held.id(), price);
                }
            }
            return equityAt(prices).subtract(requiredAt(prices));
        }

        boolean bendsWith(PricedPosition held) {
            String currency = held.position().settlementCurrency();
            return currency != null && rates.get(currency).signum() > 0;
        }
    }

    private static Book book(long seed, RandomBooks.Schedule schedule) {
        var random = new RandomBooks(seed);
        NaiveMargin plain = random.upTo(3) == 0 ? random.hedgedBook(schedule) : random.crossBook(4, schedule);
        Map<String, String> currencies = new HashMap<>();
        List<PricedPosition> positions = new ArrayList<>();
        for (Position position : plain.positions()) {
            String currency = currencies.computeIfAbsent(
                    position.instrument(),
                    any -> List.of("", "EUR", "EUR", "JPY").get(random.upTo(4)));
            Position settled = in(currency.isEmpty() ? null : currency, position);
            positions.add(new PricedPosition(
                    settled, settled.mark().price(), PriceSource.MARK, PRICES.getOrDefault(currency, BigDecimal.ONE)));
        }
        Map<String, BigDecimal> rates = new HashMap<>();
        PRICES.keySet().stream()
                .sorted()
                .forEach(currency -> rates.put(currency, decimal(RATES.get(random.upTo(RATES.size())))));
        return new Book(plain.wallet(), positions, rates, plain.brackets().withClosingCost("0"));
    }

    private static Position in(@Nullable String currency, Position position) {
        return new Position(
                position.instrument(),
                position.contract(),
                position.mode(),
                position.quantity(),
                position.entryPrice(),
                position.mark(),
                position.multiplier(),
                position.isolatedMargin(),
                position.leverage(),
                position.underlying(),
                position.expiry(),
                position.option(),
                currency);
    }

    private static PricedPosition euros(String quantity, String entry, String mark) {
        Position position = new Position(
                "X",
                ContractKind.LINEAR,
                MarginMode.CROSS,
                decimal(quantity),
                decimal(entry),
                new Mark(decimal(mark), null, Positions.NOON),
                BigDecimal.ONE,
                null,
                null);
        return new PricedPosition(in("EUR", position), decimal(mark), PriceSource.MARK, decimal("1.25"));
    }

    private static Book euroBook(String wallet, String rate, PricedPosition position) {
        return new Book(decimal(wallet), List.of(position), Map.of("EUR", decimal(rate)), Brackets.flat("0.05"));
    }

    @Test
    void aProfitCountsLessAndALossInFull() {
        for (String[] markAndEquity :
                new String[][] {{"99", "875.00"}, {"100", "1000.00"}, {"101", "1112.50"}, {"100.01", "1001.12"}}) {
            MarginAccount account = euroBook("1000", "0.1", euros("100", "100", markAndEquity[0]))
                    .account();
            assertEquals(decimal(markAndEquity[1]), account.equity(), markAndEquity[0]);
        }
    }

    @Test
    void aPriceBeyondTheBendIsFoundFromAProfit() {
        // Given: long 100 at 100 euros of 1.25, marked at 110, where a tenth of 1250 does not count
        Book book = euroBook("1000", "0.1", euros("100", "100", "110"));

        // When
        PositionPrices prices = pricesOf(book).get(book.positions().getFirst().id());

        // Then: at a loss, 1000 + 125 (P − 100) = 6.25 P
        assertEquals(0, decimal("96.842105").compareTo(micros(prices.liquidation())));
        assertEquals(0, decimal("92").compareTo(prices.bankruptcy()));
    }

    @Test
    void aLongPositionBreachesWhereItGainsIfItsProfitDoesNotCount() {
        // Given: 1000 = 6.25 P at 160
        Book book = euroBook("1000", "1", euros("100", "100", "110"));

        PositionPrices prices = pricesOf(book).get(book.positions().getFirst().id());

        assertEquals(0, decimal("160").compareTo(prices.opposite()));
        assertEquals(0, decimal("96.842105").compareTo(micros(prices.liquidation())));
    }

    @Test
    void ratesLieBetweenZeroAndOne() {
        Conversions.at(Map.of("EUR", BigDecimal.ZERO, "JPY", BigDecimal.ONE));
        assertThrows(IllegalArgumentException.class, () -> Conversions.at(Map.of("EUR", decimal("-0.001"))));
        assertThrows(IllegalArgumentException.class, () -> Conversions.at(Map.of("EUR", decimal("1.001"))));
    }

    @ParameterizedTest
    @EnumSource(RandomBooks.Schedule.class)
    void equityIsTheNaiveOneAndClosingAtTheMarkLeavesIt(RandomBooks.Schedule schedule) {
        for (long seed = 0; seed < BOOKS; seed++) {
            Book book = book(seed, schedule);
            MarginAccount account = book.account();
            assertSame(book.equityAt(Map.of()), account.equityExact(), "seed " + seed);
            List<MarginedPosition> left =
                    account.positions().subList(1, account.positions().size());
            PricedPosition gone = book.positions().getFirst();
            MarginAccount closed = account.closed(gone, gone.equityValue(), BigDecimal.ONE, left);
            assertSame(account.equityExact().subtract(BigDecimal.ONE), closed.equityExact(), "seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource(RandomBooks.Schedule.class)
    void pricesAreThoseOfTheWholeBookValuedAgain(RandomBooks.Schedule schedule) {
        int inBentBooks = 0;
        int opposites = 0;
        for (long seed = 0; seed < BOOKS; seed++) {
            Book book = book(seed, schedule);
            boolean breached = book.equityAt(Map.of()).compareTo(book.requiredAt(Map.of())) < 0;
            Map<PositionId, PositionPrices> prices = pricesOf(book);
            for (PricedPosition held : book.positions()) {
                PositionPrices of = prices.get(held.id());
                String what = "seed " + seed + ", " + held.id() + " " + of;
                if (of.liquidation() != null && book.bendsWith(held)) {
                    inBentBooks++;
                }
                if (breached) {
                    isCrossing(book, held, of.liquidation(), what);
                } else {
                    opposites += of.opposite() != null && book.bendsWith(held) ? 1 : 0;
                    isNearest(book, held, of, what);
                }
            }
        }
        assertTrue(inBentBooks > BOOKS / 3, "prices of positions in currencies with a rate: " + inBentBooks);
        assertTrue(opposites > 3, "breaches where a position gains: " + opposites);
    }

    @ParameterizedTest
    @EnumSource(RandomBooks.Schedule.class)
    void equityIsSpentAtBankruptcyAndWhenAllAreHandedOver(RandomBooks.Schedule schedule) {
        for (long seed = 0; seed < BOOKS; seed++) {
            Book book = book(seed, schedule);
            MarginAccount account = book.account();
            Map<PositionId, PositionPrices> prices = pricesOf(book);
            for (PricedPosition held : book.positions()) {
                BigDecimal bankruptcy = prices.get(held.id()).bankruptcy();
                if (bankruptcy != null) {
                    Map<PositionId, BigDecimal> there = new HashMap<>();
                    book.positions().stream()
                            .filter(leg -> leg.position()
                                    .instrument()
                                    .equals(held.position().instrument()))
                            .forEach(leg -> there.put(leg.id(), bankruptcy));
                    assertSame(BigDecimal.ZERO, book.equityAt(there), "seed " + seed + " " + held.id());
                }
            }
            List<PositionId> all =
                    book.positions().stream().map(PricedPosition::id).toList();
            Map<PositionId, BigDecimal> handedOver = TakeOverPrices.of(account, all);
            if (handedOver.size() == all.size()) {
                assertSame(BigDecimal.ZERO, book.equityAt(handedOver), "seed " + seed);
            }
        }
    }

    private static Map<PositionId, PositionPrices> pricesOf(Book book) {
        return LiquidationPrices.of(book.account(), MaintenanceConvention.MOVES_WITH_PRICE, book.brackets());
    }

    private static void isNearest(Book book, PricedPosition held, PositionPrices of, String what) {
        BigDecimal today = held.price();
        BigDecimal below = null;
        BigDecimal above = null;
        for (BigDecimal price : new BigDecimal[] {of.liquidation(), of.opposite()}) {
            if (price != null) {
                isCrossing(book, held, price, what);
                above = price.compareTo(today) > 0 ? price : above;
                below = price.compareTo(today) > 0 ? below : price;
            }
        }
        for (int i = 1; i < TRIED; i++) {
            BigDecimal part = BigDecimal.valueOf(i).divide(BigDecimal.valueOf(TRIED), FINE);
            if (below != null) {
                notBreached(book, held, today.subtract(today.subtract(below).multiply(part)), what);
            } else if (book.bendsWith(held)) {
                notBreached(book, held, today.multiply(BigDecimal.ONE.subtract(part)), what);
            }
            if (above != null) {
                notBreached(book, held, today.add(above.subtract(today).multiply(part)), what);
            } else if (book.bendsWith(held)) {
                notBreached(book, held, today.multiply(decimal("1.2").pow(i)), what);
            }
        }
    }

    private static void notBreached(Book book, PricedPosition held, BigDecimal price, String what) {
        BigDecimal surplus = book.surplusAt(held, price);
        assertFalse(surplus.compareTo(NEXT_TO_NOTHING.negate()) < 0, () -> what + " breaches at " + price);
    }

    /** The surplus changes its sign at the price: it is zero there or jumps. */
    private static void isCrossing(Book book, PricedPosition held, @Nullable BigDecimal price, String what) {
        if (price == null) {
            return;
        }
        BigDecimal near = price.multiply(decimal("1E-12"));
        BigDecimal under = book.surplusAt(held, price.subtract(near));
        BigDecimal over = book.surplusAt(held, price.add(near));
        assertTrue(under.signum() * over.signum() <= 0, () -> what + " has " + under + " below and " + over + " above");
    }

    private static BigDecimal micros(BigDecimal price) {
        return price.setScale(6, RoundingMode.HALF_UP);
    }

    private static void assertSame(BigDecimal expected, BigDecimal actual, String what) {
        assertTrue(
                expected.subtract(actual).abs().compareTo(NEXT_TO_NOTHING) < 0,
                () -> what + ": expected " + expected + ", was " + actual);
    }
}
