package io.plimsoll.venues;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.lending.LoanLiquidation;
import io.plimsoll.lending.LoanLiquidation.Repayment;
import io.plimsoll.lending.LoanLiquidation.Seizable;
import io.plimsoll.margin.Balances;
import io.plimsoll.margin.HaircutSchedule;
import io.plimsoll.margin.Holding;
import io.plimsoll.money.Rounding;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Every liquidation call of Aave v2 until April 2022 against the kernel: what it seizes for what was repaid, at the prices and with the bonus
 * that the data has. Prints the tables of {@code docs/real-outcomes.md}.
 */
class AaveLiquidationsTest {

    private static final String CALLS = "liquidations/aave_v2_liquidation_calls_2020-12_2022-04.csv.gz";
    private static final Rounding FINE = new Rounding(18, 18, 18);
    private static final BigDecimal PLENTY = new BigDecimal("1E15");
    private static final long HOUR = 3600;

    private static final String EXACT = "to 0.01 %";
    private static final String CLOSE = "to 0.2 %";
    private static final String OTHER_BONUS = "to 0.02 % with another bonus, in steps of half a percent";
    private static final String APART = "apart from any";

    @Test
    void whatIsSeizedIsWhatTheKernelSeizesForWhatWasRepaid() throws Exception {
        // Given
        Set<String> lines = calls();
        Map<String, Integer> count = new LinkedHashMap<>();
        List.of(EXACT, CLOSE, OTHER_BONUS, APART).forEach(band -> count.put(band, 0));

        // When
        int compared = 0;
        for (String line : lines) {
            String[] call = line.split(",", -1);
            if (call[6].isEmpty() || call[9].isEmpty() || call[11].isEmpty()) {
                continue;
            }
            compared++;
            count.merge(band(call), 1, Integer::sum);
        }

        // Then
        String table = "| seized as the kernel says | calls |\n| --- | --- |\n";
        for (var entry : count.entrySet()) {
            table += "| " + entry.getKey() + " | " + entry.getValue() + " |\n";
        }
        table += "| all with a price and a bonus | " + compared + " |\n";
        String leftOut = (allLines().size() - lines.size()) + " calls that the data has twice are counted once, "
                + (lines.size() - compared) + " have no price.";
        System.out.println(table + "\n" + leftOut);
        isInTheDocs(table);
        isInTheDocs(leftOut);
        assertEquals(
                compared, count.values().stream().mapToInt(Integer::intValue).sum());
        assertTrue(count.get(EXACT) + count.get(CLOSE) > 7_500);
    }

    @Test
    void aSecondCallThatTakesAllItMayTakesHalfOfTheFirst() throws Exception {
        // Given
        Map<String, BigDecimal> lastDebt = new HashMap<>();
        Map<String, Long> lastTime = new HashMap<>();
        int pairs = 0;
        int halves = 0;

        // When
        for (String line : calls()) {
            String[] call = line.split(",", -1);
            String loan = call[1] + call[2] + call[4] + call[7];
            long time = Long.parseLong(call[0]);
            BigDecimal repaid = new BigDecimal(call[8]);
            BigDecimal first = lastDebt.put(loan, repaid);
            Long before = lastTime.put(loan, time);
            if (first != null && before != null && first.signum() > 0 && time - before <= HOUR) {
                pairs++;
                BigDecimal half = new Repayment(call[7], new BigDecimal("0.5"), BigDecimal.ZERO).of(first);
                if (isWithin(repaid, half, "0.002")) {
                    halves++;
                }
            }
        }

        // Then
        String table =
                "| second call within the hour on the same loan | calls |\n| --- | --- |\n| half of the first to 0.2 % | "
                        + halves + " |\n| all | " + pairs + " |\n";
        System.out.println(table);
        isInTheDocs(table);
        assertTrue(halves * 3 > pairs);
    }

    private static String band(String[] call) {
        BigDecimal bonus = new BigDecimal(call[11]).subtract(BigDecimal.ONE);
        BigDecimal actual = new BigDecimal(call[5]);
        BigDecimal expected = seized(call, bonus);
        if (isWithin(actual, expected, "0.0001")) {
            return EXACT;
        }
        if (isWithin(actual, expected, "0.002")) {
            return CLOSE;
        }
        BigDecimal ratio = actual.divide(seized(call, BigDecimal.ZERO), MathContext.DECIMAL64);
        BigDecimal halfPercents = ratio.multiply(BigDecimal.valueOf(200)).setScale(0, RoundingMode.HALF_UP);
        BigDecimal nearest = halfPercents.divide(BigDecimal.valueOf(200));
        boolean published = nearest.compareTo(BigDecimal.ONE) > 0 && nearest.compareTo(new BigDecimal("1.2")) <= 0;
        return published && isWithin(ratio, nearest, "0.0002") ? OTHER_BONUS : APART;
    }

    private static BigDecimal seized(String[] call, BigDecimal bonus) {
        var nothing = Holding.Terms.of(HaircutSchedule.NOTHING);
        Balances loan = new Balances(
                List.of(
                        new Holding("collateral", PLENTY, BigDecimal.ZERO, new BigDecimal(call[6]), nothing),
                        new Holding(
                                "debt", BigDecimal.ZERO, new BigDecimal(call[8]), new BigDecimal(call[9]), nothing)),
                BigDecimal.ZERO,
                FINE);
        return LoanLiquidation.of(
                        loan,
                        List.of(new Repayment("debt", BigDecimal.ONE, BigDecimal.ZERO)),
                        List.of(new Seizable("collateral", BigDecimal.ONE, bonus, BigDecimal.ZERO)))
                .seized()
                .getFirst()
                .quantity();
    }

    private static boolean isWithin(BigDecimal actual, BigDecimal expected, String fraction) {
        return actual.subtract(expected).abs().compareTo(expected.abs().multiply(new BigDecimal(fraction))) <= 0;
    }

    private static void isInTheDocs(String table) throws Exception {
        assertTrue(
                Files.readString(Path.of("docs/real-outcomes.md")).contains(table),
                () -> "docs/real-outcomes.md should have\n" + table);
    }

    /** Without the header and the rows that are given twice. */
    private static Set<String> calls() throws Exception {
        return new LinkedHashSet<>(allLines());
    }

    private static List<String> allLines() throws Exception {
        try (var reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(RealData.file(CALLS))), UTF_8))) {
            return reader.lines().skip(1).toList();
        }
    }
}
