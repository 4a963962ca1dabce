package io.plimsoll.decision;

/** What became of a snapshot. */
public sealed interface Decided {

    /** The decision was made now and is durable. */
    record Fresh(Decision decision) implements Decided {}

    /** The same snapshot was decided before; that decision stands. */
    record Repeated(String decisionId) implements Decided {}
}
