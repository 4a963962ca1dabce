package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.policy.mutation.MutationReport;
import io.plimsoll.policy.mutation.MutationReport.Fate;
import io.plimsoll.policy.mutation.MutationRun;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of a rule that cases notice or not. Each case is the equity of an account with one position and its outcome. */
class MutationRunTest {
    private static final String RULES = "rules/threshold/twins.drl";
    private static final String SUITE = "policies/small/scenarios/all.yaml";

    /** A constraint of a rule that blocks new risk, equities, and the changes that no case notices. */
    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource(delimiter = '~', textBlock = """
            equity < 950                        ~ 949.99 950 950.01 ~ ''
            equity <= 950                       ~ 949.99 950 950.01 ~ ''
            950 > equity                        ~ 949.99 950 950.01 ~ ''
            equity < 950                        ~ 900 950           ~ `950` 0.01 lower in `equity < 950`
            equity < 950                        ~ 949.99 951        ~ `<=` in place of `<` in `equity < 950`; `950` 0.01 higher in `equity < 950`
            equity < 950                        ~ 900 1000          ~ `<=` in place of `<` in `equity < 950`; `950` 0.01 higher in `equity < 950`; `950` 0.01 lower in `equity < 950`
            marginRatio != null, marginRatio < 1 ~ 499.99 500       ~ ''
            marginRatio != null, $ratio : marginRatio, $ratio < 1 ~ 499.99 500 ~ ''
            mode == "CROSS", equity < 950       ~ 949.99 950        ~ the constraint left out: `mode == "CROSS"`
            mode in ("CROSS", "ISOLATED"), equity < 950 ~ 949.99 950 ~ the constraint left out: `mode in ("CROSS", "ISOLATED")`; the value left out: `"ISOLATED"`
            sqrt(equity * equity) / 2 < 950 / 2B ~ 949.99 950 950.01 ~ ''
            equity < max(wallet, 0)             ~ 900               ~ the rule left out: `THR-3`; `max(wallet, 0)` 0.01 lower in `equity < max(wallet, 0)`; `min` in place of `max`: `max(wallet, 0)`
            equity < wallet - 100               ~ 900               ~ the rule left out: `THR-3`; `<=` in place of `<` in `equity < wallet - 100`; `wallet - 100` 0.01 higher in `equity < wallet - 100`; `wallet - 100` 0.01 lower in `equity < wallet - 100`
            """)
    void whatNoCaseNoticesIsNamed(String constraint, String equities, String survivors) {
        // Given
        Candidate pack = pack(constraint, equities);

        // When
        MutationReport report = mutated(pack);

        // Then
        String found = report.verdicts().stream()
                .filter(verdict -> verdict.fate() == Fate.SURVIVED)
                .map(verdict -> verdict.sentence().replaceFirst(".*THR-3 no case notices ", ""))
                .collect(Collectors.joining("; "));
        assertEquals(survivors, found);
    }

    @Test
    void aSurvivorIsNamedWithItsPlace() {
        // When
        MutationReport report = mutated(pack("equity < 950", "949.99 951"));

        // Then
        assertEquals(
                "rules/threshold/twins.drl:38:27 THR-3 no case notices `<=` in place of `<` in `equity < 950`",
                report.verdicts().stream()
                        .filter(verdict -> verdict.fate() == Fate.SURVIVED)
                        .findFirst()
                        .orElseThrow()
                        .sentence());
        assertTrue(report.killedPercent() < 100);
    }

    @Test
    void aPlaceWhereNoCaseComesIsNoSurvivor() {
        // When
        MutationReport report = mutated(pack("mode == \"ISOLATED\", equity < 950", "900"));

        // Then
        assertEquals(
                List.of(Fate.UNCOVERED),
                report.verdicts().stream()
                        .filter(verdict -> verdict.original().equals("<"))
                        .map(MutationReport.Verdict::fate)
                        .distinct()
                        .toList());
    }

    @Test
    void eachNumberOfThePacksOwnTablesIsMovedIfAsked() {
        // Given
        Candidate small = PackCheck.of(TestPacks.small(), "small").candidate().orElseThrow();

        // When
        MutationReport report = MutationRun.of(small, id -> false, true, (done, all) -> {});

        // Then
        List<String> ofLeft = report.verdicts().stream()
                .filter(verdict -> verdict.rule().equals("Left"))
                .map(verdict -> verdict.file() + ":" + verdict.range() + " " + verdict.words() + " " + verdict.fate())
                .toList();
        assertEquals(
                List.of(
                        "policies/small/pack.yaml:17:18 `number` 2 in place of `1` KILLED",
                        "policies/small/pack.yaml:17:18 `number` 0 in place of `1` KILLED"),
                ofLeft);
        assertTrue(
                report.verdicts().stream()
                        .filter(verdict -> verdict.rule().equals("Bracket"))
                        .allMatch(verdict -> verdict.fate() == Fate.UNCOVERED),
                "the suite brings its own bracket");
    }

    @Test
    void casesThatFailOnTheRulesAsTheyAreProveNothing() {
        // Given
        Candidate pack = pack("equity < 950", "950");
        Candidate broken = pack("equity <= 950", new String[] {"950 WARNING"});

        // Then
        assertTrue(mutated(pack).verdicts().size() > 3);
        assertThrows(IllegalArgumentException.class, () -> mutated(broken));
    }

    private static MutationReport mutated(Candidate pack) {
        return MutationRun.of(pack, "THR-3"::equals, false, (done, all) -> {});
    }

    private static Candidate pack(String constraint, String equities) {
        boolean below950 = constraint.contains("950");
        List<String> cases = new ArrayList<>();
        for (String equity : equities.split(" ")) {
            BigDecimal limit = new BigDecimal(below950 ? "950" : "500");
            int order = new BigDecimal(equity).compareTo(limit);
            boolean never = constraint.contains("wallet") || constraint.startsWith("mode == \"ISOLATED\"");
            boolean closed = !never && (order < 0 || (order == 0 && constraint.contains("<=")));
            cases.add(equity + " " + (closed ? "REDUCE_ONLY" : "WARNING"));
        }
        return pack(constraint, cases.toArray(String[]::new));
    }

    private static Candidate pack(String constraint, String[] cases) {
        String rule = """

                rule "THR-3 what is changed"
                    @owner("tests") @source("tests")
                when
                    MarginAccount( %s )
                then
                    decide.reduceOnly("changed");
                end
                """.formatted(constraint);
        StringBuilder suite = new StringBuilder();
        String before = TestPacks.small().file(SUITE).orElseThrow().text();
        suite.append(before, 0, before.indexOf("cases:")).append("cases:\n");
        for (String one : cases) {
            String[] parts = one.split(" ");
            suite.append("  - {name: \"%s\", given: {collateral: {USDT: {quantity: %s}}}, expect: {outcome: %s}}\n"
                    .formatted(one, parts[0], parts[1]));
        }
        List<PolicyFile> files = new ArrayList<>(TestPacks.small().readable().values());
        files.removeIf(file -> file.path().equals(SUITE) || file.path().equals(RULES));
        files.add(PolicyFile.of(SUITE, suite.toString()));
        files.add(
                PolicyFile.of(RULES, TestPacks.small().file(RULES).orElseThrow().text() + rule));
        PackCheck check = PackCheck.of(PolicyFiles.of(files), "small");
        return check.candidate()
                .orElseThrow(() -> new AssertionError(check.findings().toString()));
    }
}
