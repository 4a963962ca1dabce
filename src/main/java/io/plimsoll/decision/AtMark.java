package io.plimsoll.decision;

/** What came of deciding an account again at other marks. */
public sealed interface AtMark {

    /**
     * Nothing new: not logged.
     *
     * @param due what would have been decided
     * @param revision of the account that was judged, see {@link DecisionLog.Standing#revision}
     */
    record Same(Case given, OutcomeAlone due, Policy policy, long revision) implements AtMark {}

    /**
     * Decided and logged.
     *
     * @param revision of the account after it, see {@link DecisionLog.Standing#revision}
     */
    record Logged(Decision decision, long revision) implements AtMark {}

    /** Another decision on the account came first; not logged. */
    record Superseded() implements AtMark {}
}
