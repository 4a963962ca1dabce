package io.plimsoll.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import java.util.List;
import java.util.Map;

/** Runs rules by the engine and plainly, and holds the one to the other: whatever a test asks of the engine it also asks of both. */
public record BothEvaluators(CompiledRules engine, PlainRules plain) implements RunnableRules {

    @Override
    public RuleBook with(Map<String, List<Map<String, Object>>> rows, EvaluationLimits limits) {
        RuleBook byEngine = engine.with(rows, limits);
        RuleBook plainly = plain.observedBy(Observer.NONE).with(rows, limits);
        assertEquals(byEngine.looksAcrossPositions(), plainly.looksAcrossPositions());
        assertEquals(byEngine.saysInitialMargin(), plainly.saysInitialMargin());
        return byEngine.askedBy((stage, view) -> same(byEngine, plainly, stage, view));
    }

    private static Proposals same(RuleBook byEngine, RuleBook plainly, Stage stage, View view) {
        Proposals expected = byEngine.propose(stage, view);
        Proposals actual = plainly.propose(stage, view);
        assertEquals(inOrder(expected.all()), inOrder(actual.all()), () -> stage.topic() + " rules without the engine");
        assertEquals(inOrder(expected.failures()), inOrder(actual.failures()));
        return expected;
    }

    /** Order of firing means nothing. */
    private static List<String> inOrder(List<?> all) {
        return all.stream().map(Object::toString).sorted().toList();
    }

    void close() {
        engine.close();
    }
}
