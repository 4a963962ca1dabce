package io.plimsoll.policy.analysis;

/** What it means for an account that the quantity which is moved grows. */
enum Meaning {
    MORE_EQUITY("more equity"),
    MORE_COLLATERAL("more collateral"),
    LARGER_POSITION("a larger position"),
    LARGER_ORDER("a larger order"),
    LARGER_DEBT("a larger debt"),
    DEEPER_MARKET("a deeper market"),
    WILDER_MARKET("a wilder or less certain market"),
    FURTHER_FROM_INDEX("a mark further from its index"),
    OLDER_MARK("an older mark"),
    LATER("more time since the call was opened"),
    CLOCK("another instant"),
    OTHER("another value");

    private final String words;

    Meaning(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** True if more of it is better for the account, so that its outcome must not grow stricter. */
    boolean isBetter() {
        return this == MORE_EQUITY || this == MORE_COLLATERAL || this == DEEPER_MARKET;
    }

    /** True if more of it is worse for the account, so that its outcome must not grow milder. */
    boolean isWorse() {
        return this == LARGER_POSITION
                || this == LARGER_ORDER
                || this == LARGER_DEBT
                || this == WILDER_MARKET
                || this == FURTHER_FROM_INDEX
                || this == OLDER_MARK
                || this == LATER;
    }
}
