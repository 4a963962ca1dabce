package io.plimsoll.lending;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.lending.LoanLiquidation.Repaid;
import io.plimsoll.lending.LoanLiquidation.Repayment;
import io.plimsoll.lending.LoanLiquidation.Seizable;
import io.plimsoll.lending.LoanLiquidation.Seized;
import io.plimsoll.margin.Balances;
import io.plimsoll.margin.HaircutSchedule;
import io.plimsoll.margin.Holding;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoanLiquidationTest {

    private static final Rounding FINE = new Rounding(18, 18, 18);

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    private static Holding held(String asset, String quantity, String price, String threshold) {
        var schedule = HaircutSchedule.flat(BigDecimal.ONE.subtract(decimal(threshold)));
        return new Holding(asset, decimal(quantity), BigDecimal.ZERO, decimal(price), Holding.Terms.of(schedule));
    }

    private static Holding owed(String asset, String units, String price) {
        return new Holding(
                asset, BigDecimal.ZERO, decimal(units), decimal(price), Holding.Terms.of(HaircutSchedule.NOTHING));
    }

    private static Balances balances(Holding... holdings) {
        return new Balances(List.of(holdings), BigDecimal.ZERO, FINE);
    }

    private static Repayment repay(String asset, String closeFactor) {
        return new Repayment(asset, decimal(closeFactor), BigDecimal.ZERO);
    }

    private static Seizable seize(String asset, String order, String bonus) {
        return new Seizable(asset, decimal(order), decimal(bonus), BigDecimal.ZERO);
    }

    private static void assertNumber(String expected, BigDecimal actual) {
        assertEquals(0, decimal(expected).compareTo(actual), () -> "expected " + expected + ", was " + actual);
    }

    @Test
    void g4RepaysHalfTheDebtAndSeizes4375Ether() {
        // Given: 10 ETH at 1,800, threshold 82.5 %, debt 15,000, bonus 5 %, close factor 50 %
        Balances g4 = balances(held("ETH", "10", "1800", "0.825"), owed("USDC", "15000", "1"));

        // When
        LoanLiquidation step =
                LoanLiquidation.of(g4, List.of(repay("USDC", "0.5")), List.of(seize("ETH", "1", "0.05")));

        // Then
        assertAll(
                () -> assertNumber("0.99", g4.healthFactor().orElseThrow()),
                () -> assertEquals(List.of(new Repaid("USDC", decimal("7500"), BigDecimal.ONE)), step.repaid()),
                () -> assertEquals(
                        List.of(new Seized("ETH", decimal("4.375"), decimal("1800"), decimal("0.05"), BigDecimal.ZERO)),
                        step.seized()),
                () -> assertNumber("1.11375", step.left().healthFactor().orElseThrow()),
                () -> assertNumber("0", step.left().badDebt()));
    }

    /** Each debt by itself would take 2.91666... and 1.45833... ether, which is a digit less together. */
    @Test
    void twoDebtsSeizeWhatOneOfTheSameValueDoes() {
        Balances two =
                balances(held("ETH", "10", "1800", "0.825"), owed("DAI", "10000", "1"), owed("USDC", "5000", "1"));

        LoanLiquidation step = LoanLiquidation.of(
                two, List.of(repay("DAI", "0.5"), repay("USDC", "0.5")), List.of(seize("ETH", "1", "0.05")));

        assertNumber("4.375", step.seized().getFirst().quantity());
    }

    /** 10,200 and 22,000 pay for 31,568.627450980392...; what is left of 46,000 takes 14,720 and not a digit less. */
    @Test
    void whatTheFirstCollateralLeavesOpenIsNotRounded() {
        Balances book = balances(
                inUnits(held("USD", "10200", "1", "1"), "0.00000001"),
                inUnits(held("BTC", "2", "11000", "1"), "0.00000001"),
                inUnits(held("ETH", "10", "2000", "1"), "0.00000001"),
                inUnits(owed("USDT", "46000", "1"), "0.00000001"));

        LoanLiquidation step = LoanLiquidation.of(
                book,
                List.of(repay("USDT", "1")),
                List.of(seize("USD", "1", "0.02"), seize("BTC", "2", "0.02"), seize("ETH", "3", "0.02")));

        assertNumber("46000", step.repaid().getFirst().quantity());
        assertNumber("7.36", step.seized().getLast().quantity());
    }

    private static Holding inUnits(Holding holding, String unit) {
        return new Holding(
                holding.asset(),
                holding.quantity(),
                holding.owed(),
                holding.price(),
                holding.terms().withUnit(decimal(unit)));
    }

    /** Half of the debt, up; collateral for it at 3 each without a bonus, down. */
    @ParameterizedTest
    @CsvSource({
        "199.98, 99.99, 33.3", // 33.33
        "200, 100, 33.3",
        "200.01, 100.01, 33.3",
        "200.02, 100.01, 33.3",
        "201.58, 100.79, 33.5", // 33.5966
        "201.60, 100.80, 33.6",
        "201.61, 100.81, 33.6"
    })
    void whatIsRepaidIsRoundedUpAndWhatIsSeizedDown(String debt, String repaid, String seized) {
        Balances book = balances(inUnits(held("A", "1000", "3", "0.8"), "0.1"), inUnits(owed("B", debt, "1"), "0.01"));

        LoanLiquidation step = LoanLiquidation.of(book, List.of(repay("B", "0.5")), List.of(seize("A", "1", "0")));

        assertNumber(repaid, step.repaid().getFirst().quantity());
        assertNumber(seized, step.seized().getFirst().quantity());
    }

    @Test
    void whatIsLeftOfADebtOrOfCollateralIsTakenWholeThoughItIsNoWholeUnit() {
        // Given: 10.05 pay for all of 10.05, which interest has brought off the units
        Balances book =
                balances(inUnits(held("A", "10.05", "1", "0.8"), "0.1"), inUnits(owed("B", "10.05", "1"), "0.1"));

        LoanLiquidation step = LoanLiquidation.of(book, List.of(repay("B", "1")), List.of(seize("A", "1", "0")));

        assertNumber("10.05", step.repaid().getFirst().quantity());
        assertNumber("10.05", step.seized().getFirst().quantity());
        assertTrue(!step.left().owes());
    }

    /** Aave v3.3: a bonus of 5 %, and 1,000 of debt and of collateral are left unless all of either goes. */
    @ParameterizedTest(name = "{0} owed, {1} held, {2} may be repaid: {3} is, for {4}")
    @CsvSource({
        "2000, 3000, 0.5, 1000, 1050", // leaves a debt of 1,000
        "1999, 3000, 0.5, 999, 1048.95",
        "2001, 3000, 0.5, 1000.5, 1050.525",
        "2000, 2050, 0.5, 1000, 1050", // leaves 1,000 of collateral
        "2000, 2048.95, 0.5, 999, 1048.95",
        "2000, 2050.01, 0.5, 1000, 1050",
        "1999, 2098.95, 1, 1999, 2098.95", // all of both
        "1999, 2500, 1, 1999, 2098.95", // all of the debt
        "1999, 1050, 1, 1000, 1050", // all of the collateral, which leaves a bad debt
        "1100, 1050, 0.95, 1000, 1050",
        "1000, 5000, 0.5, 0, 0", // nothing leaves 1,000
        "1000.01, 5000, 0.5, 0.01, 0.0105",
        "5000, 1000, 0.1, 0, 0",
        "5000, 1000.0105, 0.1, 0.01, 0.0105"
    })
    void noDustIsLeft(String owed, String held, String closeFactor, String repaid, String seized) {
        LoanLiquidation step = LoanLiquidation.of(
                balances(held("A", held, "1", "0.8"), owed("B", owed, "1")),
                List.of(repay("B", closeFactor)),
                List.of(seize("A", "1", "0.05")),
                decimal("1000"));

        assertNumber(repaid, step.repaid().stream().map(Repaid::quantity).reduce(BigDecimal.ZERO, BigDecimal::add));
        assertNumber(seized, step.seized().stream().map(Seized::quantity).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    /** In whole units of 1 without a bonus, every smaller number of them was tried. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void moreCannotBeRepaidWithoutLeavingDust(long seed) {
        Random random = new Random(seed);
        int reduced = 0;
        for (int book = 0; book < 200; book++) {
            int owed = 1 + random.nextInt(60);
            int[] held = {1 + random.nextInt(30), 1 + random.nextInt(30)};
            int least = random.nextInt(20);
            BigDecimal share = new BigDecimal(1 + random.nextInt(10)).movePointLeft(1);
            Balances before = balances(
                    inUnits(held("A", "" + held[0], "1", "0.8"), "1"),
                    inUnits(held("C", "" + held[1], "1", "0.8"), "1"),
                    inUnits(owed("B", "" + owed, "1"), "1"));

            LoanLiquidation step = LoanLiquidation.of(
                    before,
                    List.of(new Repayment("B", share, BigDecimal.ZERO)),
                    List.of(seize("A", "1", "0"), seize("C", "2", "0")),
                    new BigDecimal(least));

            int wanted = share.multiply(new BigDecimal(owed))
                    .setScale(0, RoundingMode.CEILING)
                    .intValueExact();
            int most = Math.min(wanted, held[0] + held[1]);
            int expected = most;
            while (expected > 0 && leavesDust(owed, held, least, expected)) {
                expected--;
            }
            reduced += expected < most ? 1 : 0;
            assertNumber(
                    "" + expected,
                    step.repaid().stream().map(Repaid::quantity).reduce(BigDecimal.ZERO, BigDecimal::add));
        }
        assertTrue(reduced > 20);
    }

    private static boolean leavesDust(int owed, int[] held, int least, int repaid) {
        int leftOfLast = repaid <= held[0] ? held[0] - repaid : held[0] + held[1] - repaid;
        if (repaid == owed || repaid == held[0] + held[1]) {
            return false;
        }
        return owed - repaid < least || (leftOfLast > 0 && leftOfLast < least);
    }

    @Test
    void anAssetIsRepaidAndSeizedOnce() {
        Balances book = balances(held("A", "10", "1", "0.8"), owed("B", "10", "1"));

        assertThrows(
                IllegalArgumentException.class,
                () -> LoanLiquidation.of(
                        book, List.of(repay("B", "1"), repay("B", "0.5")), List.of(seize("A", "1", "0"))));
        assertThrows(
                IllegalArgumentException.class,
                () -> LoanLiquidation.of(
                        book, List.of(repay("B", "1")), List.of(seize("A", "1", "0"), seize("A", "2", "0"))));
        assertThrows(IllegalArgumentException.class, () -> inUnits(held("A", "10", "1", "0.8"), "0"));
    }

    /** To the unit: nobody pays for more than is repaid, and nobody is short of more than a unit of each asset. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void inWholeUnitsNothingIsLostOrMade(long seed) {
        Random random = new Random(seed);
        for (int book = 0; book < 100; book++) {
            List<Holding> holdings = new ArrayList<>();
            List<Repayment> repayments = new ArrayList<>();
            List<Seizable> seizable = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                String unit = "0." + "0".repeat(random.nextInt(4)) + "1";
                holdings.add(inUnits(owed("D" + i, whole(random, 1000) + ".377", whole(random, 30)), unit));
                repayments.add(repay("D" + i, "0." + (1 + random.nextInt(9))));
            }
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                String unit = "0." + "0".repeat(random.nextInt(4)) + "1";
                holdings.add(inUnits(held("C" + i, whole(random, 300) + ".7", whole(random, 30), "0.8"), unit));
                seizable.add(seize("C" + i, Integer.toString(random.nextInt(3)), "0.07"));
            }
            Balances before = new Balances(holdings, BigDecimal.ZERO, FINE);
            LoanLiquidation step = LoanLiquidation.of(before, repayments, seizable);

            BigDecimal oneUnitOfEachCollateral = BigDecimal.ZERO;
            BigDecimal oneUnitOfEachDebt = BigDecimal.ZERO;
            BigDecimal seized = BigDecimal.ZERO;
            BigDecimal paid = BigDecimal.ZERO;
            for (Seized one : step.seized()) {
                Holding was = before.of(one.asset()).orElseThrow();
                Holding left = step.left().of(one.asset()).orElseThrow();
                assertNumber(was.quantity().toPlainString(), left.quantity().add(one.quantity()));
                assertWholeUnits(one.quantity(), was, was.quantity());
                seized = seized.add(one.value());
                oneUnitOfEachCollateral =
                        oneUnitOfEachCollateral.add(was.terms().unit().multiply(one.price()));
            }
            for (Repaid one : step.repaid()) {
                Holding was = before.of(one.asset()).orElseThrow();
                Holding left = step.left().of(one.asset()).orElseThrow();
                assertNumber(was.owed().toPlainString(), left.owed().add(one.quantity()));
                assertWholeUnits(one.quantity(), was, was.owed());
                paid = paid.add(one.value().multiply(decimal("1.07")));
                oneUnitOfEachDebt = oneUnitOfEachDebt.add(
                        was.terms().unit().multiply(one.price()).multiply(decimal("1.07")));
            }
            BigDecimal gift = paid.subtract(seized); // from the liquidator to the borrower
            assertTrue(gift.compareTo(decimal("-1E-28")) >= 0, gift::toPlainString);
            assertTrue(
                    gift.compareTo(oneUnitOfEachCollateral.add(oneUnitOfEachDebt)) < 0
                            || step.seized().isEmpty(),
                    gift::toPlainString);
        }
    }

    private static void assertWholeUnits(BigDecimal quantity, Holding of, BigDecimal all) {
        boolean whole = quantity.remainder(of.terms().unit()).signum() == 0;
        assertTrue(whole || quantity.compareTo(all) == 0, () -> quantity + " of " + of);
    }

    @Test
    void whereCollateralIsShortOnlyWhatItPaysForIsRepaid() {
        // Given: 100 of collateral for a debt of 110
        Balances short110 = balances(held("A", "100", "1", "0.8"), owed("B", "110", "1"));

        // When
        LoanLiquidation step = LoanLiquidation.of(short110, List.of(repay("B", "1")), List.of(seize("A", "1", "0.25")));

        // Then: 100 / 1.25 are repaid, and nothing is left to pay the other 30
        assertEquals(List.of(new Repaid("B", decimal("80"), BigDecimal.ONE)), step.repaid());
        assertNumber("0", step.left().assetsValue());
        assertNumber("30", step.left().badDebt());
    }

    @Test
    void collateralIsSeizedInItsOrderEachWithItsBonus() {
        // Given
        Balances book = balances(
                held("A", "10", "1", "0.8"),
                held("B", "10", "2", "0.8"),
                held("C", "50", "1", "0.8"),
                owed("D", "40", "1"));

        // When: B first (20 pays for 16), then A (10 pays for 8), then C
        LoanLiquidation step = LoanLiquidation.of(
                book,
                List.of(repay("D", "1")),
                List.of(seize("C", "3", "0"), seize("A", "2", "0.25"), seize("B", "1", "0.25")));

        // Then
        assertEquals(
                List.of("B 10", "A 10", "C 16"),
                step.seized().stream()
                        .map(seized -> seized.asset() + " " + seized.quantity().toPlainString())
                        .toList());
        assertNumber("0", step.left().debtValue());
    }

    @Test
    void theProtocolTakesItsShareOfTheBonus() {
        Balances book = balances(held("ETH", "10", "1800", "0.825"), owed("USDC", "15000", "1"));

        Seized seized = LoanLiquidation.of(
                        book,
                        List.of(repay("USDC", "0.5")),
                        List.of(new Seizable("ETH", BigDecimal.ONE, decimal("0.05"), decimal("0.1"))))
                .seized()
                .getFirst();

        assertNumber("4.375", seized.quantity());
        assertNumber("0.02083333333333333333333333333333333", seized.toProtocol());
    }

    @Test
    void whatIsHeldOfTheDebtsAssetMayBeSeizedForIt() {
        var both = new Holding(
                "A", decimal("50"), decimal("100"), BigDecimal.ONE, Holding.Terms.of(HaircutSchedule.NOTHING));

        LoanLiquidation step =
                LoanLiquidation.of(balances(both), List.of(repay("A", "1")), List.of(seize("A", "1", "0.25")));

        assertNumber("40", step.repaid().getFirst().quantity());
        assertNumber("60", step.left().of("A").orElseThrow().owed());
        assertNumber("0", step.left().of("A").orElseThrow().quantity());
    }

    /** SCL-4: collateral 1,000, debt 810, threshold 0.8, bonus 5 %, close factor 50 %. */
    @Test
    void aShareTakenInTwoStepsIsNoMoreThanTheShareTakenAtOnce() {
        // Given: an attacker first repays as little as leaves the loan just liquidatable
        BigDecimal first = LoanLiquidation.restoringRepayment(
                decimal("1000"), decimal("810"), decimal("0.8"), decimal("0.05"), BigDecimal.ONE);
        BigDecimal left = decimal("810").subtract(first);

        // Then: without memory he takes half of what is left besides, with memory he has the rest of 405
        assertNumber("62.5", first);
        assertNumber("436.25", first.add(repay("D", "0.5").of(left)));
        assertNumber("405", first.add(new Repayment("D", decimal("0.5"), first).of(left)));
        assertNumber("405", repay("D", "0.5").of(decimal("810")));
    }

    @ParameterizedTest
    @CsvSource({
        "100, 0.5, 0, 50",
        "50, 0.5, 50, 0",
        "49.99, 0.5, 50.01, 0",
        "50.01, 0.5, 49.99, 0.01",
        "60, 1, 40, 60",
        "100, 0, 0, 0"
    })
    void whatWasRepaidCountsAgainstTheShareOfTheWholeDebt(String owed, String share, String before, String now) {
        assertNumber(now, new Repayment("D", decimal(share), decimal(before)).of(decimal(owed)));
    }

    @Test
    void aTargetThatNoRepaymentReachesIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> LoanLiquidation.restoringRepayment(
                        decimal("100"), decimal("95"), decimal("0.8"), decimal("0.25"), BigDecimal.ONE));
        assertThrows(IllegalArgumentException.class, () -> repay("A", "1.01"));
        assertThrows(IllegalArgumentException.class, () -> seize("A", "1", "-0.01"));
        assertThrows(
                IllegalArgumentException.class,
                () -> LoanLiquidation.of(balances(), List.of(repay("A", "1")), List.of()));
    }

    /**
     * Money is conserved: the debts fall by what is repaid, the collateral by what is seized, and the liquidator's gain is the bonus. The
     * naive reading takes one thousandth of a debt after the other; order of the input and scale change nothing.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void nothingIsLostOrMade(long seed) {
        Random random = new Random(seed);
        for (int book = 0; book < 30; book++) {
            List<Holding> holdings = new ArrayList<>();
            List<Repayment> repayments = new ArrayList<>();
            List<Seizable> seizable = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                holdings.add(owed("D" + i, whole(random, 1000), whole(random, 30)));
                repayments.add(
                        new Repayment("D" + i, decimal("0." + (1 + random.nextInt(9))), decimal(whole(random, 50))));
            }
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                holdings.add(held("C" + i, whole(random, 1000), whole(random, 30), "0.8"));
                seizable.add(new Seizable(
                        "C" + i,
                        BigDecimal.valueOf(random.nextInt(3)),
                        decimal("0.0" + random.nextInt(10)),
                        decimal("0." + random.nextInt(10))));
            }
            Balances before = new Balances(holdings, BigDecimal.ZERO, FINE);
            LoanLiquidation step = LoanLiquidation.of(before, repayments, seizable);
            conserves(before, step, seizable);
            agreesWithNaive(before, step, repayments, seizable);
            Collections.shuffle(holdings, random);
            Collections.shuffle(repayments, random);
            Collections.shuffle(seizable, random);
            LoanLiquidation shuffled =
                    LoanLiquidation.of(new Balances(holdings, BigDecimal.ZERO, FINE), repayments, seizable);
            assertEquals(step.repaid(), shuffled.repaid());
            assertEquals(step.seized(), shuffled.seized());
        }
    }

    private static void conserves(Balances before, LoanLiquidation step, List<Seizable> seizable) {
        BigDecimal repaid = step.repaid().stream().map(Repaid::value).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal seized = step.seized().stream().map(Seized::value).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal fair = step.seized().stream()
                .map(one -> one.value().divide(BigDecimal.ONE.add(one.bonus()), new java.math.MathContext(40)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertSame(before.debtValue().subtract(repaid), step.left().debtValue());
        assertSame(before.assetsValue().subtract(seized), step.left().assetsValue());
        assertSame(repaid, fair);
        for (Holding left : step.left().holdings()) {
            assertTrue(left.quantity().signum() >= 0 && left.owed().signum() >= 0);
        }
        for (Seized one : step.seized()) {
            assertTrue(one.toProtocol().compareTo(one.quantity()) <= 0);
        }
        assertTrue(step.seized().size() <= seizable.size());
    }

    /** In thousandths: each is repaid out of the first collateral that has enough left of it. */
    private static void agreesWithNaive(
            Balances before, LoanLiquidation step, List<Repayment> repayments, List<Seizable> seizable) {
        double[] quantity = before.holdings().stream()
                .mapToDouble(held -> held.quantity().doubleValue())
                .toArray();
        List<Seizable> order = new ArrayList<>(seizable);
        order.sort((one, other) -> one.order().compareTo(other.order()) != 0
                ? one.order().compareTo(other.order())
                : one.asset().compareTo(other.asset()));
        List<Repayment> byName = new ArrayList<>(repayments);
        byName.sort((one, other) -> one.asset().compareTo(other.asset()));
        double repaidValue = 0;
        for (Repayment repayment : byName) {
            Holding debt = before.of(repayment.asset()).orElseThrow();
            double owed = debt.owed().doubleValue();
            double was = repayment.repaidInEpisode().doubleValue();
            double may = Math.min(
                    owed, Math.max(0, (owed + was) * repayment.closeFactor().doubleValue() - was));
            for (int part = 0; part < 1000; part++) {
                double value = may / 1000 * debt.price().doubleValue();
                for (Seizable from : order) {
                    Holding collateral = before.of(from.asset()).orElseThrow();
                    int index = before.holdings().indexOf(collateral);
                    double price = collateral.price().doubleValue();
                    double pays = quantity[index] * price / (1 + from.bonus().doubleValue());
                    double taken = Math.min(value, pays);
                    quantity[index] -= taken * (1 + from.bonus().doubleValue()) / price;
                    value -= taken;
                    repaidValue += taken;
                }
            }
        }
        double kernel = step.repaid().stream()
                .mapToDouble(one -> one.value().doubleValue())
                .sum();
        assertEquals(repaidValue, kernel, 1e-6 * Math.max(1, repaidValue));
    }

    private static void assertSame(BigDecimal one, BigDecimal other) {
        assertTrue(one.subtract(other).abs().compareTo(decimal("1E-12")) < 0, () -> one + " and " + other);
    }

    private static String whole(Random random, int bound) {
        return Integer.toString(1 + random.nextInt(bound));
    }
}
