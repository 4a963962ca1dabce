package io.plimsoll.decision;

import io.plimsoll.decision.Decision.Trigger;
import java.time.Instant;

/** What names a decision and says how it ended: the part that a list of decisions shows too. */
public interface DecisionHead {

    /** A function of account, sequence, snapshot content, trigger and policy hash. */
    String decisionId();

    String accountId();

    long snapshotSequence();

    /** Instant of the snapshot. */
    Instant asOf();

    /** Instant the account was judged at; {@code asOf}, or the deadline of a margin call. */
    Instant evaluatedAt();

    /** When the service decided. */
    Instant decidedAt();

    Trigger trigger();

    PolicyId policy();

    Outcome outcome();
}
