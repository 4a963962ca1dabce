package io.plimsoll.money;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.money.Rounding.Direction;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundingTest {

    private static final Rounding CENTS = new Rounding(2, 2, 4);

    @ParameterizedTest
    @CsvSource({
        "10.00, 10.00, 10.00",
        "10.0000001, 10.01, 10.00",
        "10.0099999, 10.01, 10.00",
        "-10.0000001, -10.00, -10.01",
        "-10.0099999, -10.00, -10.01",
        "0, 0.00, 0.00",
        "0.0000001, 0.01, 0.00",
        "-0.0000001, 0.00, -0.01"
    })
    void requirementsAndCallsRoundUpAndValuesDown(String exact, String up, String down) {
        // Given
        BigDecimal amount = new BigDecimal(exact);

        // Then
        assertEquals(new BigDecimal(up), CENTS.requirementRounded(amount));
        assertEquals(new BigDecimal(down), CENTS.valueRounded(amount));
    }

    /** Vega's levels are 3.2, 4 and 5 times a maintenance margin of 44,720,286 and end at whole units (0019-MCAL, verified margins, case 1). */
    @ParameterizedTest
    @CsvSource({
        "UP, 143104915.2, 143104916, 143104917, -1",
        "DOWN, 143104915.2, 143104915, 143104916, -2",
        "HALF_UP, 143104915.5, 143104916, 143104917, -2",
        "HALF_EVEN, 143104914.5, 143104914, 143104916, -2"
    })
    void aPackMaySayWhichWayAmountsAreRounded(
            Direction direction, String exact, String rounded, String nextRounded, String negative) {
        // Given
        Rounding whole = new Rounding(0, 0, 0, direction, direction, direction);
        BigDecimal amount = new BigDecimal(exact);
        BigDecimal next = amount.add(new BigDecimal("1.5"));

        // Then: requirements, values and reports alike; calls always up
        assertEquals(new BigDecimal(rounded), whole.requirementRounded(amount));
        assertEquals(new BigDecimal(rounded), whole.valueRounded(amount));
        assertEquals(new BigDecimal(rounded), whole.ratioReported(amount));
        assertEquals(new BigDecimal(nextRounded), whole.requirementRounded(next));
        assertEquals(new BigDecimal(negative), whole.valueRounded(new BigDecimal("-1.5")));
        assertEquals(new BigDecimal("2"), whole.callRounded(new BigDecimal("1.1")));
        assertEquals(new BigDecimal("-1"), whole.callRounded(new BigDecimal("-1.5")));
    }

    @Test
    void unlessAPackSaysOtherwiseNoRoundingFavoursAnAccount() {
        assertTrue(CENTS.neverFavoursTheAccount());
        assertFalse(
                new Rounding(2, 2, 2, Direction.HALF_UP, Direction.DOWN, Direction.HALF_UP).neverFavoursTheAccount());
        assertFalse(new Rounding(2, 2, 2, Direction.UP, Direction.UP, Direction.HALF_UP).neverFavoursTheAccount());
        assertTrue(new Rounding(2, 2, 2, Direction.UP, Direction.DOWN, Direction.UP).neverFavoursTheAccount());
    }

    @ParameterizedTest
    @CsvSource({
        "95.78947368421, 95.789474, eight digits beyond the two places of the pack",
        "57120.41549, 57120.415, eight digits",
        "1234567890.126, 1234567890.13, two places although that is more than eight digits",
        "0.0000071234567891, 0.0000071234568, a token worth almost nothing keeps eight digits",
        "0.00000000000000000123456789, 0.0000000000000000012345679, eighteen zeros make no difference",
        "0.99999999999, 1, rounding may carry into another place",
        "100.00, 100, no trailing zeros",
        "0.5, 0.5, a short price stays short"
    })
    void aReportedPriceKeepsThePlacesOfThePackAndEightDigits(String exact, String reported, String why) {
        assertEquals(new BigDecimal(reported), CENTS.priceReported(new BigDecimal(exact)), why);
    }

    @ParameterizedTest
    @CsvSource({"1.89664, 1.8966", "1.89665, 1.8967", "-0.00005, -0.0001", "2, 2.0000"})
    void aReportedRatioRoundsHalfUp(String exact, String reported) {
        assertEquals(new BigDecimal(reported), CENTS.ratioReported(new BigDecimal(exact)));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 19, Integer.MAX_VALUE})
    void placesBeyondTheirLimitsAreRefused(int places) {
        assertThrows(IllegalArgumentException.class, () -> new Rounding(places, 2, 2));
        assertThrows(IllegalArgumentException.class, () -> new Rounding(2, places, 2));
        assertThrows(IllegalArgumentException.class, () -> new Rounding(2, 2, places));
    }

    @Test
    void placesAtTheirLimitsAreTaken() {
        assertDoesNotThrow(() -> new Rounding(0, 18, 0));
        assertDoesNotThrow(() -> new Rounding(18, 0, 18));
    }
}
