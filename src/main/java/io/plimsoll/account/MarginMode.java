package io.plimsoll.account;

/** Which money stands behind a position. */
public enum MarginMode {
    /** All cross positions share the account's collateral. */
    CROSS,
    /** The position stands on its own isolated margin, which is not part of the account's collateral. */
    ISOLATED
}
