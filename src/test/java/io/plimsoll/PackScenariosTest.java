package io.plimsoll;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.scenario.ScenarioRun;
import io.plimsoll.rules.AllEvaluators;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.RuleCompiler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every scenario of every shipped pack, as a test of its own; each by the engine, plainly and as straight code, which must agree at every stage. */
class PackScenariosTest {

    @TestFactory
    List<DynamicTest> everyScenarioOfEveryPackHolds() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (String pack : ShippedPacks.names()) {
            Candidate candidate = ShippedPacks.candidate(pack);
            try (CompiledRules rules = RuleCompiler.compile(candidate.rules())) {
                AllEvaluators all = AllEvaluators.of(rules, candidate.rules());
                for (ScenarioRun.Result result :
                        candidate.run(all, name -> true).results()) {
                    tests.add(dynamicTest(
                            pack + ": " + result.scenario().name(),
                            () -> assertTrue(result.passed(), () -> result.mismatches() + "; " + result.summary())));
                }
            }
        }
        assertTrue(tests.size() > 100, "only " + tests.size() + " scenarios were found");
        return tests;
    }
}
