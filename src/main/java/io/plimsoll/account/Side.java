package io.plimsoll.account;

import java.math.BigDecimal;

/** Direction of a position. */
public enum Side {
    LONG,
    SHORT;

    /** Long for a positive quantity, short for a negative one. */
    public static Side of(BigDecimal signedQuantity) {
        return signedQuantity.signum() < 0 ? SHORT : LONG;
    }
}
