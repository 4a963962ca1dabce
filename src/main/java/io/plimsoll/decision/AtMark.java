package io.plimsoll.decision;

import io.plimsoll.decision.DecisionLog.Standing;

/** What came of deciding an account again at other marks. */
public sealed interface AtMark {

    /**
     * Nothing new: not logged.
     *
     * @param decision as it would have been
     */
    record Same(Case given, Decision decision, Policy policy) implements AtMark {}

    /**
     * Decided and logged.
     *
     * @param standing where the account stands now
     */
    record Logged(Decision decision, Standing standing) implements AtMark {}

    /** Another decision on the account came first; not logged. */
    record Superseded() implements AtMark {}
}
