package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.scenario.ScenarioRun;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.check.Finding;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases with a table of parameters. */
class CaseTableTest {
    private static final String SUITE = "policies/small/scenarios/all.yaml";

    private static final String LIMITS = """
              - name: cash of ${cash} is ${outcome}
                with:
                  - {cash: 999.99, outcome: MARGIN_CALL, fired: [THR-1, THR-2]}
                  - {cash: 1000, outcome: WARNING, fired: THR-1}
                given: {/collateral/0/quantity: "${cash}"}
                expect: {outcome: "${outcome}", figures: {equity: "${cash}"}, fired: "${fired}"}
            """;

    @Test
    void eachRowIsACaseOfItsOwnNameAndPlace() throws Exception {
        // When
        ScenarioRun run = run(LIMITS.replace("MARGIN_CALL", "WARNING").replace("[THR-1, THR-2]", "THR-1"));

        // Then
        assertEquals(List.of(), run.findings());
        assertEquals(
                List.of("cash of 999.99 is WARNING at 33:9", "cash of 1000 is WARNING at 34:9"),
                run.results().stream()
                        .map(result -> result.scenario().name() + " at "
                                + result.scenario().place())
                        .toList());
    }

    @Test
    void aRowThatFailsIsShownAtItsValue() throws Exception {
        // When
        ScenarioRun run = run(LIMITS);

        // Then
        assertEquals(
                List.of("33:33 outcome MARGIN_CALL WARNING", "33:61 fired THR-2 fired: [COL-1, MRG-1, THR-1]"),
                run.results().getFirst().mismatches().stream()
                        .map(mismatch -> mismatch.range() + " " + mismatch.path() + " " + mismatch.expected() + " "
                                + mismatch.actual())
                        .toList());
        assertTrue(run.results().getLast().passed());
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            fired: THR-1}                 | fired: THR-1, extra: 1}          | 34:54 PLM-859 the case does not use `extra`
            outcome: WARNING,             | outcme: WARNING,                 | 31:11 PLM-858 the row in line 34 gives no `outcome`; 34:22 PLM-859 the case does not use `outcme`; 36:23 PLM-858 the row in line 34 gives no `outcome`
            cash of ${cash} is ${outcome} | limits                           | 34:9 PLM-853 the suite has a case `limits` already
            outcome: WARNING,             | outcome: [WARNING],              | 34:31 PLM-723 `outcome` stands within a text and must be a single value, found a list
            """)
    void aTableThatDoesNotFitIsAFinding(String text, String replacement, String found) {
        // When
        List<Finding> findings = check(LIMITS.replace(text, replacement)).findings();

        // Then
        String described = String.join(
                "; ",
                findings.stream()
                        .map(finding -> finding.range() + " " + finding.code() + " " + finding.message())
                        .toList());
        assertEquals(found, described);
    }

    @Test
    void aParameterWithoutATableStandsForNothing() {
        // When
        List<Finding> findings = check("  - {name: \"cash of ${cash}\", expect: {outcome: WARNING}}\n")
                .findings();

        // Then
        assertEquals(1, findings.size());
        assertEquals(
                "`${cash}` stands for nothing: the case has no `with:`",
                findings.getFirst().message());
    }

    @ParameterizedTest
    @CsvSource({"1998, 0", "1999, 1"})
    void aSuiteHasTwoThousandCasesAtMost(int rows, int findings) {
        String cases = "  - name: case ${n}\n    with:\n" + "      - {n: %d}\n".repeat(rows)
                + "    expect: {outcome: WARNING}\n";
        Object[] numbers = IntStream.range(0, rows).boxed().toArray();
        assertEquals(findings, check(cases.formatted(numbers)).findings().size());
    }

    @Test
    void aFewLinesCannotStandForGigabytes() {
        // Given
        String text = "x".repeat(100_000);
        String cases = "  - name: case ${a}\n    with: [{a: " + text + "}]\n    expect: {outcome: \""
                + "${a}".repeat(50_000) + "\"}\n";

        // When
        List<Finding> findings = check(cases).findings();

        // Then
        assertEquals("PLM-860", findings.getFirst().code());
    }

    private static ScenarioRun run(String cases) throws Exception {
        Candidate candidate = check(cases).candidate().orElseThrow();
        try (CompiledRules compiled = candidate.compile()) {
            return candidate.run(compiled, name -> name.startsWith("cash of"));
        }
    }

    private static PackCheck check(String cases) {
        String before = TestPacks.small().file(SUITE).orElseThrow().text();
        PolicyFiles files = TestPacks.smallWithFile(SUITE, before + cases);
        return PackCheck.of(files, "small");
    }
}
