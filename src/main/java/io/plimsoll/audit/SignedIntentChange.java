package io.plimsoll.audit;

import io.plimsoll.account.Position;
import io.plimsoll.decision.ClosureIntent;
import io.plimsoll.decision.IntentChange.Ended;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a decision does to the closure intents of its account, with the signatures.
 *
 * @param issued null if the decision issues none
 * @param positions of the account, which tell the contracts of the issued orders; empty if none is issued
 * @param signed the issued intent as JWS; null if none
 * @param wakesAt when the account is looked at if not all of it is filled; null if there is nothing to fill
 * @param ended the intent that it ends; null if none
 * @param revocation of the ended intent as JWS; null where none is ended
 * @param keyId the key that signed
 * @param publicJwk its public half
 */
record SignedIntentChange(
        @Nullable ClosureIntent issued,
        List<Position> positions,
        @Nullable String signed,
        @Nullable Instant wakesAt,
        @Nullable Ended ended,
        @Nullable String revocation,
        String keyId,
        String publicJwk) {

    SignedIntentChange {
        positions = List.copyOf(positions);
    }

    boolean isNothing() {
        return issued == null && ended == null;
    }
}
