package io.plimsoll.policy;

import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.RuleTraits;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.rules.Failures;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Rules that the engine runs where the straight evaluator fails.
 *
 * @param engine empty until it is compiled; then a failure is the stage's, and the decision HOLD
 * @param failed told of each failure that the engine does not share
 */
record GuardedRules(RuleBook straight, Supplier<Optional<RuleBook>> engine, BiConsumer<Stage, Throwable> failed)
        implements RuleBook {

    @Override
    public Proposals propose(Stage stage, View view) {
        try {
            return straight.propose(stage, view);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            Optional<RuleBook> reference = engine.get();
            Proposals proposals = reference.isPresent()
                    ? reference.get().propose(stage, view)
                    : Failures.nothingBut(Failures.stageFailed(stage, e));
            failed.accept(stage, e);
            return proposals;
        }
    }

    @Override
    public RuleTraits traits() {
        return straight.traits();
    }
}
