package io.plimsoll.lending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.lending.Redistribution.Part;
import io.plimsoll.lending.Redistribution.Stake;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedistributionTest {

    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final BigDecimal WEI = new BigDecimal("1E-18");
    private static final List<Stake> TWO_TO_ONE =
            List.of(new Stake("a", new BigDecimal("20")), new Stake("b", new BigDecimal("10")));

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    @ParameterizedTest(
            name = "a pool of {0} repays {1} for {2}; the others take {3} and {5} of debt, {4} and {6} of collateral")
    @CsvSource({
        "0, 0, 0, 1200, 6, 600, 3",
        "900, 900, 4.5, 600, 3, 300, 1.5",
        "1799.99, 1799.99, 8.99995, 0.01, 0.000033, 0, 0.000017",
        "1800, 1800, 9, 0, 0, 0, 0",
        "1800.01, 1800, 9, 0, 0, 0, 0"
    })
    void thePoolRepaysWhatItCanAndTheOthersTakeTheRest(
            String pool,
            String repaid,
            String toPool,
            String debtOfA,
            String collateralOfA,
            String debtOfB,
            String collateralOfB) {
        Redistribution closed =
                Redistribution.of(decimal("1800"), decimal("9"), decimal(pool), TWO_TO_ONE, CENT, decimal("0.000001"));

        assertEquals(decimal(repaid), closed.repaidByPool());
        assertEquals(decimal(toPool), closed.toPool());
        assertEquals(
                List.of(
                        new Part("a", decimal(debtOfA), decimal(collateralOfA)),
                        new Part("b", decimal(debtOfB), decimal(collateralOfB))),
                closed.parts());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void toTheLastUnitNothingIsLostOrMade(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            BigDecimal debt = decimal(1 + random.nextInt(1_000_000) + ".37");
            BigDecimal collateral = new BigDecimal(random.nextLong(1L << 60)).movePointLeft(18);
            BigDecimal pool = random.nextInt(3) == 0 ? BigDecimal.ZERO : decimal(random.nextInt(1_000_000) + ".11");
            List<Stake> stakes = new ArrayList<>();
            for (int loan = 0; loan < 1 + random.nextInt(7); loan++) {
                stakes.add(new Stake("loan " + loan, new BigDecimal(1 + random.nextInt(999))));
            }

            Redistribution closed = Redistribution.of(debt, collateral, pool, stakes, CENT, WEI);

            BigDecimal debts = closed.repaidByPool();
            BigDecimal collaterals = closed.toPool();
            for (Part part : closed.parts()) {
                debts = debts.add(part.debt());
                collaterals = collaterals.add(part.collateral());
            }
            assertEquals(0, debt.compareTo(debts));
            assertEquals(0, collateral.compareTo(collaterals));
            BigDecimal owedByPool = closed.toPool().multiply(debt).subtract(collateral.multiply(closed.repaidByPool()));
            assertTrue(owedByPool.signum() <= 0 && owedByPool.abs().compareTo(debt.multiply(WEI)) < 0);
        }
    }

    @Test
    void theOrderOfTheLoansMovesAtMostAUnit() {
        Redistribution one = Redistribution.of(decimal("100"), decimal("1"), BigDecimal.ZERO, TWO_TO_ONE, CENT, WEI);
        Redistribution other =
                Redistribution.of(decimal("100"), decimal("1"), BigDecimal.ZERO, TWO_TO_ONE.reversed(), CENT, WEI);

        for (Part part : one.parts()) {
            Part same = other.parts().stream()
                    .filter(of -> of.loan().equals(part.loan()))
                    .findFirst()
                    .orElseThrow();
            assertTrue(part.debt().subtract(same.debt()).abs().compareTo(CENT) <= 0);
            assertTrue(part.collateral().subtract(same.collateral()).abs().compareTo(WEI) <= 0);
        }
    }

    @ParameterizedTest(name = "{0} owed against {1} at a price of 200: {2}")
    @CsvSource({"1800, 9.8, 9.8", "1800, 9.9, 9.9", "1800, 10, 9.9", "1000.01, 10, 5.50005"})
    void whatIsBeyondThePenaltyStaysTheBorrowers(String debt, String collateral, String taken) {
        assertEquals(
                decimal(taken),
                Redistribution.takenAt(
                        decimal(debt), decimal(collateral), decimal("200"), decimal("0.1"), decimal("0.00001")));
    }

    @Test
    void whatIsLeftNeedsSomebodyToTakeIt() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Redistribution.of(decimal("100"), decimal("1"), decimal("99"), List.of(), CENT, WEI));
        assertEquals(
                List.of(),
                Redistribution.of(decimal("100"), decimal("1"), decimal("100"), List.of(), CENT, WEI)
                        .parts());
        assertThrows(
                IllegalArgumentException.class,
                () -> Redistribution.of(BigDecimal.ZERO, decimal("1"), decimal("99"), List.of(), CENT, WEI));
    }
}
