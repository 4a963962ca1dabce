package io.plimsoll.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import io.plimsoll.rules.straight.StraightRules;
import java.util.List;
import java.util.Map;

/** Runs rules by the engine, plainly and as straight code, and holds them to one another: whatever a test asks of the engine it asks of all. */
public record AllEvaluators(CompiledRules engine, PlainRules plain, StraightRules straight) implements RunnableRules {

    /** @param engine made of the same rules */
    public static AllEvaluators of(CompiledRules engine, CheckedRules checked) {
        return new AllEvaluators(engine, PlainRules.of(checked), StraightRules.of(checked));
    }

    @Override
    public RuleBook with(Map<String, List<Map<String, Object>>> rows, EvaluationLimits limits) {
        RuleBook byEngine = engine.with(rows, limits);
        List<RuleBook> others =
                List.of(plain.observedBy(Observer.NONE).with(rows, limits), straight.with(rows, limits));
        for (RuleBook other : others) {
            assertEquals(byEngine.traits(), other.traits());
        }
        return byEngine.askedBy((stage, view) -> same(byEngine, others, stage, view));
    }

    private static Proposals same(RuleBook byEngine, List<RuleBook> others, Stage stage, View view) {
        Proposals expected = byEngine.propose(stage, view);
        for (RuleBook other : others) {
            Proposals actual = other.propose(stage, view);
            assertEquals(inOrder(expected.all()), inOrder(actual.all()), () -> stage.topic() + " rules by " + other);
            assertEquals(inOrder(expected.failures()), inOrder(actual.failures()));
        }
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
