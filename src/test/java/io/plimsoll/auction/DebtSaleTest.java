package io.plimsoll.auction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases of Maker's own tests of its Clipper and dog (makerdao/dss src/test/clip.t.sol), and what they leave open. */
class DebtSaleTest {

    /** 100 owed and a penalty of a tenth, on 40 units; a rest of less than 22 is not left. */
    private static final DebtSale SALE = new DebtSale(d("110"), d("40"), d("22"));

    private static BigDecimal d(String number) {
        return new BigDecimal(number);
    }

    private static void assertNumber(String expected, BigDecimal actual) {
        assertEquals(0, d(expected).compareTo(actual), () -> "expected " + expected + ", was " + actual);
    }

    @ParameterizedTest(name = "{0} at {1}, for {2} at most: {3} for {4}, {5} owed, {6} for sale, {7} returned")
    @CsvSource({
        "25, 5, 5, 22, 110, 0, 0, 18",
        "22, 5, 5, 22, 110, 0, 0, 18",
        "11, 5, 5, 11, 55, 55, 29, 0",
        "10, 5, 5, 10, 50, 60, 30, 0",
        "17.6, 5, 5, 17.6, 88, 22, 22.4, 0",
        "21.999999999999999999, 5, 5, 17.6, 88, 22, 22.4, 0",
        "40, 2, 5, 40, 80, 30, 0, 0",
        "99, 2.75, 5, 40, 110, 0, 0, 0"
    })
    void aBuyerTakesNoMoreThanTheDebtNeedsAndLeavesNoRestTooSmallToSell(
            String wanted,
            String price,
            String most,
            String quantity,
            String paid,
            String debt,
            String lot,
            String returned) {
        DebtSale.Taken taken = SALE.take(d(wanted), d(most), d(price)).orElseThrow();

        assertNumber(quantity, taken.quantity());
        assertNumber(paid, taken.paid());
        assertNumber(debt, taken.left().debt());
        assertNumber(lot, taken.left().lot());
        assertNumber(returned, taken.returned());
    }

    @Test
    void nobodyPaysMoreThanHeSays() {
        assertEquals(Optional.empty(), SALE.take(d("22"), d("4"), d("5")));
        assertTrue(SALE.take(d("22"), d("5"), d("5")).isPresent());
    }

    @Test
    void twoBuyersAtDifferentPricesRaiseTheDebtTogether() {
        // Given: ten units at 5, then 30 seconds by a hundredth each
        DebtSale rest = SALE.take(d("10"), d("5"), d("5")).orElseThrow().left();
        BigDecimal price = d("5").multiply(d("0.99").pow(30));

        // When
        DebtSale.Taken second = rest.take(d("30"), d("4"), price).orElseThrow();

        // Then: 60 at 3.6985...
        assertNumber("60", second.paid());
        assertNumber("16.222784835", second.quantity().setScale(9, RoundingMode.HALF_UP));
        assertTrue(second.left().isOver());
        assertNumber("30", second.quantity().add(second.returned()));
    }

    @Test
    void aDebtThatIsTooSmallForPartsIsSoldWhole() {
        DebtSale small = new DebtSale(d("22"), d("10"), d("22"));

        assertEquals(Optional.empty(), small.take(d("1"), d("9"), d("5")));
        assertNumber("4.4", small.take(d("10"), d("9"), d("5")).orElseThrow().quantity());
        assertEquals(Optional.empty(), new DebtSale(d("0"), d("10"), d("1")).take(d("1"), d("9"), d("5")));
        assertEquals(Optional.empty(), new DebtSale(d("10"), d("0"), d("1")).take(d("1"), d("9"), d("5")));
    }

    @Test
    void nothingIsTakenOfNothingAndAmountsAreNotNegative() {
        assertThrows(IllegalArgumentException.class, () -> SALE.take(d("0"), d("9"), d("5")));
        assertThrows(IllegalArgumentException.class, () -> SALE.take(d("1"), d("9"), d("0")));
        assertThrows(IllegalArgumentException.class, () -> new DebtSale(d("-1"), d("1"), d("0")));
        assertThrows(IllegalArgumentException.class, () -> new DebtSale(d("1"), d("-1"), d("0")));
        assertThrows(IllegalArgumentException.class, () -> new DebtSale(d("1"), d("1"), d("-1")));
    }

    /** Whatever buyers do, units and debt are conserved and no rest is too small. */
    @Test
    void quantityAndDebtAreConservedOverRandomSales() {
        Random random = new Random(8);
        int raised = 0;
        int soldOut = 0;
        for (int i = 0; i < 300; i++) {
            DebtSale start = new DebtSale(
                    BigDecimal.valueOf(50 + random.nextInt(500)),
                    BigDecimal.valueOf(10 + random.nextInt(100)),
                    BigDecimal.valueOf(random.nextInt(30)));
            DebtSale now = start;
            BigDecimal sold = BigDecimal.ZERO;
            BigDecimal paid = BigDecimal.ZERO;
            BigDecimal returned = BigDecimal.ZERO;
            for (int bid = 0; bid < 400 && !now.isOver(); bid++) {
                BigDecimal price = BigDecimal.valueOf(1 + random.nextInt(900), 2);
                Optional<DebtSale.Taken> taken =
                        now.take(BigDecimal.valueOf(1 + random.nextInt(4000), 2), BigDecimal.TEN, price);
                if (taken.isPresent()) {
                    sold = sold.add(taken.get().quantity());
                    paid = paid.add(taken.get().paid());
                    returned = returned.add(taken.get().returned());
                    now = taken.get().left();
                    assertTrue(
                            now.isOver() || now.debt().compareTo(start.least()) >= 0, "left " + now + " of " + start);
                }
            }
            assertTrue(now.isOver());
            assertEquals(0, start.debt().compareTo(paid.add(now.debt())));
            assertEquals(0, start.lot().compareTo(sold.add(returned).add(now.lot())));
            raised += now.debt().signum() == 0 ? 1 : 0;
            soldOut += now.debt().signum() > 0 ? 1 : 0;
        }
        assertTrue(raised > 20 && soldOut > 20, raised + " raised, " + soldOut + " sold out");
    }

    @ParameterizedTest(name = "of 100 with room for {0} and dust of 20: {1}")
    @CsvSource({"80, 80", "80.000000000000000001, 100", "79, 79", "100, 100", "120, 100", "20, 20", "19.99, 0"})
    void theDogTakesAVaultWholeRatherThanLeaveDust(String room, String expected) {
        assertNumber(expected, new AuctionLimit(d("200")).admitted(d("100"), d("200").subtract(d(room)), d("20")));
    }
}
