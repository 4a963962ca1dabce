package io.plimsoll.pricing;

import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.Greeks;
import io.plimsoll.account.OptionType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionModelTest {

    private static final BigDecimal TINY = decimal("1e-25");

    private static void assertNear(BigDecimal expected, BigDecimal actual, BigDecimal within) {
        assertTrue(
                expected.subtract(actual).abs().compareTo(within) <= 0,
                () -> "expected " + expected + ", was " + actual);
    }

    @ParameterizedTest(name = "{0} spot {1} strike {2} rate {3} volatility {4} years {5}: {6}")
    @CsvSource({
        // Hull, Options, Futures and Other Derivatives: example of the Black-Scholes-Merton chapter
        "CALL, 42, 40, 0.10, 0.2, 0.5, 4.76",
        "PUT, 42, 40, 0.10, 0.2, 0.5, 0.81",
        // the standard case of 100 at the money for a year at 5 % and 20 %
        "CALL, 100, 100, 0.05, 0.2, 1, 10.4506",
        "PUT, 100, 100, 0.05, 0.2, 1, 5.5735",
    })
    void valuesOnASpotPriceAreThoseOfTheTextbooks(
            OptionType type,
            BigDecimal spot,
            BigDecimal strike,
            BigDecimal rate,
            BigDecimal volatility,
            BigDecimal years,
            BigDecimal expected) {
        BigDecimal value = new BlackScholes(type, spot, strike, volatility, years, rate).value();

        assertEquals(expected, value.setScale(expected.scale(), RoundingMode.HALF_UP));
    }

    @Test
    void greeksOnASpotPriceAreThoseOfTheTextbooks() {
        // Hull: 49, strike 50, 5 %, 20 %, 20 weeks: delta 0.522, gamma 0.066, vega 12.1, theta -4.31 a year
        BigDecimal weeks20 = decimal("0.3846");
        Greeks greeks = new BlackScholes(
                        OptionType.CALL, decimal("49"), decimal("50"), decimal("0.2"), weeks20, decimal("0.05"))
                .greeks();

        assertNear(decimal("0.522"), greeks.delta(), decimal("0.0005"));
        assertNear(decimal("0.066"), greeks.gamma(), decimal("0.0005"));
        assertNear(decimal("0.121"), greeks.vega(), decimal("0.0005"));
        assertNear(decimal("-4.31"), greeks.theta().multiply(decimal("365")), decimal("0.005"));
    }

    @Test
    void hullsPutOnAFutureIsWorthOneDollarTwelve() {
        // futures 20, strike 20, 4 months, 9 %, volatility 25 %: 1.12
        BigDecimal years = decimal("0.3333");
        BigDecimal undiscounted =
                new Black76(OptionType.PUT, decimal("20"), decimal("20"), decimal("0.25"), years).value();
        BigDecimal discount = RealFunctions.exp(decimal("-0.09").multiply(years));

        assertEquals(decimal("1.12"), undiscounted.multiply(discount).setScale(2, RoundingMode.HALF_UP));
    }

    @Test
    void callLessPutIsForwardLessStrikeAndEveryGreekIsASlope() {
        Random random = new Random(11);
        BigDecimal step = decimal("1e-8");
        for (int i = 0; i < 60; i++) {
            BigDecimal forward = some(random, 50, 200);
            BigDecimal strike = some(random, 50, 200);
            BigDecimal volatility = some(random, 0.1, 2);
            BigDecimal years = some(random, 0.01, 2);
            Black76 call = new Black76(OptionType.CALL, forward, strike, volatility, years);
            Black76 put = new Black76(OptionType.PUT, forward, strike, volatility, years);

            assertNear(forward.subtract(strike), call.value().subtract(put.value()), TINY);
            assertNear(
                    BigDecimal.ONE, call.greeks().delta().subtract(put.greeks().delta()), TINY);
            for (Black76 of : new Black76[] {call, put}) {
                Greeks greeks = of.greeks();
                assertNear(
                        greeks.delta(),
                        slope(of, at(of, step, 0, 0), at(of, step.negate(), 0, 0), step),
                        decimal("1e-10"));
                BigDecimal bend = at(of, step, 0, 0)
                        .greeks()
                        .delta()
                        .subtract(at(of, step.negate(), 0, 0).greeks().delta())
                        .divide(step.multiply(BigDecimal.TWO));
                assertNear(greeks.gamma(), bend, decimal("1e-10"));
                BigDecimal vega = slope(of, at(of, BigDecimal.ZERO, 1, 0), at(of, BigDecimal.ZERO, -1, 0), step);
                assertNear(greeks.vega().multiply(decimal("100")), vega, decimal("1e-9"));
                BigDecimal decay = slope(of, at(of, BigDecimal.ZERO, 0, -1), at(of, BigDecimal.ZERO, 0, 1), step);
                assertNear(greeks.theta().multiply(decimal("365")), decay, decimal("1e-6"));
                assertTrue(greeks.gamma().signum() > 0
                        && greeks.vega().signum() > 0
                        && greeks.theta().signum() < 0);
            }
        }
    }

    private static Black76 at(Black76 of, BigDecimal rise, int volatilitySteps, int timeSteps) {
        BigDecimal step = decimal("1e-8");
        return new Black76(
                of.type(),
                of.forward().add(rise),
                of.strike(),
                of.volatility().add(step.multiply(BigDecimal.valueOf(volatilitySteps))),
                of.years().add(step.multiply(BigDecimal.valueOf(timeSteps))));
    }

    private static BigDecimal slope(Black76 of, Black76 up, Black76 down, BigDecimal step) {
        return up.value().subtract(down.value()).divide(step.multiply(BigDecimal.TWO));
    }

    @Test
    void withoutTimeOrVolatilityAnOptionIsWorthItsExercise() {
        for (String[] none : new String[][] {{"0", "1"}, {"0.5", "0"}, {"0", "0"}}) {
            Black76 call =
                    new Black76(OptionType.CALL, decimal("110"), decimal("100"), decimal(none[0]), decimal(none[1]));
            Black76 put =
                    new Black76(OptionType.PUT, decimal("110"), decimal("100"), decimal(none[0]), decimal(none[1]));
            assertEquals(decimal("10"), call.value());
            assertEquals(BigDecimal.ZERO, put.value());
            assertEquals(BigDecimal.ONE, call.greeks().delta());
            assertEquals(BigDecimal.ZERO, put.greeks().delta());
        }
        Black76 nearlyOver =
                new Black76(OptionType.CALL, decimal("110"), decimal("100"), decimal("0.5"), decimal("1e-12"));
        assertNear(decimal("10"), nearlyOver.value(), TINY);
        Black76 atTheStrike =
                new Black76(OptionType.PUT, decimal("100"), decimal("100"), BigDecimal.ZERO, BigDecimal.ONE);
        assertEquals(decimal("-0.5"), atTheStrike.greeks().delta());
    }

    @Test
    void moreVolatilityAndMoreTimeAreWorthMoreAndNeverMoreThanTheForward() {
        BigDecimal before = BigDecimal.ZERO;
        for (String volatility : new String[] {"0.01", "0.1", "0.5", "1", "3", "20", "500"}) {
            BigDecimal value = new Black76(
                            OptionType.CALL, decimal("100"), decimal("120"), decimal(volatility), decimal("0.3"))
                    .value();
            assertTrue(value.compareTo(before) >= 0 && value.compareTo(decimal("100")) <= 0, volatility);
            before = value;
        }
        assertNear(decimal("100"), before, TINY);
    }

    @Test
    void aYearHas365Days() {
        assertEquals(BigDecimal.ONE, Black76.years(Duration.ofDays(365)));
        assertEquals(decimal("0.2"), Black76.years(Duration.ofDays(73)));
    }

    @Test
    void refusesWhatIsNoOption() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Black76(OptionType.CALL, BigDecimal.ZERO, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Black76(OptionType.CALL, BigDecimal.ONE, BigDecimal.ONE, decimal("-0.1"), BigDecimal.ONE));
    }

    private static BigDecimal some(Random random, double from, double to) {
        return BigDecimal.valueOf(from + random.nextDouble() * (to - from)).setScale(6, RoundingMode.HALF_UP);
    }
}
