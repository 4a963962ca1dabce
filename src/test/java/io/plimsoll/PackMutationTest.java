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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scenarios of the shipped packs hit every limit and notice every small change of a rule, but for those that are named here. */
class PackMutationTest {

    @Test
    void everyChangeOfAPerpetualsRuleIsNoticed() throws Exception {
        assertEquals(List.of(), unnoticed("perpetuals", 300));
    }

    /** The venue of 2023 reduced nothing: its liquidation stage never runs for an outcome that closes nothing. */
    @Test
    void everyChangeOfAHyperliquidRuleIsNoticedThatCanShow() throws Exception {
        List<String> rules =
                unnoticed("hyperliquid-2023", 150).stream().map(Verdict::rule).toList();
        assertEquals(List.of("LIQ-010"), rules);
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
