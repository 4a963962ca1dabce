package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.plimsoll.policy.scenario.ScenarioRun;
import io.plimsoll.rules.AllEvaluators;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.RuleCompiler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** TRG-2, TRG-5 and EXP-3: a pack of one rule for each kind of trigger, whose scenarios show each fire alone, below, at and above its limit. */
class TriggersTest {

    @TestFactory
    List<DynamicTest> eachKindOfTriggerFiresAlone() throws Exception {
        PackCheck check = PackCheck.of(TestPacks.read(Path.of("src/test/resources/triggers")), "triggers");
        assertEquals(List.of(), check.findings());
        Candidate pack = check.candidate().orElseThrow();
        List<DynamicTest> tests = new ArrayList<>();
        try (CompiledRules rules = RuleCompiler.compile(pack.rules())) {
            for (ScenarioRun.Result result : pack.run(AllEvaluators.of(rules, pack.rules()), name -> true)
                    .results()) {
                tests.add(dynamicTest(
                        result.scenario().name(),
                        () -> assertTrue(result.passed(), () -> result.mismatches() + "; " + result.summary())));
            }
        }
        assertTrue(tests.size() > 30, "only " + tests.size() + " scenarios were found");
        return tests;
    }
}
