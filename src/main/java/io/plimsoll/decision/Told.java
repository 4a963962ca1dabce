package io.plimsoll.decision;

/** What margin rules say of a requirement, the most first. What they do not say is absent from the decision. */
enum Told {
    /** Initial and maintenance margin. */
    BOTH,
    /** Maintenance margin, in a pack that has no rule for initial margin at all: the initial margin is as much. */
    ONE_FOR_BOTH,
    /** Maintenance margin, though other positions have an initial margin by the pack's rules: the decision is held. */
    MAINTENANCE,
    /** Nothing: the decision is held. */
    NOTHING;

    boolean initial() {
        return this == BOTH || this == ONE_FOR_BOTH;
    }

    boolean maintenance() {
        return this != NOTHING;
    }
}
