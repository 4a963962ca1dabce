package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.scenario.ScenarioRun;
import io.plimsoll.policy.scenario.ScenarioRun.Mismatch;
import io.plimsoll.rules.CompiledRules;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioRunTest {
    private static final String SUITE = "policies/small/scenarios/all.yaml";
    private static final String EXPECT = "expect: {outcome: WARNING, figures: {equity: 1000}}";
    private static CompiledRules compiled;

    @BeforeAll
    static void compile() throws Exception {
        compiled = PackCheck.of(TestPacks.small(), "small")
                .candidate()
                .orElseThrow()
                .compile();
    }

    @AfterAll
    static void letGo() {
        compiled.close();
    }

    @Test
    void theSmallPackIsSoundAndProved() {
        // When
        PackCheck check = PackCheck.of(TestPacks.small(), "small");

        // Then
        assertEquals(List.of(), check.findings());
        ScenarioRun run = check.candidate().orElseThrow().run(compiled, name -> true);
        assertEquals(List.of(), run.findings());
        assertEquals(2, run.results().size());
    }

    /** What a case expects of a decision on 1000 of cash and 100 CASE at 100, and what is reported. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            figures: {equity: 1000.00}                                    | holds
            figures: {equity: 1e3}                                        | holds
            figures: {equity: 1000.0000000000000000000000000001}          | figures.equity: 1000.0000000000000000000000000001 / 1000.00
            figures: {equty: 1000}                                        | figures.equty: 1000 / no such field, there are equity, initialMargin, maintenanceMargin, marginRatio, settlementCurrency, unrealisedPnl, wallet
            figures: {equity: null}                                       | figures.equity: nothing / 1000.00
            figures: 1000                                                 | figures: 1000 / {"settlementCurrency":"USDT","wallet":"1000.00","unrealisedPnl":"0.00","equity":"1000.00","initialMargin":"1000.00","maintenanceMargin":"500.00","marginRatio":"2.000000"}
            outcome: HEALTHY                                              | outcome: HEALTHY / WARNING
            marginCall: null                                              | holds
            marginCall: {amount: 1}                                       | marginCall: amount / nothing
            withheld: null                                                | holds
            withheld: HEALTHY                                             | withheld: HEALTHY / no such field
            evaluatedAt: 2026-03-01T12:00:00.000Z                         | holds
            evaluatedAt: asOf                                             | holds
            evaluatedAt: asOf + PT1S                                      | evaluatedAt: asOf + PT1S / 2026-03-01T12:00:00Z
            positions: {CASE: {side: LONG}}                               | holds
            positions: {CASE LONG CROSS: {quantity: 100}}                 | holds
            positions: {CASE SHORT: {quantity: 100}}                      | positions.CASE SHORT: quantity / no such item among [CASE LONG CROSS]
            positions: {OTHER: null}                                      | holds
            positions: [{instrument: CASE}]                               | holds
            positions: []                                                 | positions: 0 items / 1 items
            marginAccounts: {CROSS: {outcome: WARNING}}                   | holds
            fired: THR-1                                                  | holds
            because: {THR-1: {proposed: WARNING}}                         | holds
            because: {MRG-1: {stage: MARGIN}}                             | because.MRG-1: stage / 2 items of that name
            because: {MRG-1 INITIAL_MARGIN: {stage: MARGIN}}              | holds
            won: [THR-1, MRG-1]                                           | holds
            notFired: [THR-2]                                             | holds
            fired: [THR-2]                                                | fired: THR-2 / fired: [COL-1, MRG-1, THR-1]
            """)
    void anExpectationIsComparedExactly(String expected, String reported) {
        // Given
        PolicyFiles files = TestPacks.smallWith(SUITE, EXPECT, "expect: {" + expected + "}");
        Candidate candidate = PackCheck.of(files, "small").candidate().orElseThrow();

        // When
        ScenarioRun run = candidate.run(compiled, name -> name.equals("more cash"));

        // Then
        List<String> mismatches = run.results().getFirst().mismatches().stream()
                .map(ScenarioRunTest::described)
                .toList();
        assertEquals(reported.equals("holds") ? List.of() : List.of(reported), mismatches);
    }

    private static String described(Mismatch mismatch) {
        return mismatch.path() + ": " + mismatch.expected() + " / " + mismatch.actual();
    }
}
