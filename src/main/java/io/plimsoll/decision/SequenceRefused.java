package io.plimsoll.decision;

/** A snapshot whose sequence the account has passed, or has already been decided at with other content. */
public final class SequenceRefused extends Exception {

    private static final long serialVersionUID = 1;

    private final long sequence;
    private final long lastSequence;

    SequenceRefused(String accountId, long sequence, long lastSequence) {
        super("account " + accountId + " was last decided at sequence " + lastSequence
                + (sequence < lastSequence ? ", which is later than " : " with other content than that of ")
                + sequence);
        this.sequence = sequence;
        this.lastSequence = lastSequence;
    }

    /** True for an older sequence; false for the same sequence with other content. */
    public boolean isStale() {
        return sequence < lastSequence;
    }

    public long lastSequence() {
        return lastSequence;
    }
}
