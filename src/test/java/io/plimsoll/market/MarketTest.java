package io.plimsoll.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a market says of a price and of a position's size. */
class MarketTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest(name = "the median of {0} is {1}")
    @CsvSource({
        "100, 100",
        "100 100.2 80, 100", // EXP-1
        "80 100 100.2, 100",
        "100 101, 100.5",
        "100 103 101 200, 102",
        "0.1 0.2, 0.15",
        "5 5 5 5, 5"
    })
    void theMedianIsTheMiddleQuoteOrTheMeanOfTheMiddleTwo(String prices, BigDecimal median) {
        assertEquals(median, quoted(prices.split(" ")).medianPrice());
    }

    @Test
    void withoutAQuoteThereIsNoMedian() {
        assertNull(quoted().medianPrice());
    }

    @Test
    void theMedianDependsOnNoOrderAndNoSingleSourceMovesItBeyondItsNeighbours() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            // Given
            List<String> prices = new ArrayList<>();
            for (int index = 1 + random.nextInt(9); index > 0; index--) {
                prices.add("" + (1 + random.nextInt(1_000)));
            }
            double[] sorted =
                    prices.stream().mapToDouble(Double::parseDouble).sorted().toArray();
            int count = sorted.length;
            double expected = count % 2 == 1 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;

            // When, Then: integers and their halves are exact in binary
            assertEquals(
                    expected,
                    quoted(prices.toArray(String[]::new)).medianPrice().doubleValue(),
                    prices.toString());
        }
    }

    /** RT-7: 3 σ of 80 % a year over 12 s are 0.148 %. */
    @Test
    void rt7VolatilityScalesWithTheRootOfTime() {
        // Given
        Market market = market("0.8", null);

        // When
        BigDecimal move = market.deviationOver(Duration.ofSeconds(12)).multiply(BigDecimal.valueOf(3));

        // Then
        assertEquals(new BigDecimal("0.00148"), move.setScale(5, RoundingMode.HALF_EVEN));
        assertEquals(
                new BigDecimal("0.8"),
                market.deviationOver(Duration.ofDays(365)).setScale(1, RoundingMode.HALF_EVEN));
        assertNull(market(null, null).deviationOver(Duration.ofDays(1)));
    }

    @ParameterizedTest(name = "{0} from a mean of {1} at volatility {2}: {3}")
    @CsvSource({
        "100, 100, 0.8, 0",
        "101, 100, 0.8, 4.0528", // 0.01 / (0.8 · √(300 / 31536000))
        "99, 100, 0.8, 4.0528",
        "101, 100, 1.6, 2.0264",
        "101, 100, 0, ",
        "101, , 0.8, ",
        "101, 100, , "
    })
    void aMoveIsToldInDeviationsOfFiveMinutes(
            BigDecimal price, @Nullable String mean, @Nullable String volatility, @Nullable BigDecimal expected) {
        // When
        BigDecimal deviations = market(volatility, mean).deviationsFromMean(price);

        // Then
        BigDecimal rounded = deviations == null ? null : deviations.setScale(4, RoundingMode.HALF_EVEN);
        assertEquals(expected == null ? null : expected.setScale(4), rounded);
    }

    @Test
    void sharesAreQuotientsOfContracts() {
        // Given
        Market market = new Market("BTC", decimal("1000"), decimal("400"), null, null, null, null, null, List.of());

        // Then: 12 % of the open interest, LRM-4
        assertEquals(decimal("0.12"), market.shareOfOpenInterest(decimal("120")));
        assertEquals(decimal("0.3"), market.shareOfVolume(decimal("120")));
        assertNull(market(null, null).shareOfOpenInterest(decimal("120")));
        assertNull(market(null, null).shareOfVolume(decimal("120")));
        assertNull(new Market("BTC", null, decimal("0"), null, null, null, null, null, List.of())
                .shareOfVolume(decimal("120")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void aMarketCannotHoldAFigureBelowItsRange(int wrong) {
        BigDecimal[] figures = new BigDecimal[7];
        figures[wrong] = decimal("-0.1");
        assertThrows(
                IllegalArgumentException.class,
                () -> new Market(
                        "BTC",
                        figures[0],
                        figures[1],
                        figures[2],
                        figures[3],
                        figures[4],
                        figures[5],
                        figures[6],
                        List.of()));
    }

    @Test
    void aSourceSpeaksOnceAndItsPriceIsPositive() {
        Quote quote = new Quote("venue", decimal("100"), NOON);
        assertThrows(IllegalArgumentException.class, () -> market(List.of(quote, quote)));
        assertThrows(IllegalArgumentException.class, () -> new Quote("venue", BigDecimal.ZERO, NOON));
        assertEquals(Duration.ofSeconds(-2), quote.ageAt(NOON.minusSeconds(2)));
    }

    private static Market quoted(String... prices) {
        List<Quote> quotes = new ArrayList<>();
        Arrays.stream(prices).forEach(price -> quotes.add(new Quote("venue-" + quotes.size(), decimal(price), NOON)));
        return market(quotes);
    }

    private static Market market(List<Quote> quotes) {
        return new Market("BTC", null, null, null, null, null, null, null, quotes);
    }

    private static Market market(@Nullable String volatility, @Nullable String mean) {
        return new Market(
                "BTC",
                null,
                null,
                volatility == null ? null : decimal(volatility),
                null,
                null,
                null,
                mean == null ? null : decimal(mean),
                List.of());
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }
}
