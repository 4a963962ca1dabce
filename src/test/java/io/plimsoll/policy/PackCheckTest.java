package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.money.Rounding;
import io.plimsoll.money.Rounding.Direction;
import io.plimsoll.policy.pack.Code;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.check.Finding;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackCheckTest {
    /** Each edit of a sound pack, and the one place where the check must point. */
    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # file             | text                                                | becomes                                             | code                     | line | column
            pack.yaml          | owner: tests                                        | ownr: tests                                         | UNKNOWN_KEY              | 3    | 1
            pack.yaml          | owner: tests                                        | (nothing)                                           | MISSING_KEY              | 1    | 1
            pack.yaml          | owner: tests                                        | owner: [tests]                                      | WRONG_TYPE               | 3    | 8
            pack.yaml          | name: small                                         | name: tiny                                          | PACK_NAME                | 1    | 7
            pack.yaml          | settles-in: USDT                                    | settles-in: USDT\\nsettles-in: USDC                  | YAML_DUPLICATE_KEY       | 5    | 1
            pack.yaml          | settles-in: USDT                                    | settles-in: &a USDT                                 | YAML_ALIAS               | 4    | 13
            pack.yaml          | settles-in: USDT                                    | settles-in: !!str USDT                              | YAML_TAG                 | 4    | 13
            pack.yaml          | settles-in: USDT                                    | settles-in: 'USDT                                   | YAML_SYNTAX              | 4    | 13
            pack.yaml          | amounts: 2                                          | amounts: 2.5                                        | VALUE                    | 18   | 21
            pack.yaml          | amounts: 2                                          | amounts: 19                                         | VALUE                    | 18   | 21
            pack.yaml          | MOVES_WITH_PRICE                                    | MOVES_WITH_PRICES                                   | VALUE                    | 19   | 34
            pack.yaml          | rules/threshold/twins.drl                           | rules/threshold/twin.drl                            | FILE_MISSING             | 11   | 5
            pack.yaml          | rules/threshold/twins.drl                           | rules/../pack.yaml                                  | RULE_FILE_PATH           | 11   | 5
            pack.yaml          | rules/threshold/twins.drl                           | rules/margin/brackets.drl                           | RULE_FILE_TWICE          | 11   | 5
            pack.yaml          | tables/right.csv                                    | tables/rigth.csv                                    | FILE_MISSING             | 15   | 10
            pack.yaml          | tables/right.csv                                    | ../other/tables/right.csv                           | FILE_OUTSIDE             | 15   | 10
            pack.yaml          | tables/right.csv                                    | /etc/passwd                                         | FILE_OUTSIDE             | 15   | 10
            pack.yaml          | Haircut: tables                                     | Haircutt: tables                                    | TYPE_UNKNOWN             | 13   | 3
            pack.yaml          | Left: {number: 1}                                   | Other: {number: 1}                                  | TYPE_WITHOUT_ROWS        | 1    | 1
            pack.yaml          | Left: {number: 1}                                   | Left: {number: 1}\\n  Right: {account: A, number: 1} | TYPE_TWICE               | 18   | 3
            pack.yaml          | Left: {number: 1}                                   | Left: {number: one}                                 | CELL_VALUE               | 17   | 18
            pack.yaml          | Left: {number: 1}                                   | Left: {numbr: 1}                                    | UNKNOWN_KEY              | 17   | 10
            tables/bracket.csv | instrument,floor                                    | instrument,flor                                     | HEADER_UNKNOWN           | 2    | 12
            tables/bracket.csv | ,initialRate,maintenanceRate                        | ,initialRate                                        | HEADER_MISSING           | 2    | 1
            tables/bracket.csv | instrument,floor,cap                                | instrument,cap,cap                                  | HEADER_TWICE             | 2    | 16
            tables/bracket.csv | AAA,50000,250000,0.02                               | AAA,50000,250000                                    | CELL_COUNT               | 4    | 1
            tables/bracket.csv | AAA,50000,250000,0.02                               | AAA,50000,,0.02                                     | CELL_EMPTY               | 4    | 11
            tables/bracket.csv | AAA,50000,250000,0.02                               | AAA,50000,250000,2%                                 | CELL_VALUE               | 4    | 18
            tables/bracket.csv | AAA,0,                                              | AAA,1,                                              | BRACKET_START            | 3    | 5
            tables/bracket.csv | AAA,50000,                                          | AAA,50001,                                          | BRACKET_GAP              | 4    | 5
            tables/bracket.csv | AAA,50000,                                          | AAA,49999,                                          | BRACKET_OVERLAP          | 4    | 5
            tables/bracket.csv | AAA,50000,                                          | AAA,0,                                              | BRACKET_ORDER            | 4    | 5
            tables/bracket.csv | 1000000,0.05                                        | 250000,0.05                                         | BRACKET_CAP              | 5    | 12
            tables/bracket.csv | 0.1,0.05,0                                          | 0.1,1.05,0                                          | RATE_RANGE               | 6    | 19
            tables/bracket.csv | 0.02,0.005,50                                       | 0.009,0.005,50                                      | RATE_FALLS               | 4    | 18
            tables/bracket.csv | 0.1,0.05,0                                          | 0.04,0.05,0                                         | RATE_ORDER               | 6    | 15
            tables/bracket.csv | 0.02,0.005,50                                       | 0.02,0.005,51                                       | DEDUCTION                | 4    | 29
            tables/bracket.csv | BBB,                                                | AAA,0,50000,0.01,0.004,0\\nBBB,                      | ROW_TWICE                | 6    | 1
            tables/haircut.csv | BTC,0.05                                            | BTC,1.05                                            | RATE_RANGE               | 4    | 5
            tables/haircut.csv | BTC,0.05                                            | USDT,0.05                                           | KEY_TWICE                | 4    | 1
            tables/haircut.csv | BTC,0.05                                            | BTC,1e-40                                           | CELL_VALUE               | 4    | 5
            tables/haircut.csv | BTC,0.05                                            | "BTC,0.05                                           | CSV_SYNTAX               | 4    | 1
            pack.yaml          | rounding: {amounts: 2, prices: 6, ratios: 6}         | rounding: {amounts: 2, prices: 6, ratios: 6, requirements: AWAY} | VALUE | 18 | 60
            scenarios/all.yaml | suite: everything                                   | suit: everything                                    | UNKNOWN_KEY              | 1    | 1
            scenarios/all.yaml | outcome: WARNING                                    | outcme: WARNING                                     | UNKNOWN_KEY              | 20   | 7
            scenarios/all.yaml | [MRG-1, THR-1]                                      | [MRG-1, THR-3]                                      | RULE_UNKNOWN             | 24   | 22
            scenarios/all.yaml | quantity: 900                                       | quantity: lots                                      | SNAPSHOT_FAULT           | 13   | 22
            scenarios/all.yaml | segment: RETAIL                                     | segmnt: RETAIL                                      | SNAPSHOT_FAULT           | 10   | 11
            scenarios/all.yaml | expect: {outcome: WARNING, figures: {equity: 1000}} | expect: {}                                          | CASE_WITHOUT_EXPECTATION | 27   | 11
            scenarios/all.yaml | name: more cash                                     | name: twins that agree warn                         | CASE_NAME_TWICE          | 27   | 11
            scenarios/all.yaml | collateral: {USDT: {quantity: 1000}}                | /collateral/7/quantity: 1000                        | CHANGE                   | 29   | 7
            scenarios/all.yaml | maintenanceRate: 0.05, deduction: 0                 | maintenanceRate: 0.2, deduction: 0                  | RATE_ORDER               | 5    | 63
            pack.yaml | segment: [RETAIL, PRO] | segment: [] | VALUE | 6 | 12
            scenarios/all.yaml | figures: {equity: 1000} | figures: {} | CASE_WITHOUT_EXPECTATION | 30 | 41
            scenarios/all.yaml | {outcome: WARNING, figures: {equity | {outcome: WARNNG, figures: {equity | VALUE | 30 | 23
            scenarios/all.yaml | suite: everything | suite: everything\\n\tmore: 1 | YAML_SYNTAX | 2 | 1
            tables/haircut.csv | asset,haircut | asset;haircut | CSV_SYNTAX | 2 | 1
            scenarios/all.yaml | figures: {equity: 1000} | fired: [] | CASE_WITHOUT_EXPECTATION | 30 | 39
            """)
    void aBrokenEditIsFoundWhereItStands(
            String file, String text, String replacement, Code code, int line, int column) {
        // Given
        String path = "policies/small/" + file;
        PolicyFiles files = TestPacks.smallWith(
                path, text, replacement.replace("(nothing)", "").replace("\\n", "\n"));

        // When
        PackCheck check = PackCheck.of(files, "small");

        // Then
        assertTrue(check.candidate().isEmpty(), () -> "nothing was found: " + check.findings());
        List<String> places = check.findings().stream()
                .filter(finding -> finding.code().equals(code.id()))
                .map(finding -> finding.file() + ":" + finding.range())
                .toList();
        assertTrue(places.contains(path + ":" + line + ":" + column), () -> "found " + check.findings());
    }

    @Test
    void aPackMaySayWhichWayItRounds() {
        String usual = "rounding: {amounts: 2, prices: 6, ratios: 6}";
        PolicyFiles other = TestPacks.smallWith(
                "policies/small/pack.yaml",
                usual,
                "rounding: {amounts: 2, prices: 6, ratios: 6, requirements: DOWN, values: HALF_EVEN, reports: UP}");

        assertEquals(
                new Rounding(2, 6, 6),
                PackCheck.of(TestPacks.small(), "small")
                        .candidate()
                        .orElseThrow()
                        .manifest()
                        .rounding());
        assertEquals(
                new Rounding(2, 6, 6, Direction.DOWN, Direction.HALF_EVEN, Direction.UP),
                PackCheck.of(other, "small")
                        .candidate()
                        .orElseThrow()
                        .manifest()
                        .rounding());
    }

    @Test
    void aConditionThatOnlyLooksLikeOneIsPointedOut() {
        List<Finding> findings = check(TestPacks.smallWith("policies/small/pack.yaml", "segment:", "segmnt:"));
        assertEquals(List.of("policies/small/pack.yaml:6:3 warning PLM-721"), places(findings));
        assertEquals("did you mean `segment`?", findings.getFirst().hint());
    }

    @Test
    void packsThatFitTheSameSnapshotsArePointedOut() {
        String manifest =
                TestPacks.small().file("policies/small/pack.yaml").orElseThrow().text();
        List<Finding> overlapping = check(
                TestPacks.smallWithFile("policies/other/pack.yaml", manifest.replace("name: small", "name: other")));
        List<Finding> apart = check(TestPacks.smallWithFile(
                "policies/other/pack.yaml",
                manifest.replace("name: small", "name: other").replace("venue: TEST", "venue: ELSEWHERE")));
        assertEquals(List.of("policies/small/pack.yaml:6:3 warning PLM-740"), places(overlapping));
        assertEquals(List.of(), apart);
    }

    @Test
    void ofAThousandFaultsTheFirstAreShownAndTheRestCounted() {
        String rows = "AAA,0,1,0.1,0.05,zero\n".repeat(1_000);
        List<Finding> findings = check(TestPacks.smallWith("policies/small/tables/bracket.csv", "BBB,", rows + "BBB,"));
        assertEquals(101, findings.size());
        assertEquals(
                "900 further findings in this file are not shown",
                findings.getLast().message());
    }

    @Test
    void aTableOfManyRowsIsReadInGoodTime() {
        // Given
        StringBuilder rows = new StringBuilder("account,number\n");
        for (int i = 0; i < 200_000; i++) {
            rows.append("A-").append(i).append(",1\n");
        }

        // When
        long began = System.nanoTime();
        PackCheck check =
                PackCheck.of(TestPacks.smallWithFile("policies/small/tables/right.csv", rows.toString()), "small");
        long seconds = (System.nanoTime() - began) / 1_000_000_000;

        // Then
        assertEquals(
                200_000, check.candidate().orElseThrow().tables().get("Right").size());
        assertTrue(seconds < 20, "took " + seconds + " s");
    }

    @Test
    void aBomAndWindowsLineEndsAreTaken() {
        PolicyFiles files = TestPacks.smallWithFile(
                "policies/small/tables/right.csv", "\uFEFFaccount,number\r\n# of Excel\r\nANY,1\r\n");
        assertEquals(List.of(), check(files));
    }

    private static List<Finding> check(PolicyFiles files) {
        return PackCheck.of(files, "small").findings();
    }

    private static List<String> places(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.file() + ":" + finding.range() + " "
                        + finding.severity().name().toLowerCase(Locale.ROOT) + " " + finding.code())
                .toList();
    }

    @Test
    void aWrongDeductionMakesNoOtherLookWrong() {
        List<Finding> findings = PackCheck.of(
                        TestPacks.smallWith("policies/small/tables/bracket.csv", "0.02,0.005,50", "0.02,0.005,51"),
                        "small")
                .findings();

        assertEquals(
                List.of("brackets of `AAA`: deduction must be 50 = 0 + 50000 · (0.005 − 0.004), was 51"),
                findings.stream().map(Finding::message).toList());
    }
}
