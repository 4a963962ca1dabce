package io.plimsoll.policy;

/** What runs the rules of a policy. */
public enum Evaluator {
    /** Code of our own, made in milliseconds; the engine is its reference. */
    STRAIGHT,
    /** Drools. */
    ENGINE
}
