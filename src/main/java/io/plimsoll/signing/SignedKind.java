package io.plimsoll.signing;

/** What a signed text is; the header {@code typ} of its signature. */
public enum SignedKind {
    INTENT("plimsoll-closure-intent"),
    REVOCATION("plimsoll-closure-revocation"),
    LOG_HEAD("plimsoll-log-head"),
    LOG_REMOVAL("plimsoll-log-removal"),
    EXPORT_START("plimsoll-export-start"),
    EXPORT_PART("plimsoll-export-part"),
    ACCOUNT_STATES("plimsoll-account-states");

    private final String type;

    SignedKind(String type) {
        this.type = type;
    }

    public String type() {
        return type;
    }
}
