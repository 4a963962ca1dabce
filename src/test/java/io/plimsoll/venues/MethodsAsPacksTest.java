package io.plimsoll.venues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.PackCheck;
import io.plimsoll.policy.TestPacks;
import io.plimsoll.policy.scenario.ScenarioRun;
import io.plimsoll.rules.AllEvaluators;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.RuleCompiler;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Methods that no shipped pack has, each written as a pack; its scenarios are the venue's own cases, or hold what the method says. */
class MethodsAsPacksTest {

    private static final Path HOME = Path.of("src/test/resources/suites");

    @Test
    void driftWeighsAssetsDebtsAndProfits() throws Exception {
        holds("drift", 10);
    }

    @Test
    void historicalSimulationMovesEachInstrumentByItsOwnReturn() throws Exception {
        holds("history", 6);
    }

    @Test
    void deriveTakesTheLesserOfNakedOptionsAndTheirLargestLoss() throws Exception {
        holds("derive", 7);
    }

    @Test
    void riskMatricesMoveVolatilitiesByTheTimeToExpiry() throws Exception {
        holds("risk-matrix", 5);
    }

    private static void holds(String name, int cases) throws Exception {
        PackCheck check = PackCheck.of(TestPacks.read(HOME), name);
        assertEquals(List.of(), check.findings());
        Candidate pack = check.candidate().orElseThrow();
        try (CompiledRules rules = RuleCompiler.compile(pack.rules())) {
            List<ScenarioRun.Result> results =
                    pack.run(AllEvaluators.of(rules, pack.rules()), any -> true).results();
            assertEquals(cases, results.size());
            for (ScenarioRun.Result result : results) {
                assertTrue(
                        result.passed(),
                        () -> result.scenario().name() + ": " + result.mismatches() + "; " + result.summary());
            }
        }
    }
}
