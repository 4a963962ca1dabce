package io.plimsoll.decision;

/**
 * Why a decision is held.
 *
 * @param code what kind of reason
 * @param detail one sentence for the person who is told
 */
public record HoldReason(Code code, String detail) {
    /** The kinds of reasons; {@link #GUARD} and {@link #GUARD_CLOSING} come from a rule, the others from the engine. */
    public enum Code {
        /** A guard rule does not trust the data. */
        GUARD,
        /** A guard rule forbids closing at such prices, and positions were to be closed. */
        GUARD_CLOSING,
        /** No price is left that a position may be valued at. */
        NO_PRICE,
        /** A rule failed while it ran, or proposed something that makes no sense. */
        RULE_FAILED,
        /** An evaluation took more firings or more time than it may. */
        LIMIT_REACHED,
        /** A contract has expired, and the snapshot does not say yet what its settlement left. */
        EXPIRED,
        /** Nobody can say whether the snapshot has a fill, or more was filled than it holds. */
        FILLS_UNCLEAR,
        /** No rule says what a position requires, or what an open order binds. */
        NO_REQUIREMENT,
        /** A scenario grid has an option that the snapshot does not say enough of to value it. */
        NOT_VALUED,
        /** No rule says what an asset, or a profit in another currency, counts for. */
        NO_HAIRCUT,
        /** A position is to be closed in part and no rule gives its lot. */
        NO_LOT,
        /** Positions are to be closed and no rule says how. */
        NO_CLOSURE,
        /** Equity is below the maintenance margin, or negative, and no rule says what is due. */
        NO_THRESHOLD
    }
}
