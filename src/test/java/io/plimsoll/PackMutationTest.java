package io.plimsoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.policy.coverage.CoverageRun;
import io.plimsoll.policy.coverage.PackCoverage;
import io.plimsoll.policy.mutation.MutationReport;
import io.plimsoll.policy.mutation.MutationReport.Fate;
import io.plimsoll.policy.mutation.MutationReport.Verdict;
import io.plimsoll.policy.mutation.MutationRun;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scenarios of the shipped packs hit every limit and notice every small change of a rule, but for those that are named here. */
class PackMutationTest {

    /**
     * What is not noticed asks for an outcome, and no other that runs the liquidation stage is one of the pack's: it only blocks new risk where a
     * rule says so, and Hyperliquid's backstop liquidates nothing.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    adaptive         | 250 |
                    clearing         | 200 | LIQ-010
                    four-level       | 130 |
                    hyperliquid      | 100 | LIQ-010 LIQ-010
                    hyperliquid-2023 | 80  | LIQ-010
                    inverse          | 150 | LIQ-010
                    lending          | 100 |
                    options          | 300 |
                    perpetuals       | 300 |
                    spot-margin      | 100 | LIQ-210 LIQ-211 LIQ-212
                    """)
    void everyChangeOfARuleIsNoticedThatCanShow(String pack, int changesMin, @Nullable String unnoticed)
            throws Exception {
        assertEquals(
                unnoticed == null ? "" : unnoticed,
                unnoticed(pack, changesMin).stream().map(Verdict::rule).collect(Collectors.joining(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"perpetuals", "hyperliquid-2023", "clearing"})
    void everyLimitIsHitBelowAtAndAbove(String pack) throws Exception {
        // When
        PackCoverage coverage = CoverageRun.of(ShippedPacks.candidate(pack), name -> true);

        // Then
        assertEquals(100, coverage.limits().percent());
        assertEquals(100, coverage.fired().percent());
    }

    private static List<Verdict> unnoticed(String pack, int changesMin) throws Exception {
        MutationReport report = MutationRun.of(ShippedPacks.candidate(pack), id -> true, false, (done, all) -> {});
        assertTrue(report.verdicts().size() > changesMin, report.verdicts().size() + " changes");
        return report.verdicts().stream()
                .filter(verdict -> verdict.fate() != Fate.KILLED)
                .toList();
    }
}
