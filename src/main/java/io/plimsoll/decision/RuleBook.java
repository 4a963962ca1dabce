package io.plimsoll.decision;

/** The rules of one policy version. Safe for use by many threads; the same view always yields the same proposals. */
@FunctionalInterface
public interface RuleBook {

    /** What the stage's rules propose. Never throws for what a rule does: a failing rule is a failure in the answer. */
    Proposals propose(Stage stage, View view);
}
