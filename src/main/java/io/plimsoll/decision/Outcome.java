package io.plimsoll.decision;

/** What is done with an account, mildest first; {@link #HOLD} stands beside them. */
public enum Outcome {
    HEALTHY,
    WARNING,
    MARGIN_CALL,
    /** New risk is blocked; nothing is closed. */
    REDUCE_ONLY,
    /** Part of the positions is closed, as much as restores the account. */
    REDUCE,
    /** Everything is closed on the market. */
    LIQUIDATE,
    /** Everything is taken over at the bankruptcy price. */
    TAKE_OVER,
    /** A decision was due that the data does not carry; a person is told. */
    HOLD;

    /** True from {@link #REDUCE} on: positions are closed without the customer's consent. */
    public boolean closesPositions() {
        return this == REDUCE || this == LIQUIDATE || this == TAKE_OVER;
    }

    public boolean isStricterThan(Outcome other) {
        return compareTo(other) > 0;
    }
}
