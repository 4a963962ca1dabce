package io.plimsoll.account;

/** What an accrued amount is for. */
public enum AccrualKind {
    FUNDING,
    INTEREST,
    FEE
}
