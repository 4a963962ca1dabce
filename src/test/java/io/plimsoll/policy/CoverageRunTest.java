package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.policy.coverage.CoverageHtml;
import io.plimsoll.policy.coverage.CoverageRun;
import io.plimsoll.policy.coverage.PackCoverage;
import io.plimsoll.policy.coverage.PackCoverage.Part;
import io.plimsoll.policy.coverage.PackCoverage.RuleCoverage;
import io.plimsoll.policy.pack.PolicyFiles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scenarios reach. The small pack has two cases: equity 900 and 1000, maintenance margin 500, one position. */
class CoverageRunTest {
    private static final String RULES = "rules/threshold/twins.drl";

    /** A condition, and what the two cases show of each of its parts; {@code -} stands before what they do not. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            MarginAccount( equity < 900 )                      ~ never ~ equity < 900: -holds fails -below at above
            MarginAccount( equity <= 900 )                     ~ fired ~ equity <= 900: holds fails -below at above
            MarginAccount( equity > 900 )                      ~ fired ~ equity > 900: holds fails -below at above
            MarginAccount( 950 > equity )                      ~ fired ~ 950 > equity: holds fails below -at above
            MarginAccount( equity < 100 )                      ~ never ~ equity < 100: -holds fails -below -at above
            MarginAccount( mode == "CROSS" )                   ~ fired ~ mode == "CROSS": holds -fails
            MarginAccount( marginRatio != null, equity > 0 )   ~ fired ~ marginRatio != null: holds -fails; equity > 0: holds -fails -below -at above
            MarginAccount( equity == 900 || equity == 1000 ) ~ fired ~ equity == 900: holds fails; equity == 1000: holds -fails
            MarginAccount( mode in ("ISOLATED") )              ~ never ~ mode in ("ISOLATED"): -holds fails
            Account( openOrderCount > 0 )                      ~ never ~ openOrderCount > 0: -holds fails at -above
            not MarginCall()                                   ~ fired ~ not MarginCall(): holds -fails
            exists Position( quantity > 100 )                  ~ never ~ exists Position( quantity > 100 ): -holds fails; quantity > 100: -holds fails -below at -above
            ( Position() or OpenOrder() )                      ~ fired ~ Position(): holds; OpenOrder(): -holds
            """)
    void aRulesPartsAreSeenOrNot(String condition, String fired, String parts) {
        // Given
        PackCoverage coverage = coverage(condition);

        // When
        RuleCoverage rule = coverage.rules().stream()
                .filter(one -> one.info().id().equals("THR-3"))
                .findFirst()
                .orElseThrow();

        // Then
        assertEquals(
                parts,
                String.join(
                        "; ",
                        rule.parts().stream().map(CoverageRunTest::described).toList()));
        assertEquals(fired.equals("fired"), rule.fired());
        assertTrue(rule.evaluated());
        assertEquals(rule.fired(), rule.won());
    }

    @Test
    void rowsOfThePackAreCountedAndThoseOfSuitesAreNot() {
        // When
        PackCoverage coverage = CoverageRun.of(candidate(TestPacks.small()), name -> true);

        // Then
        var brackets = coverage.tables().stream()
                .filter(table -> table.type().equals("Bracket"))
                .findFirst()
                .orElseThrow();
        assertEquals("policies/small/tables/bracket.csv", brackets.file());
        assertTrue(
                brackets.rows().stream().noneMatch(PackCoverage.RowCoverage::hit), "the suite brings its own bracket");
        assertTrue(coverage.rows().reached() > 0
                && coverage.rows().reached() < coverage.rows().all());
    }

    @Test
    void onlyTheWantedCasesCount() {
        assertEquals(
                1,
                CoverageRun.of(candidate(TestPacks.small()), "more cash"::equals)
                        .cases());
    }

    @Test
    void thePageTakesNothingForMarkup() {
        // Given
        PackCoverage coverage = coverage("Account( accountId == \"<script>alert(1)</script>\" )");

        // When
        String page = CoverageHtml.page(List.of(coverage));

        // Then
        assertFalse(page.contains("<script"), page);
        assertTrue(
                page.contains("<mark class=\"bad\" title=\"never holds\">accountId == &quot;&lt;script&gt;alert(1)"),
                page);
    }

    private static String described(Part part) {
        StringBuilder text = new StringBuilder(part.text()).append(':');
        part.goals().forEach(goal -> text.append(goal.seen() ? " " : " -").append(goal.name()));
        return text.toString();
    }

    private static PackCoverage coverage(String condition) {
        String rule = """

                rule "THR-3 what is tested"
                    @owner("tests") @source("tests")
                when
                    %s
                then
                    decide.liquidate("tested");
                end
                """.formatted(condition);
        String before = TestPacks.small().file(RULES).orElseThrow().text();
        return CoverageRun.of(candidate(TestPacks.smallWithFile(RULES, before + rule)), name -> true);
    }

    private static Candidate candidate(PolicyFiles files) {
        PackCheck check = PackCheck.of(files, "small");
        return check.candidate()
                .orElseThrow(() -> new AssertionError(check.findings().toString()));
    }
}
