package io.plimsoll.lending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.lending.LoanLiquidation.Repaid;
import io.plimsoll.lending.LoanLiquidation.Seized;
import io.plimsoll.margin.Balances;
import io.plimsoll.margin.HaircutSchedule;
import io.plimsoll.margin.Holding;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compound III's absorption: everything is taken, part of its value settles the debt, the rest is paid out. */
class LoanAbsorptionTest {

    private static final Rounding FINE = new Rounding(18, 18, 18);
    private static final BigDecimal CENT_OF_CENT = new BigDecimal("0.0001");

    private static BigDecimal d(String number) {
        return new BigDecimal(number);
    }

    private static Holding holding(String asset, String held, String owed, String price, String unit) {
        return new Holding(
                asset,
                d(held),
                d(owed),
                d(price),
                Holding.Terms.of(HaircutSchedule.NOTHING).withUnit(d(unit)));
    }

    private static Balances balances(List<Holding> holdings) {
        return new Balances(holdings, BigDecimal.ZERO, FINE);
    }

    /** One ether at 2,000 of which 93 % are credited, in whole millionths of a dollar. */
    @ParameterizedTest(name = "a debt of {0}: {1} repaid, {2} paid out, {3} still owed")
    @CsvSource({
        "1859.999999, 1859.999999, 0.000001, 0",
        "1860, 1860, 0, 0",
        "1860.000001, 1860, 0, 0.000001",
        "1000, 1000, 860, 0",
        "2500, 1860, 0, 640"
    })
    void theCreditSettlesTheDebtAndWhatIsOverIsPaidOut(String debt, String repaid, String paidOut, String owed) {
        // Given
        Balances before = balances(List.of(
                holding("WETH", "1", "0", "2000", "0.000000000000000001"),
                holding("USDC", "0", debt, "1", "0.000001")));

        // When
        LoanAbsorption done = LoanAbsorption.of(before, Map.of("WETH", d("0.93")));

        // Then
        assertSame(repaid, done.repaid().getFirst().quantity());
        assertSame("1", done.seized().getFirst().quantity());
        assertSame(
                paidOut,
                done.paidOut() == null ? BigDecimal.ZERO : done.paidOut().quantity());
        assertSame(owed, done.left().of("USDC").orElseThrow().owed());
        assertSame(paidOut, done.left().of("USDC").orElseThrow().quantity());
        assertSame("0", done.left().of("WETH").orElseThrow().quantity());
    }

    private static void assertSame(String expected, BigDecimal actual) {
        assertEquals(0, d(expected).compareTo(actual), () -> "expected " + expected + ", was " + actual);
    }

    @Test
    void withoutADebtOrAnAssetNothingIsTaken() {
        Balances sound = balances(List.of(holding("WETH", "1", "0", "2000", "0.01")));
        Balances bare = balances(List.of(holding("USDC", "0", "100", "1", "0.01")));

        assertEquals(sound, LoanAbsorption.of(sound, Map.of("WETH", d("0.93"))).left());
        assertEquals(bare, LoanAbsorption.of(bare, Map.of("WETH", d("0.93"))).left());
        assertEquals(sound, LoanAbsorption.of(sound, Map.of()).left());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.1", "1.000001"})
    void aFactorLiesAboveZeroAndIsAtMostOne(String factor) {
        Balances any = balances(List.of(holding("WETH", "1", "0", "2000", "0.01")));

        assertThrows(IllegalArgumentException.class, () -> LoanAbsorption.of(any, Map.of("WETH", d(factor))));
    }

    /** What is credited is repaid, paid out or a rounding, and nothing else changes hands, whatever order things stand in. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void moneyIsConservedOnRandomAccounts(long seed) {
        Random random = new Random(seed);
        int paid = 0;
        int short_ = 0;
        for (int i = 0; i < 200; i++) {
            List<Holding> holdings = new ArrayList<>();
            Map<String, BigDecimal> factors = new HashMap<>();
            BigDecimal credit = BigDecimal.ZERO;
            for (int asset = 0; asset < 1 + random.nextInt(3); asset++) {
                Holding held = holding("C" + asset, number(random, 100), "0", number(random, 50), "0.000001");
                holdings.add(held);
                if (random.nextInt(4) > 0) {
                    factors.put(held.asset(), d("0." + (50 + random.nextInt(50))));
                    credit = credit.add(held.quantity().multiply(held.price()).multiply(factors.get(held.asset())));
                }
            }
            for (int debt = 0; debt < 1 + random.nextInt(2); debt++) {
                holdings.add(holding("D" + debt, "0", number(random, 2000), number(random, 3), "0.000001"));
            }
            Balances before = balances(holdings);
            LoanAbsorption done = LoanAbsorption.of(before, factors);
            Collections.shuffle(holdings, random);
            LoanAbsorption shuffled = LoanAbsorption.of(balances(holdings), factors);

            BigDecimal repaid = done.repaid().stream().map(Repaid::value).reduce(BigDecimal.ZERO, BigDecimal::add);
            LoanAbsorption.PaidOut out = done.paidOut();
            BigDecimal over = out == null
                    ? BigDecimal.ZERO
                    : out.quantity()
                            .multiply(before.of(out.asset()).orElseThrow().price());
            BigDecimal lost = credit.subtract(repaid).subtract(over);
            assertTrue(lost.signum() >= 0 && lost.compareTo(CENT_OF_CENT) < 0, "lost " + lost + " of " + before);
            BigDecimal taken = done.seized().stream().map(Seized::value).reduce(BigDecimal.ZERO, BigDecimal::add);
            assertEquals(
                    0, before.debtValue().subtract(repaid).compareTo(done.left().debtValue()));
            assertEquals(
                    0,
                    before.assetsValue()
                            .subtract(taken)
                            .add(over)
                            .compareTo(done.left().assetsValue()));
            assertEquals(done.repaid(), shuffled.repaid());
            assertEquals(done.paidOut(), shuffled.paidOut());
            if (out == null) {
                short_ += done.left().owes() ? 1 : 0;
            } else {
                paid++;
                assertNull(done.left().holdings().stream()
                        .filter(held -> held.owed().signum() > 0)
                        .findAny()
                        .orElse(null));
            }
        }
        assertTrue(paid > 20 && short_ > 20, paid + " paid out, " + short_ + " short");
    }

    private static String number(Random random, int most) {
        return BigDecimal.valueOf(1 + random.nextInt(most * 1000), 3).toPlainString();
    }
}
