package io.plimsoll.policy;

import io.plimsoll.rules.RunnableRules;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.straight.StraightRules;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How rules are run.
 *
 * @param evaluator where the rules allow it
 * @param straight makes the straight evaluator of checked rules
 * @param background compiles for the engine what the straight evaluator already runs, one task at a time
 * @param faults told of each, by any thread
 */
public record Evaluating(
        Evaluator evaluator,
        Function<CheckedRules, RunnableRules> straight,
        Executor background,
        Consumer<EvaluatorFault> faults) {

    /** By the engine alone. */
    public static final Evaluating BY_ENGINE = of(Evaluator.ENGINE, task -> {}, fault -> {});

    public static Evaluating of(Evaluator evaluator, Executor background, Consumer<EvaluatorFault> faults) {
        return new Evaluating(evaluator, StraightRules::of, background, faults);
    }
}
