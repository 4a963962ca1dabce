package io.plimsoll.decision;

import java.util.function.BiFunction;

/** The rules of one policy version. Safe for use by many threads; the same view always yields the same proposals. */
@FunctionalInterface
public interface RuleBook {

    /** What the stage's rules propose. Never throws for what a rule does: a failing rule is a failure in the answer. */
    Proposals propose(Stage stage, View view);

    /** What is known of the rules before they are asked. */
    default RuleTraits traits() {
        return RuleTraits.UNKNOWN;
    }

    /** The same rules asked by way of another, such as one that times or watches them. */
    default RuleBook askedBy(BiFunction<Stage, View, Proposals> way) {
        RuleTraits same = traits();
        return new RuleBook() {
            @Override
            public Proposals propose(Stage stage, View view) {
                return way.apply(stage, view);
            }

            @Override
            public RuleTraits traits() {
                return same;
            }
        };
    }
}
