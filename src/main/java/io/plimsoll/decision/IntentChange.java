package io.plimsoll.decision;

import io.plimsoll.decision.Decision.Trigger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a decision does to the closure intents of its account. A newer closing decision takes the place of the intent before, so that nothing is
 * closed twice; one that closes nothing revokes it; a held one leaves it until it expires, since what the data does not carry is no decision.
 *
 * @param ended the intent that it ends; null if none
 * @param issued the intent that it issues; null if none
 */
public record IntentChange(@Nullable Ended ended, @Nullable ClosureIntent issued) {

    /** Why an intent may no longer be carried out. */
    public enum End {
        /** All of it was filled. */
        FILLED,
        /** The executor does no more for it, and not all of it was filled. */
        SHORT,
        /** A newer closing decision took its place. */
        SUPERSEDED,
        /** A newer decision found the account restored. */
        CURED,
        /** Its time has passed. */
        EXPIRED;

        /** True if a decision ends the intent, which a revocation tells; the executor's own reports end the others. */
        public boolean isRevoked() {
            return this == SUPERSEDED || this == CURED || this == EXPIRED;
        }
    }

    /** An intent that has ended; {@code at} is on the wall clock. */
    public record Ended(String intentId, End end, Instant at) {}

    /** @param open the account's open intent as the decision found it; null if there was none */
    public static IntentChange of(Decision decision, @Nullable OpenIntent open, IntentValidity validity) {
        ClosureIntent issued = ClosureIntent.of(decision, open, validity).orElse(null);
        End end = open == null ? null : end(decision, issued != null);
        return new IntentChange(
                open == null || end == null
                        ? null
                        : new Ended(open.intentId(), end, decision.decidedAt().truncatedTo(ChronoUnit.MICROS)),
                issued);
    }

    private static @Nullable End end(Decision decision, boolean issues) {
        if (decision.trigger() == Trigger.EXPIRY) {
            return End.EXPIRED;
        }
        if (decision.outcome() == Outcome.HOLD) {
            return null;
        }
        return issues ? End.SUPERSEDED : End.CURED;
    }

    public boolean isNothing() {
        return ended == null && issued == null;
    }
}
