package io.plimsoll.lending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.lending.LiquidationBonus.Range;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** G6 and ALG-1 to ALG-3: loan-to-value 0.80, fixed cost 50, slippage 1 %. */
class LiquidationBonusTest {

    private static final BigDecimal LOAN_TO_VALUE = decimal("0.80");
    private static final BigDecimal COST = decimal("50");
    private static final BigDecimal SLIPPAGE = decimal("0.01");

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    private static Range range(String repaid) {
        return LiquidationBonus.range(LOAN_TO_VALUE, decimal(repaid), COST, SLIPPAGE);
    }

    private static void assertPercent(String percent, BigDecimal fraction) {
        assertEquals(decimal(percent), fraction.movePointRight(2).setScale(4, RoundingMode.HALF_UP));
    }

    @Test
    void g6HasARangeFrom15152PercentToBelow25Percent() {
        Range range = range("10000");

        assertPercent("1.5152", range.least());
        assertPercent("25.0000", range.below());
        assertFalse(range.isEmpty());
        assertTrue(range.contains(range.least()));
        assertFalse(range.contains(range.below()));
        assertFalse(range.contains(decimal("0.0151")));
    }

    @Test
    void g6ALoanOf100HasNoBonusThatPaysAndHeals() {
        assertPercent("51.5152", range("100").least());
        assertTrue(range("100").isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"210.52, true", "210.53, false"})
    void theRangeIsEmptyBelowTheRepaymentThatTheToxicBonusWouldJustPay(String repaid, boolean empty) {
        assertEquals(empty, range(repaid).isEmpty());
    }

    /** ALG-2: below this the loan is routed to the house. */
    @Test
    void atFivePercentLoansBelow126582AreNotWorthLiquidating() {
        BigDecimal smallest = LiquidationBonus.smallestRepayment(decimal("0.05"), COST, SLIPPAGE)
                .orElseThrow();

        assertEquals(decimal("1265.83"), smallest.setScale(2, RoundingMode.CEILING));
        assertTrue(range("1265.82").least().compareTo(decimal("0.05")) > 0);
        assertTrue(range("1265.83").least().compareTo(decimal("0.05")) < 0);
        assertEquals(Optional.empty(), LiquidationBonus.smallestRepayment(decimal("0.01"), COST, SLIPPAGE));
    }

    /** ALG-2: toxic: loan-to-value 0.80 becomes 0.8333 after half is repaid. */
    @Test
    void aBonusOf30PercentMakesALoanWorse() {
        assertFalse(LiquidationBonus.heals(LOAN_TO_VALUE, decimal("0.3")));
        assertFalse(LiquidationBonus.heals(LOAN_TO_VALUE, decimal("0.25")));
        assertTrue(LiquidationBonus.heals(LOAN_TO_VALUE, decimal("0.2499")));
        assertEquals(
                decimal("0.8333"),
                LiquidationBonus.loanToValueAfter(LOAN_TO_VALUE, decimal("0.5"), decimal("0.3"))
                        .setScale(4, RoundingMode.HALF_UP));
        assertEquals(
                0,
                LOAN_TO_VALUE.compareTo(
                        LiquidationBonus.loanToValueAfter(LOAN_TO_VALUE, decimal("0.5"), decimal("0.25"))));
        assertThrows(
                IllegalArgumentException.class,
                () -> LiquidationBonus.loanToValueAfter(LOAN_TO_VALUE, BigDecimal.ONE, decimal("0.25")));
    }

    /** ALG-3. */
    @ParameterizedTest
    @CsvSource({"1, 0", "0.9, 0.05", "0.8, 0.1", "0, 0.5", "1.2, 0"})
    void aBonusMayGrowAsHealthFalls(String health, String bonus) {
        assertEquals(0, decimal(bonus).compareTo(LiquidationBonus.byHealth(decimal("0.5"), decimal(health))));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0.01", "29, 0.29", "30, 0.3", "31, 0.3"})
    void aBonusMayGrowWhileNobodyLiquidates(long minutes, String bonus) {
        assertEquals(0, decimal(bonus).compareTo(LiquidationBonus.byWaiting(decimal("0.01"), minutes, decimal("0.3"))));
    }

    /** Morpho's: 1 / 1.15 is kept from a threshold of 0.56521... down. */
    @ParameterizedTest(name = "a threshold of {0}: {1}")
    @CsvSource({
        "0.385, 0.150000",
        "0.5652, 0.150000",
        "0.5653, 0.149967",
        "0.8, 0.063830",
        "0.86, 0.043841",
        "0.98, 0.006036",
        "1, 0.000000"
    })
    void aBonusMayFollowTheThreshold(String threshold, String expected) {
        BigDecimal bonus =
                LiquidationBonus.byThreshold(new BigDecimal(threshold), new BigDecimal("0.3"), new BigDecimal("0.15"));

        assertEquals(new BigDecimal(expected), bonus.setScale(6, RoundingMode.HALF_UP));
    }

    @Test
    void aThresholdIsAboveNothingAndTheCursorBelowOne() {
        BigDecimal one = BigDecimal.ONE;
        BigDecimal cursor = new BigDecimal("0.3");

        assertThrows(IllegalArgumentException.class, () -> LiquidationBonus.byThreshold(BigDecimal.ZERO, cursor, one));
        assertThrows(
                IllegalArgumentException.class, () -> LiquidationBonus.byThreshold(new BigDecimal("1.1"), cursor, one));
        assertThrows(IllegalArgumentException.class, () -> LiquidationBonus.byThreshold(one, one, one));
        assertThrows(IllegalArgumentException.class, () -> LiquidationBonus.byThreshold(one, cursor.negate(), one));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> range("0"));
        assertThrows(
                IllegalArgumentException.class,
                () -> LiquidationBonus.range(BigDecimal.ZERO, BigDecimal.ONE, COST, SLIPPAGE));
        assertThrows(
                IllegalArgumentException.class,
                () -> LiquidationBonus.range(LOAN_TO_VALUE, BigDecimal.ONE, COST, BigDecimal.ONE));
    }
}
