package io.plimsoll.decision;

import java.util.Locale;

/** The five stages in the order in which they run; each is also a folder of the rule library, in lower case. */
public enum Stage {
    GUARD,
    COLLATERAL,
    MARGIN,
    THRESHOLD,
    LIQUIDATION;

    /** Folder and DRL package suffix of the stage's rules. */
    public String topic() {
        return name().toLowerCase(Locale.ROOT);
    }
}
