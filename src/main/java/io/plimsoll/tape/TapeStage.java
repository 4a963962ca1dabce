package io.plimsoll.tape;

/** What an event of the tape is about: a margin call, or the rung of the ladder that a closing step stands on. */
public enum TapeStage {
    MARGIN_CALL,
    REDUCE,
    CLOSE,
    REPAY,
    SEIZE,
    TAKE_OVER,
    INSURANCE_FUND,
    AUTO_DELEVERAGE,
    SOCIALISE;

    /** True if something that an account holds is taken from it; only this counts in statistics. A repayment is the other side of a seizure. */
    public boolean closes() {
        return this == REDUCE || this == CLOSE || this == SEIZE || this == TAKE_OVER;
    }
}
