package io.plimsoll.pricing;

import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealFunctionsTest {

    private static final MathContext DIGITS_30 = new MathContext(30, RoundingMode.HALF_EVEN);

    private static void assertDigits(BigDecimal expected, BigDecimal actual, int digits) {
        BigDecimal off = actual.subtract(expected).abs();
        BigDecimal most = expected.abs().scaleByPowerOfTen(-digits);
        assertTrue(off.compareTo(most) <= 0, () -> "expected " + expected + ", was " + actual);
    }

    @ParameterizedTest(name = "{0}({1}) = {2}")
    @CsvSource({
        "exp, 1, 2.71828182845904523536028747135266250",
        "exp, -1, 0.367879441171442321595523770161460867",
        "exp, 100, 26881171418161354484126255515800135873611118.7737",
        "exp, -745.5, 1.711842250493576839594086312692072e-324",
        "ln, 2, 0.693147180559945309417232121458176568",
        "ln, 10, 2.30258509299404568401799145468436421",
        "ln, 0.0001, -9.21034037197618273607196581873745683",
        "ln, 3.14159265358979323846264338327950288, 1.14472988584940017414342735135305871",
        "sqrt, 2, 1.41421356237309504880168872420969808",
        "normal, -10, 7.61985302416052606597334325159930836e-24",
        "normal, -6, 0.000000000986587645037698140700864132398042019",
        "normal, -3, 0.00134989803163009452665181476759497738",
        "normal, -1, 0.158655253931457051414767454367962078",
        "normal, -0.5, 0.30853753872598689636229538939166226",
        "normal, 0, 0.5",
        "normal, 0.1, 0.539827837277028981465404618239182083",
        "normal, 1.96, 0.97500210485177956586341573095916281",
        "normal, 5.9, 0.99999999818249213690056762863806534",
        "normal, 6.1, 0.99999999946965767370511702626712732",
        "normal, 12, 0.999999999999999999999999999999998224",
        "normal, -40, 3.65589354091502970374898580268828367e-350",
        "normal, 60.1, 1",
        "normal, -60.1, 0",
        "density, 0, 0.398942280401432677939946059934381868",
        "density, -2, 0.0539909665131880519505642004010704396"
    })
    void givesAtLeast24DigitsOf(String function, BigDecimal x, BigDecimal expected) {
        BigDecimal actual = switch (function) {
            case "exp" -> RealFunctions.exp(x);
            case "ln" -> RealFunctions.ln(x);
            case "sqrt" -> RealFunctions.sqrt(x);
            case "normal" -> RealFunctions.normal(x);
            default -> RealFunctions.normalDensity(x);
        };

        assertDigits(expected, actual, 24);
    }

    @Test
    void agreesWithBinaryFloatingPointAsFarAsThatGoesAndUndoesItself() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            BigDecimal x = BigDecimal.valueOf(random.nextDouble() * 60 - 30);
            BigDecimal power = RealFunctions.exp(x);
            assertEquals(1, power.doubleValue() / Math.exp(x.doubleValue()), 1e-13);
            assertTrue(RealFunctions.ln(power).subtract(x).abs().compareTo(decimal("1e-30")) < 0, x::toString);

            BigDecimal root = RealFunctions.sqrt(power);
            assertDigits(power, root.multiply(root), 30);
            assertDigits(root, RealFunctions.power(power, decimal("0.5")), 29);

            BigDecimal below = RealFunctions.normal(x);
            assertEquals(
                    0,
                    BigDecimal.ONE.compareTo(
                            below.add(RealFunctions.normal(x.negate())).round(DIGITS_30)));
            assertTrue(RealFunctions.normal(x.add(decimal("0.001"))).compareTo(below) >= 0);
        }
    }

    @Test
    void lmx2ThePowerOfTheMaturityGivesDeribitsThreeShocks() {
        // 0.38 · (30 / days)^0.30
        for (String[] given : new String[][] {{"30", "0.380"}, {"15", "0.468"}, {"7", "0.588"}}) {
            BigDecimal ratio = decimal("30").divide(decimal(given[0]), MathContext.DECIMAL128);
            BigDecimal shock = decimal("0.38").multiply(RealFunctions.power(ratio, decimal("0.30")));
            assertEquals(decimal(given[1]), shock.setScale(3, RoundingMode.HALF_UP));
        }
    }

    @Test
    void refusesWhatHasNoValue() {
        assertThrows(ArithmeticException.class, () -> RealFunctions.ln(BigDecimal.ZERO));
        assertThrows(ArithmeticException.class, () -> RealFunctions.ln(decimal("-1")));
        assertThrows(ArithmeticException.class, () -> RealFunctions.sqrt(decimal("-1")));
        assertThrows(ArithmeticException.class, () -> RealFunctions.exp(decimal("100000.1")));
        assertThrows(ArithmeticException.class, () -> RealFunctions.power(BigDecimal.ZERO, BigDecimal.ZERO));
        assertEquals(BigDecimal.ZERO, RealFunctions.power(BigDecimal.ZERO, BigDecimal.ONE));
    }
}
