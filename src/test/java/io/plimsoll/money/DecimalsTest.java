package io.plimsoll.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {

    @ParameterizedTest
    @CsvSource({"1.500, 1.5", "1E+3, 1000", "0E-20, 0", "0E+20, 0", "-0.0, 0", "-20.10, -20.1", "0.0000001, 0.0000001"})
    void aDecimalHasOneForm(String given, String form) {
        // When
        BigDecimal normalised = Decimals.normalised(new BigDecimal(given));

        // Then
        assertEquals(new BigDecimal(form), normalised);
        assertEquals(form, Decimals.plain(normalised));
    }

    @Test
    void numbersOfAnySizeLoseTheirZerosAndNothingElse() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            // Given
            BigInteger digits = new BigInteger(random.nextInt(200), random);
            BigInteger some = random.nextBoolean() ? digits : digits.negate();
            BigDecimal given = new BigDecimal(some.multiply(BigInteger.TEN.pow(random.nextInt(3))), random.nextInt(60));

            // When
            BigDecimal normalised = Decimals.normalised(given);

            // Then
            assertEquals(0, given.compareTo(normalised));
            assertTrue(
                    normalised.scale() == 0
                            || normalised.unscaledValue().mod(BigInteger.TEN).signum() != 0,
                    () -> given + " became " + normalised);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "99999999999999999999999999999.999999999, true, 38 digits",
        "999999999999999999999999999999.999999999, false, 39 digits",
        "1E-30, true, 30 places after the point",
        "1E-31, false, 31 places after the point",
        "-1E+29, true, 30 places before the point",
        "-1E+30, false, 31 places before the point",
        "1E+999999999, false, would need a gigabyte to write down",
        "-1E+999999999, false, the same below zero",
        "1E-999999999, false, the same behind the point",
        "0E+999999999, false, a zero that would need a gigabyte to write down",
        "0E-999999999, false, the same behind the point",
        "0E-60, true, a zero as a product of two small numbers leaves it",
        "0E-61, false, more than any honest sender writes",
        "0, true, nothing"
    })
    void onlyADecimalThatFitsIsWithinLimits(String given, boolean fits, String why) {
        assertEquals(fits, Decimals.isWithinLimits(new BigDecimal(given)), why);
    }

    @Test
    void quotientsOfAnySizeAreThoseOfPlainDivision() {
        Random random = new Random(11);
        MathContext plain = new MathContext(34, RoundingMode.FLOOR);
        for (int i = 0; i < 50_000; i++) {
            // Given
            BigDecimal dividend = new BigDecimal(anyOf(random, 70), random.nextInt(40) - 8);
            BigDecimal divisor = new BigDecimal(anyOf(random, 50).abs().add(BigInteger.ONE), random.nextInt(40) - 8);

            // When
            BigDecimal quotient = Decimals.quotientRoundedDown(dividend, divisor);

            // Then
            assertEquals(
                    Decimals.normalised(dividend.divide(divisor, plain)), quotient, () -> dividend + " / " + divisor);
        }
    }

    /** Often with few digits, and with zeros behind them, so that divisions come out even. */
    private static BigInteger anyOf(Random random, int bits) {
        BigInteger digits = new BigInteger(1 + random.nextInt(bits), random);
        BigInteger some = random.nextInt(5) == 0 ? digits.negate() : digits;
        return some.multiply(BigInteger.TEN.pow(random.nextInt(3) * random.nextInt(6)));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 3, 0.6666666666666666666666666666666666",
        "-2, 3, -0.6666666666666666666666666666666667",
        "1, 8, 0.125",
        "0, 7, 0",
        "1.2E+40, 12, 1000000000000000000000000000000000000000"
    })
    void aQuotientIsRoundedDownAtThirtyFourDigits(String dividend, String divisor, String expected) {
        assertEquals(
                new BigDecimal(expected),
                Decimals.quotientRoundedDown(new BigDecimal(dividend), new BigDecimal(divisor)));
    }

    @Test
    void aQuotientJustUnderALimitNeverReadsAsTheLimit() {
        // Given
        BigDecimal limit = new BigDecimal("1.2");
        BigDecimal justUnder = limit.subtract(new BigDecimal("1E-60"));

        // When
        BigDecimal quotient = Decimals.quotientRoundedDown(justUnder, BigDecimal.ONE);

        // Then
        assertEquals(-1, quotient.compareTo(limit));
    }

    @Test
    void theLargerAndTheSmallerAreFoundWhateverTheScale() {
        assertEquals(new BigDecimal("2.0"), Decimals.largest(new BigDecimal("2.0"), new BigDecimal("1.99")));
        assertEquals(new BigDecimal("-3"), Decimals.smallest(new BigDecimal("2.0"), new BigDecimal("-3")));
    }

    @Test
    void whatCostsNothingIsWhatTheJdkCalculatesToTheLastZero() {
        List<BigDecimal> values = new ArrayList<>();
        for (String value : List.of("0", "0.00", "0E+2", "1", "1.0", "10", "1E+1", "-1", "0.01", "-7.250", "3E+5")) {
            values.add(new BigDecimal(value));
        }
        Random random = new Random(6);
        for (int i = 0; i < 40; i++) {
            values.add(new BigDecimal(new BigInteger(random.nextInt(120), random), random.nextInt(12) - 4));
        }
        for (BigDecimal left : values) {
            for (BigDecimal right : values) {
                assertEquals(left.multiply(right), Decimals.product(left, right), left + " * " + right);
                assertEquals(left.add(right), Decimals.sum(left, right), left + " + " + right);
            }
            BigDecimal stripped = left.stripTrailingZeros();
            assertEquals(stripped.scale() < 0 ? stripped.setScale(0) : stripped, Decimals.normalised(left));
        }
    }
}
