package io.plimsoll.decision;

import java.util.function.BiFunction;

/** The rules of one policy version. Safe for use by many threads; the same view always yields the same proposals. */
@FunctionalInterface
public interface RuleBook {

    /** What the stage's rules propose. Never throws for what a rule does: a failing rule is a failure in the answer. */
    Proposals propose(Stage stage, View view);

    /** True if what margin rules ask for one position may depend on the others, so that they must see all of them; false if it surely does not. */
    default boolean looksAcrossPositions() {
        return true;
    }

    /**
     * True if some margin rule says what the initial margin of a position is, so that a position of which none does is a gap; false if there
     * surely is no such rule.
     */
    default boolean saysInitialMargin() {
        return true;
    }

    /** The same rules asked by way of another, such as one that times or watches them. */
    default RuleBook askedBy(BiFunction<Stage, View, Proposals> way) {
        RuleBook same = this;
        return new RuleBook() {
            @Override
            public Proposals propose(Stage stage, View view) {
                return way.apply(stage, view);
            }

            @Override
            public boolean looksAcrossPositions() {
                return same.looksAcrossPositions();
            }

            @Override
            public boolean saysInitialMargin() {
                return same.saysInitialMargin();
            }
        };
    }
}
