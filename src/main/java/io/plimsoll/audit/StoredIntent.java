package io.plimsoll.audit;

import io.plimsoll.decision.IntentChange.End;
import io.plimsoll.decision.OpenIntent.Leg;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A closure intent as it stands.
 *
 * @param position order of issue
 * @param supersedes id of the intent that it took the place of; null if there was none
 * @param attempt counts the intents in a row that expired without any fill, this one included
 * @param signed the intent as JWS, the same each time it is read
 * @param end null while it may be carried out, but for its expiry
 * @param endedAt on the wall clock; null while nothing but its expiry has ended it
 * @param endedBy id of the decision, or of the fill, by which it ended; null while it is open
 * @param revocation JWS; null unless it was revoked
 */
public record StoredIntent(
        long position,
        String intentId,
        String decisionId,
        String accountId,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable String supersedes,
        int attempt,
        String signed,
        @Nullable End end,
        @Nullable Instant endedAt,
        @Nullable String endedBy,
        @Nullable String revocation,
        List<Leg> legs) {

    public StoredIntent {
        legs = List.copyOf(legs);
    }

    /** When it ended, as it stands at an instant: one that has run out did at its expiry, whether or not a decision has said so since. */
    public @Nullable Instant endedAsOf(Instant now) {
        return endedAt == null && !now.isBefore(expiresAt) ? expiresAt : endedAt;
    }

    /** How it stands at an instant: {@code OPEN}, {@code PARTIALLY_FILLED}, or how it ended. */
    public String statusAt(Instant now) {
        if (end != null) {
            return end.name();
        }
        if (!now.isBefore(expiresAt)) {
            return End.EXPIRED.name();
        }
        return legs.stream().anyMatch(leg -> leg.filled().signum() > 0) ? "PARTIALLY_FILLED" : "OPEN";
    }
}
