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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Profits in other currencies count less, and prices are right though equity bends where such a profit begins. */
class ConversionsTest {

    private static final MathContext FINE = new MathContext(60);
    private static final BigDecimal NEXT_TO_NOTHING = new BigDecimal("1E-18");
    private static final int BOOKS = 150;
    private static final int TRIED = 60;

    private static final List<String> RATES = List.of("0", "0.05", "0.3", "0.97", "1");
    private static final Map<String, BigDecimal> PRICES = Map.of("EUR", decimal("1.25"), "JPY", decimal("0.008"));

    /**
     * A currency whose profits join its balance.
     *
     * @param balance market value in the account's currency, negative for a debt
     * @param debtRate maintenance margin of a debt
     */
    private record Joined(BigDecimal balance, List<HaircutSchedule.Tier> tiers, BigDecimal cap, BigDecimal debtRate) {

        /** Amount by amount, from the words of the definition: each part of a sum above a floor and below the next, and nothing beyond the cap. */
        BigDecimal valueOf(BigDecimal sum) {
            if (sum.signum() < 0) {
                return sum;
            }
            BigDecimal value = BigDecimal.ZERO;
            for (int i = 0; i < tiers.size(); i++) {
                BigDecimal end = i + 1 < tiers.size() ? tiers.get(i + 1).floor() : cap;
                BigDecimal within =
                        sum.min(end.min(cap)).subtract(tiers.get(i).floor()).max(BigDecimal.ZERO);
                value = value.add(
                        within.multiply(BigDecimal.ONE.subtract(tiers.get(i).rate())));
            }
            return value;
        }

        BigDecimal debtMargin(BigDecimal sum) {
            return sum.signum() < 0 ? sum.negate().multiply(debtRate) : BigDecimal.ZERO;
        }

        Holding holding(String currency) {
            BigDecimal price = PRICES.get(currency);
            BigDecimal quantity = balance.abs().divide(price, FINE);
            return new Holding(
                    currency,
                    balance.signum() > 0 ? quantity : BigDecimal.ZERO,
                    balance.signum() < 0 ? quantity : BigDecimal.ZERO,
                    price,
                    Holding.Terms.of(new HaircutSchedule(tiers, cap)).withDebtRates(debtRate, debtRate));
        }
    }

    /**
     * A book valued from the formula: {@code wallet + Σ own + Σ currencies (s − rate·max(0, s))}, and {@code f(balance + s)} in place of the latter where
     * profits join balances.
     */
    private record Book(
            BigDecimal wallet,
            List<PricedPosition> positions,
            Map<String, BigDecimal> rates,
            Map<String, Joined> joined,
            Brackets brackets) {

        MarginAccount account() {
            var terms = brackets.ask(positions);
            List<Holding> holdings = joined.entrySet().stream()
                    .map(held -> held.getValue().holding(held.getKey()))
                    .toList();
            BigDecimal counted = joined.values().stream()
                    .map(held -> held.valueOf(held.balance()))
                    .reduce(wallet, BigDecimal::add);
            return new MarginAccount(
                    MarginAccountId.CROSS,
                    counted,
                    positions.stream()
                            .map(held -> new MarginedPosition(held, terms.get(held.id())))
                            .toList(),
                    BigDecimal.ZERO,
                    BigDecimal.ZERO,
                    CENTS,
                    new Balances(holdings, wallet, CENTS),
                    PortfolioMargin.NONE,
                    Conversions.at(rates).joining(joined.keySet()));
        }

        /** Profit of each currency that is not the account's. */
        Map<String, BigDecimal> profitsAt(Map<PositionId, BigDecimal> prices) {
            Map<String, BigDecimal> byCurrency = new HashMap<>();
            for (PricedPosition held : positions) {
                if (held.position().settlementCurrency() != null) {
                    byCurrency.merge(held.position().settlementCurrency(), profitAt(held, prices), BigDecimal::add);
                }
            }
            return byCurrency;
        }

        private static BigDecimal profitAt(PricedPosition held, Map<PositionId, BigDecimal> prices) {
            Position position = held.position();
            BigDecimal price = prices.getOrDefault(held.id(), held.price());
            BigDecimal gain = position.contract() == ContractKind.INVERSE
                    ? BigDecimal.ONE.divide(position.entryPrice(), FINE).subtract(BigDecimal.ONE.divide(price, FINE))
                    : price.subtract(position.entryPrice());
            return gain.multiply(position.quantity())
                    .multiply(position.multiplier())
                    .multiply(held.conversion());
        }

        BigDecimal equityAt(Map<PositionId, BigDecimal> prices) {
            BigDecimal equity = wallet;
            for (PricedPosition held : positions) {
                if (!joined.containsKey(String.valueOf(held.position().settlementCurrency()))) {
                    equity = equity.add(profitAt(held, prices));
                }
            }
            Map<String, BigDecimal> profits = profitsAt(prices);
            for (var profit : profits.entrySet()) {
                if (!joined.containsKey(profit.getKey()) && profit.getValue().signum() > 0) {
                    equity = equity.subtract(profit.getValue().multiply(rates.get(profit.getKey())));
                }
            }
            for (var held : joined.entrySet()) {
                equity = equity.add(held.getValue()
                        .valueOf(held.getValue().balance().add(profits.getOrDefault(held.getKey(), BigDecimal.ZERO))));
            }
            return equity;
        }

        BigDecimal requiredAt(Map<PositionId, BigDecimal> prices) {
            BigDecimal required = BigDecimal.ZERO;
            Map<String, BigDecimal> profits = profitsAt(prices);
            for (var held : joined.entrySet()) {
                required = required.add(held.getValue()
                        .debtMargin(
                                held.getValue().balance().add(profits.getOrDefault(held.getKey(), BigDecimal.ZERO))));
            }
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
            return currency != null
                    && (joined.containsKey(currency) || rates.get(currency).signum() > 0);
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
        Map<String, Joined> joined = new HashMap<>();
        PRICES.keySet().stream()
                .sorted()
                .filter(currency -> random.upTo(2) == 0)
                .forEach(currency -> joined.put(currency, joined(random)));
        return new Book(
                plain.wallet(), positions, rates, joined, plain.brackets().withClosingCost("0"));
    }

    private static Joined joined(RandomBooks random) {
        return new Joined(
                decimal(List.of("0", "50", "2500", "-400", "40000").get(random.upTo(5))),
                List.of(tier("0", "0"), tier("100", "0.05"), tier("1000", "0.2"), tier("10000", "0.5")),
                decimal(List.of("30000", "1000000000").get(random.upTo(2))),
                decimal(List.of("0", "0.05", "0.6").get(random.upTo(3))));
    }

    private static HaircutSchedule.Tier tier(String floor, String rate) {
        return new HaircutSchedule.Tier(decimal(floor), decimal(rate));
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
        return new Book(
                decimal(wallet), List.of(position), Map.of("EUR", decimal(rate)), Map.of(), Brackets.flat("0.05"));
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

    /** 400 euros of 1.25 are 500, of which 100 count whole and the rest at 95 %; a debt requires a tenth. */
    private static MarginAccount joinedEuros(String mark) {
        Joined euros = new Joined(
                decimal("500"), List.of(tier("0", "0"), tier("100", "0.05")), decimal("1000"), decimal("0.1"));
        return new Book(
                        decimal("0"),
                        List.of(euros("100", "100", mark)),
                        Map.of(),
                        Map.of("EUR", euros),
                        Brackets.flat("0.05"))
                .account();
    }

    @ParameterizedTest(name = "mark {0}")
    @CsvSource({
        "100,    480.00, 625.00, the balance alone: 100 + 400 · 0.95",
        "101,    598.75, 631.25, with 125 the sum of 625 counts like a balance of that size",
        "104,    955.00, 650.00, 1000 reaches the cap",
        "104.01, 955.00, 650.07, and beyond it nothing counts",
        "96.8,   100.00, 605.00, the loss is paid by what is cut first",
        "96,       0.00, 600.00, a balance that is used up",
        "95,    -125.00, 606.25, a debt counts in full and requires a tenth of it"
    })
    void aProfitThatJoinsItsBalanceCountsWithIt(String mark, String equity, String maintenance, String why) {
        MarginAccount account = joinedEuros(mark);

        assertEquals(decimal(equity), account.equity(), why);
        assertEquals(decimal(maintenance), account.maintenanceMargin(), why);
    }

    @Test
    void aJoiningCurrencyNeedsABalance() {
        MarginAccount account = joinedEuros("100");

        assertThrows(
                IllegalArgumentException.class,
                () -> account.conversions().haircut(account.priced(), Balances.ofMoney(BigDecimal.TEN, CENTS)));
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
