package io.plimsoll.margin;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.plimsoll.margin.HaircutSchedule.Tier;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Collateral against debts: health factor, margin level, what may be borrowed, and the prices at which it no longer holds. */
class BalancesTest {

    private static final Rounding EIGHT_PLACES = new Rounding(8, 8, 8);

    private static Holding held(String asset, String quantity, String price, String threshold, String loanToValue) {
        var schedule = HaircutSchedule.flat(BigDecimal.ONE.subtract(new BigDecimal(threshold)));
        return new Holding(
                asset,
                new BigDecimal(quantity),
                BigDecimal.ZERO,
                new BigDecimal(price),
                Holding.Terms.of(schedule).withLoanToValue(new BigDecimal(loanToValue)));
    }

    private static Holding owed(String asset, String units, String price) {
        return new Holding(
                asset,
                BigDecimal.ZERO,
                new BigDecimal(units),
                new BigDecimal(price),
                Holding.Terms.of(HaircutSchedule.NOTHING));
    }

    private static Balances balances(Holding... holdings) {
        return new Balances(List.of(holdings), BigDecimal.ZERO, EIGHT_PLACES);
    }

    private static MarginAccount account(Balances balances) {
        return new MarginAccount(
                MarginAccountId.CROSS,
                balances.wallet(),
                List.of(),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                balances.rounding(),
                balances,
                PortfolioMargin.NONE,
                Conversions.NONE);
    }

    private static void assertNumber(String expected, BigDecimal actual) {
        assertEquals(0, new BigDecimal(expected).compareTo(actual), () -> "expected " + expected + ", was " + actual);
    }

    @Test
    void g4HasAHealthFactorOf099() {
        // Given: 10 ETH at 1,800, threshold 82.5 %, loan-to-value 80 %, a debt of 15,000
        Balances g4 = balances(held("ETH", "10", "1800", "0.825", "0.8"), owed("USDC", "15000", "1"));

        // Then
        assertAll(
                () -> assertNumber("14850", g4.collateralValue()),
                () -> assertNumber("18000", g4.assetsValue()),
                () -> assertNumber("15000", g4.debtValue()),
                () -> assertNumber("14400", g4.borrowingCapacity()),
                () -> assertNumber("-150", g4.wallet()),
                () -> assertNumber("0.99", g4.healthFactor().orElseThrow()),
                () -> assertNumber("0.96", g4.initialHealth().orElseThrow()),
                () -> assertNumber("1.2", g4.marginLevel().orElseThrow()),
                () -> assertNumber("0", g4.badDebt()),
                () -> assertNumber(
                        "1818.181818181818181818181818181818",
                        CollateralPrices.of(account(g4)).get("ETH")),
                () -> assertNumber("0.99", CollateralPrices.of(account(g4)).get("USDC")));
    }

    @Test
    void withoutADebtThereIsNoHealthFactor() {
        Balances free = balances(held("ETH", "10", "1800", "0.825", "0.8"));

        assertEquals(Optional.empty(), free.healthFactor());
        assertEquals(Optional.empty(), free.initialHealth());
        assertEquals(Optional.empty(), free.marginLevel());
        assertEquals(Map.of(), CollateralPrices.of(account(free)));
    }

    /** SCL-6: interest that accrues takes a loan below 1. */
    @ParameterizedTest
    @CsvSource({
        "999.9999, 1.000000100000010000001000000100000",
        "1000, 1",
        "1000.0001, 0.9999999000000099999990000000999999"
    })
    void aDebtWithInterestIsCountedToTheLastDigit(String debt, String health) {
        Balances loan = balances(held("ETH", "1", "1000", "1", "1"), owed("USDC", debt, "1"));

        assertNumber(health, loan.healthFactor().orElseThrow());
    }

    @Test
    void binancesMarginLevelIsAssetsOverDebts() {
        // Given: 1 BTC of 40,000 of one's own, and 20,000 USDT borrowed and held
        Balances margin = balances(
                held("BTC", "1", "40000", "1", "0"),
                new Holding(
                        "USDT",
                        new BigDecimal("20000"),
                        new BigDecimal("20000"),
                        BigDecimal.ONE,
                        Holding.Terms.of(HaircutSchedule.flat(BigDecimal.ZERO))));

        // Then
        assertNumber("3", margin.marginLevel().orElseThrow());
    }

    @Test
    void whatAllAssetsLeaveUnpaidIsBadDebt() {
        assertNumber(
                "0",
                balances(held("A", "1", "100", "0.8", "0"), owed("B", "100", "1"))
                        .badDebt());
        assertNumber(
                "0.01",
                balances(held("A", "1", "100", "0.8", "0"), owed("B", "100.01", "1"))
                        .badDebt());
    }

    @Test
    void aCapLimitsWhatMayBeBorrowedAgainst() {
        var capped =
                new HaircutSchedule(List.of(new Tier(BigDecimal.ZERO, new BigDecimal("0.1"))), new BigDecimal("500"));
        var terms = Holding.Terms.of(capped).withLoanToValue(new BigDecimal("0.8"));
        var held = new Holding("A", BigDecimal.TEN, BigDecimal.ZERO, new BigDecimal("100"), terms);

        assertNumber("450", held.countedValue());
        assertNumber("400", held.borrowingCapacity());
    }

    @Test
    void debtsRequireWhatRulesAsk() {
        // Given: a debt of 1,000 that requires 25 % to be taken and 10 % to be kept, against 1,100 of cash
        var owed = owed("USDT", "1000", "1");
        var debt = new Holding(
                "USDT",
                BigDecimal.ZERO,
                owed.owed(),
                BigDecimal.ONE,
                owed.terms().withDebtRates(new BigDecimal("0.25"), new BigDecimal("0.1")));
        MarginAccount account = account(balances(held("BTC", "11", "100", "1", "0"), debt));

        // Then: assets over debt is 1.1, and so equity over maintenance margin is 1
        assertNumber("250", account.initialMargin());
        assertNumber("100", account.maintenanceMargin());
        assertNumber("1", account.marginRatio().orElseThrow());
        assertNumber("100", CollateralPrices.of(account).get("BTC"));
        assertNumber("1", CollateralPrices.of(account).get("USDT"));
    }

    @Test
    void whatIsNegativeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> held("A", "-1", "1", "1", "0"));
        assertThrows(IllegalArgumentException.class, () -> owed("A", "-1", "1"));
        assertThrows(IllegalArgumentException.class, () -> owed("A", "1", "0"));
    }

    /** At the price found the account is exactly covered, and a step towards it from today's price it is as it is today. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void atItsLiquidationPriceAnAccountIsExactlyCovered(long seed) {
        Random random = new Random(seed);
        for (int book = 0; book < 40; book++) {
            List<Holding> holdings = randomHoldings(random);
            var rounding = new Rounding(18, 18, 18);
            Balances today = new Balances(holdings, BigDecimal.ZERO, rounding);
            Map<String, BigDecimal> prices = CollateralPrices.of(account(today));
            for (Holding held : holdings) {
                BigDecimal price = prices.get(held.asset());
                if (price != null) {
                    assertNumber(
                            "0",
                            surplusAt(holdings, held.asset(), price)
                                    .round(new MathContext(3))
                                    .setScale(12, java.math.RoundingMode.HALF_UP));
                    for (int part = 1; part < 20; part++) {
                        BigDecimal between = price.add(held.price()
                                .subtract(price)
                                .multiply(BigDecimal.valueOf(part))
                                .divide(BigDecimal.valueOf(20)));
                        assertEquals(
                                surplusAt(holdings, held.asset(), held.price()).signum() >= 0,
                                surplusAt(holdings, held.asset(), between).signum() >= 0,
                                () -> held + " at " + between);
                    }
                }
            }
            Collections.shuffle(holdings, random);
            assertEquals(prices, CollateralPrices.of(account(new Balances(holdings, BigDecimal.ZERO, rounding))));
        }
    }

    private static List<Holding> randomHoldings(Random random) {
        List<Holding> holdings = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(3); i++) {
            List<Tier> tiers = new ArrayList<>(List.of(new Tier(BigDecimal.ZERO, tenths(random, 5))));
            for (int tier = random.nextInt(3); tier > 0; tier--) {
                tiers.add(new Tier(BigDecimal.valueOf(100L + random.nextInt(900)), tenths(random, 10)));
            }
            BigDecimal cap = random.nextInt(3) == 0 ? BigDecimal.valueOf(500L + random.nextInt(900)) : null;
            var terms = Holding.Terms.of(new HaircutSchedule(tiers, cap));
            boolean owes = random.nextBoolean();
            holdings.add(new Holding(
                    "A" + i,
                    random.nextInt(4) == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(1L + random.nextInt(50)),
                    owes ? BigDecimal.valueOf(1L + random.nextInt(50)) : BigDecimal.ZERO,
                    BigDecimal.valueOf(1L + random.nextInt(40)),
                    random.nextBoolean() ? terms : terms.withDebtRates(BigDecimal.ONE, tenths(random, 3))));
        }
        return holdings;
    }

    private static BigDecimal tenths(Random random, int bound) {
        return BigDecimal.valueOf(random.nextInt(bound + 1), 1);
    }

    /** Written from the words: each unit of value by its tier is left to {@link HaircutScheduleTest}. */
    private static BigDecimal surplusAt(List<Holding> holdings, String moved, BigDecimal price) {
        BigDecimal surplus = BigDecimal.ZERO;
        for (Holding held : holdings) {
            BigDecimal at = held.asset().equals(moved) ? price : held.price();
            BigDecimal debt = held.owed().multiply(at);
            surplus = surplus.add(
                            held.terms().schedule().valueOf(held.quantity().multiply(at)))
                    .subtract(debt)
                    .subtract(debt.multiply(held.terms().maintenanceRate()));
        }
        return surplus;
    }
}
