package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.policy.scenario.ScenarioRun;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.RuleCompiler;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioRunTest {
    @Test
    void theSmallPackIsSoundAndProved() throws Exception {
        // When
        PackCheck check = PackCheck.of(TestPacks.small(), "small");

        // Then
        assertEquals(List.of(), check.findings());
        try (CompiledRules compiled =
                RuleCompiler.compile(check.candidate().orElseThrow().rules())) {
            ScenarioRun run = check.candidate().orElseThrow().run(compiled, name -> true);
            assertEquals(List.of(), run.findings());
            assertEquals(2, run.results().size());
        }
    }
}
