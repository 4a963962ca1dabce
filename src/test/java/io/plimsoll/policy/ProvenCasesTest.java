package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.scenario.ScenarioRun;
import io.plimsoll.rules.CompiledRules;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A case is decided again exactly if something that its decision depends on has changed. */
class ProvenCasesTest {

    private static final String PACK = "policies/small/";

    private static CompiledRules compiled;
    private static ProvenCases proven;

    @BeforeAll
    static void proveTheSmallPack() throws Exception {
        Candidate candidate = candidate(TestPacks.small());
        compiled = candidate.compile();
        proven = ProvenCases.by(candidate.run(compiled, ProvenCases.NONE), candidate, compiled);
    }

    @AfterAll
    static void close() {
        compiled.close();
    }

    @ParameterizedTest(name = "{1} -> {2}: decided again {3}")
    @CsvSource(delimiter = '|', textBlock = """
            pack.yaml            | The smallest pack       | A small pack            | false
            tables/bracket.csv   | BBB,0,1000000,0.1,0.05  | BBB,0,1000000,0.2,0.05  | false
            tables/haircut.csv   | BTC,0.05                | BTC,0.06                | false
            tables/haircut.csv   | USDT,0                  | USDT,0.01               | true
            tables/right.csv     | ANY,1                   | ANY,2                   | true
            pack.yaml            | amounts: 2              | amounts: 3              | true
            pack.yaml            | number: 1               | number: 2               | true
            pack.yaml            | MOVES_WITH_PRICE        | FIXED_AT_MARK           | true
            scenarios/all.yaml   | One position of 100     | A position of 100       | true
            """)
    void aCaseIsDecidedAgainIfItsDecisionMayHaveChanged(String file, String text, String replacement, boolean again) {
        Candidate edited = candidate(TestPacks.smallWith(PACK + file, text, replacement));

        ScenarioRun run = edited.run(compiled, proven);

        assertTrue(run.results().size() > 1);
        assertEquals(again ? run.results().size() : 0, decided(run));
    }

    @Test
    void withOtherRulesEveryCaseIsDecidedAgain() throws Exception {
        Candidate same = candidate(TestPacks.small());
        try (CompiledRules others = same.compile()) {
            ScenarioRun run = same.run(others, proven);

            assertEquals(run.results().size(), decided(run));
        }
    }

    private static long decided(ScenarioRun run) {
        return run.results().stream()
                .filter(result -> !result.took().equals(Duration.ZERO))
                .count();
    }

    private static Candidate candidate(PolicyFiles files) {
        PackCheck check = PackCheck.of(files, "small");
        return check.candidate()
                .orElseThrow(() -> new AssertionError(check.findings().toString()));
    }
}
