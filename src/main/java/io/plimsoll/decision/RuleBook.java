package io.plimsoll.decision;

/** The rules of one policy version. Safe for use by many threads; the same view always yields the same proposals. */
@FunctionalInterface
public interface RuleBook {

    /** What the stage's rules propose. Never throws for what a rule does: a failing rule is a failure in the answer. */
    Proposals propose(Stage stage, View view);

    /** True if what margin rules ask for one position may depend on the others, so that they must see all of them; false if it surely does not. */
    default boolean looksAcrossPositions() {
        return true;
    }
}
