package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The durable record of decisions, and with it the state in which each account stands. */
public interface DecisionLog {

    /** Where an account stands; {@link Standing#NEW} for one never decided. */
    Standing standing(String accountId) throws LogUnavailable;

    /** The snapshot that an account's standing rests on, at the marks at which the account was decided last; empty for one never decided. */
    Optional<AccountSnapshot> lastJudged(String accountId) throws LogUnavailable;

    /**
     * Writes a decision with its snapshot, moves the account on from the given standing and applies the decision's margin calls, all
     * or nothing. Returns once it is durable.
     *
     * @throws Overtaken if the account no longer stands where it stood; nothing was written
     * @throws LogUnavailable if the log cannot take it; the decision may or may not have been written, and sending the snapshot again tells
     */
    void append(AccountSnapshot snapshot, String snapshotDigest, Decision decision, Standing from)
            throws Overtaken, LogUnavailable;

    /**
     * Where an account stands.
     *
     * @param revision counts the account's decisions and fills upwards; 0 for an account never decided
     * @param sequence sequence of the last snapshot; -1 for an account never decided
     * @param snapshotDigest digest of that snapshot; null for an account never decided
     * @param decisionId the decision on that snapshot; null for an account never decided
     * @param pack pack that made that decision; null for an account never decided
     * @param judgedAt the instant that decision, or a later one on the same snapshot, judged the account at, cut to the microsecond; null for an
     *     account never decided
     * @param openCalls margin calls that have not ended
     * @param lastDecisions what its decisions left of each margin account
     * @param openIntent the closure intent that may still be carried out; null if there is none
     * @param fills fills that were reported, at least those that a snapshot as of the last one's hour does not include
     */
    record Standing(
            long revision,
            long sequence,
            @Nullable String snapshotDigest,
            @Nullable String decisionId,
            @Nullable String pack,
            @Nullable Instant judgedAt,
            List<OpenCall> openCalls,
            List<LastDecision> lastDecisions,
            @Nullable OpenIntent openIntent,
            List<BookedFill> fills) {

        public static final Standing NEW =
                new Standing(0, -1, null, null, null, null, List.of(), List.of(), null, List.of());

        public Standing {
            openCalls = List.copyOf(openCalls);
            lastDecisions = List.copyOf(lastDecisions);
            fills = List.copyOf(fills);
        }
    }

    /** Another decision on the same account came first. */
    final class Overtaken extends Exception {
        private static final long serialVersionUID = 1;

        public Overtaken(String accountId) {
            super("account " + accountId + " was decided by another instance meanwhile");
        }
    }

    /** The log cannot be read or written now. */
    final class LogUnavailable extends Exception {
        private static final long serialVersionUID = 1;

        public LogUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
