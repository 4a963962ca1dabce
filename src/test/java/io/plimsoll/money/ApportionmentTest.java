package io.plimsoll.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts that sum to what is split, to the last unit. */
class ApportionmentTest {

    private static final BigDecimal CENT = new BigDecimal("0.01");

    @ParameterizedTest(name = "{0} by {1}: {2}, with the rest to the last {3}")
    @CsvSource({
        "10, 60 30 0.01, 6.67 3.33 0, 6.66 3.33 0.01",
        "0.01, 1 1 1, 0.01 0 0, 0 0 0.01",
        "0.02, 1 1 1, 0.01 0.01 0, 0 0 0.02",
        "1, 1 0 3, 0.25 0 0.75, 0.25 0 0.75",
        "0, 0 0, 0 0, 0 0"
    })
    void byLargestRemainderAndWithTheRestToTheLast(
            BigDecimal total, String weights, String byRemainder, String toLast) {
        assertEquals(byRemainder, told(Apportionment.byLargestRemainder(total, decimals(weights), CENT)));
        assertEquals(toLast, told(Apportionment.withRestToLast(total, decimals(weights), CENT)));
    }

    @Test
    void whateverIsSplitThePartsSumToItAndAreWithinAUnitOfTheirShare() {
        Random random = new Random(3);
        for (int round = 0; round < 500; round++) {
            List<BigDecimal> weights = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(6); i++) {
                weights.add(BigDecimal.valueOf(random.nextInt(1_000), 2));
            }
            weights.add(BigDecimal.ONE);
            BigDecimal sum = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal total = BigDecimal.valueOf(random.nextInt(5_000), 2);

            List<BigDecimal> parts = Apportionment.byLargestRemainder(total, weights, CENT);
            List<BigDecimal> others = Apportionment.withRestToLast(total, weights, CENT);

            assertEquals(0, total.compareTo(parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add)));
            assertEquals(0, total.compareTo(others.stream().reduce(BigDecimal.ZERO, BigDecimal::add)));
            for (int i = 0; i < weights.size(); i++) {
                BigDecimal share = total.multiply(weights.get(i)).divide(sum, MathContext.DECIMAL128);
                assertTrue(parts.get(i).subtract(share).abs().compareTo(CENT) < 0, parts + " of " + weights);
                if (i < weights.size() - 1) {
                    BigDecimal lost = share.subtract(others.get(i));
                    assertTrue(lost.signum() >= 0 && lost.compareTo(CENT) < 0, others + " of " + weights);
                }
            }
        }
    }

    @Test
    void whatCannotBeSplitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> split("0.001", "1"));
        assertThrows(IllegalArgumentException.class, () -> split("-1", "1"));
        assertThrows(IllegalArgumentException.class, () -> split("1", "0 0"));
        assertThrows(IllegalArgumentException.class, () -> split("1", "2 -1"));
    }

    private static void split(String total, String weights) {
        Apportionment.withRestToLast(new BigDecimal(total), decimals(weights), CENT);
    }

    private static List<BigDecimal> decimals(String values) {
        return Stream.of(values.split(" ")).map(BigDecimal::new).toList();
    }

    private static String told(List<BigDecimal> parts) {
        return String.join(" ", parts.stream().map(BigDecimal::toPlainString).toList());
    }
}
