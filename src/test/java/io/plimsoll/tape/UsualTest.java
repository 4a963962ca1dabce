package io.plimsoll.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UsualTest {

    @Test
    void minutesThatAreAllAlikeHaveNoDeviationAndNoScore() {
        // Given: thirds, which have no exact decimal form
        Usual usual = Usual.of(3, new BigDecimal("1"), new BigDecimal("0.3333333333333333333333333333333333"));
        Usual exact = Usual.of(7, new BigDecimal("7.77"), new BigDecimal("8.6247"));

        // Then
        assertEquals(Optional.empty(), exact.zScore(new BigDecimal("1000000")));
        assertEquals(0, exact.deviation().signum());
        assertTrue(usual.deviation().compareTo(new BigDecimal("0.001")) < 0);
    }

    @Test
    void sixStandardDeviationsAboveTheMeanScoreSix() {
        // Given: sixty minutes of 900 and 1100 in turn
        Usual usual = Usual.of(60, new BigDecimal("60000"), new BigDecimal("60600000"));

        // Then
        assertEquals("1000", usual.mean().toPlainString());
        assertEquals("100", usual.deviation().toPlainString());
        assertEquals("6", usual.zScore(new BigDecimal("1600")).orElseThrow().toPlainString());
        assertEquals("-10", usual.zScore(BigDecimal.ZERO).orElseThrow().toPlainString());
    }

    /** The definition, in binary floating point. */
    @Test
    void isTheStandardDeviationOfTheMinutes() {
        Random random = new Random(5);
        for (int round = 0; round < 500; round++) {
            // Given
            int[] minutes = random.ints(2 + random.nextInt(100), 0, 1_000_000).toArray();
            double mean = IntStream.of(minutes).average().orElseThrow();
            double variance = IntStream.of(minutes)
                    .mapToDouble(minute -> (minute - mean) * (minute - mean))
                    .average()
                    .orElseThrow();

            // When
            Usual usual = Usual.of(
                    minutes.length,
                    BigDecimal.valueOf(IntStream.of(minutes).asLongStream().sum()),
                    IntStream.of(minutes)
                            .mapToObj(minute -> BigDecimal.valueOf(minute).pow(2))
                            .reduce(BigDecimal.ZERO, BigDecimal::add));

            // Then
            assertEquals(mean, usual.mean().doubleValue(), mean * 1e-12);
            assertEquals(Math.sqrt(variance), usual.deviation().doubleValue(), Math.sqrt(variance) * 1e-9);
        }
    }
}
