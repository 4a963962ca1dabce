package io.plimsoll.decision;

/** How much of a case is looked at. */
enum Extent {
    /** All that a decision says. */
    WHOLE,
    /** What is due, and no price that neither decides it nor can stop it from being decided. */
    OUTCOME_ALONE;

    boolean findsPrices(Policy policy, Case given) {
        return this == WHOLE || policy.rules().traits().outcomeFollowsPricesOf(given.snapshot());
    }
}
