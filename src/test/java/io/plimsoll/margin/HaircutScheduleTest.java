package io.plimsoll.margin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.margin.HaircutSchedule.Tier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HaircutScheduleTest {

    /** OKX, discount rates of BETH after 2024-07-18, in USD. */
    private static final String BETH = "0:0.05 2000000:0.15 4000000:0.5 8000000:1";

    private static HaircutSchedule schedule(String tiers, String cap) {
        List<Tier> all = new ArrayList<>();
        for (String tier : tiers.split(" ")) {
            String[] parts = tier.split(":");
            all.add(new Tier(new BigDecimal(parts[0]), new BigDecimal(parts[1])));
        }
        return new HaircutSchedule(all, cap == null ? null : new BigDecimal(cap));
    }

    private static void assertNumber(String expected, BigDecimal actual) {
        assertEquals(0, new BigDecimal(expected).compareTo(actual), () -> "expected " + expected + ", was " + actual);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1999999.99, 1899999.9905",
        "2000000, 1900000",
        "2000000.01, 1900000.0085",
        "4000000, 3600000",
        "4000000.01, 3600000.005",
        "8000000, 5600000",
        "8000000.01, 5600000",
        "90000000, 5600000",
        "-100, -100"
    })
    void eachPartOfAnAmountCountsAtTheRateOfItsTier(String marketValue, String counts) {
        assertNumber(counts, schedule(BETH, null).valueOf(new BigDecimal(marketValue)));
    }

    /** OKX, multi-currency margin: 5M · 100 % + 5M · 97.5 % + 1M · 95 % = 10.825M. */
    @Test
    void elevenMillionUsdtCountAsOkxPublishes() {
        var usdt = schedule("0:0 5000000:0.025 10000000:0.05", null);
        assertNumber("10825000", usdt.valueOf(new BigDecimal("11000000")));
    }

    @ParameterizedTest
    @CsvSource({
        "149.99, 137.494", // within the cap, in the second tier
        "150, 137.5",
        "150.01, 137.5",
        "1000, 137.5"
    })
    void nothingBeyondTheCapCounts(String marketValue, String counts) {
        BigDecimal value = schedule("0:0.05 100:0.15", "150").valueOf(new BigDecimal(marketValue));
        assertTrue(value.subtract(new BigDecimal(counts)).abs().compareTo(new BigDecimal("0.01")) < 0, value::toString);
    }

    @Test
    void aCapWithinTheFirstTierLeavesTheOthersOut() {
        assertNumber("47.5", schedule("0:0.05 100:0.15", "50").valueOf(new BigDecimal("120")));
        assertNumber("0", schedule("0:0.05", "0").valueOf(new BigDecimal("120")));
    }

    @Test
    void atEachAmountTheLargestRateReachedWins() {
        // Given a flat rate of 10 % that a tier's 5 % cannot lower
        var schedule = schedule("100:0.05 0:0.1 200:0.3 200:0.2", null);

        // Then
        assertEquals(
                List.of(
                        new Tier(BigDecimal.ZERO, new BigDecimal("0.1")),
                        new Tier(new BigDecimal("200"), new BigDecimal("0.3"))),
                schedule.tiers());
    }

    @Test
    void aHaircutThatIsNotSaidFromTheFirstUnitOnIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> schedule("1:0.1", null));
        assertThrows(IllegalArgumentException.class, () -> new HaircutSchedule(List.of(), null));
        assertThrows(IllegalArgumentException.class, () -> schedule("0:1.01", null));
        assertThrows(IllegalArgumentException.class, () -> schedule("-1:0.1", null));
        assertThrows(IllegalArgumentException.class, () -> schedule("0:0", "-1"));
    }

    @ParameterizedTest
    @CsvSource({
        "95, 0, 100",
        "180, 0, 200", // 95 of the first hundred, 85 of the second
        "85, 100, 100",
        "42.5, 100, 50",
        "100, -30, 103.68421052631578947368421052631579", // 30 pay off the debt, then 70 / 0.95
        "30, -30, 30",
        "0, 50, 0"
    })
    void anAdditionIsWorthWhatItsTierLeaves(String amount, String held, String needed) {
        var schedule = schedule("0:0.05 100:0.15 300:1", null);
        assertEquals(
                Optional.of(new BigDecimal(needed)),
                schedule.additionWorth(new BigDecimal(amount), new BigDecimal(held)));
    }

    @Test
    void whereNothingMoreCountsNoAdditionIsWorthAnything() {
        var schedule = schedule("0:0.05 100:1", "1000");
        assertEquals(Optional.empty(), schedule.additionWorth(new BigDecimal("95.01"), BigDecimal.ZERO));
        assertEquals(Optional.empty(), schedule.additionWorth(BigDecimal.ONE, new BigDecimal("100")));
        assertEquals(Optional.empty(), schedule("0:0", "100").additionWorth(BigDecimal.ONE, new BigDecimal("100")));
        assertEquals(
                Optional.of(BigDecimal.ONE),
                schedule("0:0", "100").additionWorth(BigDecimal.ONE, new BigDecimal("99")));
    }

    /** The schedule against the plainest reading of its words: each whole unit of value by itself, at the largest rate that its start has reached. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void countsAsUnitByUnit(long seed) {
        Random random = new Random(seed);
        for (int book = 0; book < 50; book++) {
            List<Tier> tiers = new ArrayList<>(List.of(new Tier(BigDecimal.ZERO, rate(random))));
            for (int i = random.nextInt(5); i > 0; i--) {
                tiers.add(new Tier(BigDecimal.valueOf(random.nextInt(400)), rate(random)));
            }
            Collections.shuffle(tiers, random);
            BigDecimal cap = random.nextBoolean() ? null : BigDecimal.valueOf(random.nextInt(500));
            int marketValue = random.nextInt(500);
            BigDecimal expected = BigDecimal.ZERO;
            for (int unit = 0; unit < marketValue; unit++) {
                BigDecimal at = BigDecimal.valueOf(unit);
                BigDecimal worst = tiers.stream()
                        .filter(tier -> tier.floor().compareTo(at) <= 0)
                        .map(Tier::rate)
                        .max(BigDecimal::compareTo)
                        .orElseThrow();
                if (cap == null || at.compareTo(cap) < 0) {
                    expected = expected.add(BigDecimal.ONE.subtract(worst));
                }
            }
            var schedule = new HaircutSchedule(tiers, cap);
            assertNumber(expected.toPlainString(), schedule.valueOf(BigDecimal.valueOf(marketValue)));
            additionsAreTheLeast(schedule, random);
        }
    }

    private static void additionsAreTheLeast(HaircutSchedule schedule, Random random) {
        BigDecimal held = BigDecimal.valueOf(random.nextInt(500) - 150L);
        BigDecimal amount = BigDecimal.valueOf(1L + random.nextInt(200));
        BigDecimal target = schedule.valueOf(held).add(amount);
        Optional<BigDecimal> addition = schedule.additionWorth(amount, held);
        if (addition.isEmpty()) {
            assertTrue(schedule.valueOf(new BigDecimal("1E9")).compareTo(target) < 0, () -> schedule + " held " + held);
        } else {
            BigDecimal less = addition.get().subtract(new BigDecimal("1E-12"));
            assertTrue(schedule.valueOf(held.add(addition.get())).compareTo(target) >= 0);
            assertTrue(schedule.valueOf(held.add(less)).compareTo(target) < 0);
        }
    }

    private static BigDecimal rate(Random random) {
        return BigDecimal.valueOf(random.nextInt(21), 0).divide(BigDecimal.valueOf(20));
    }
}
