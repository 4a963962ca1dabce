package io.plimsoll.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** Whether something signed may be acted upon. */
public sealed interface Verification {

    /**
     * It is what the holder of the key signed, and in force.
     *
     * @param content what was signed
     * @param expiresAt end of its validity, itself excluded
     */
    record Valid(JsonNode content, String keyId, Instant expiresAt) implements Verification {}

    /** It must not be acted upon. */
    record Refused(Reason reason, String detail) implements Verification {}

    /** Why something signed is refused. */
    enum Reason {
        /** There is no signature, or one by another algorithm than Ed25519. */
        UNSIGNED,
        /** Neither a JWS nor a document that has one, or what was signed lacks what it must say. */
        UNREADABLE,
        /** No key of the set has the id that the signature names. */
        UNKNOWN_KEY,
        /** The content is not what was signed. */
        ALTERED,
        /** What was signed is something else. */
        OTHER_KIND,
        /** Its validity has not begun. */
        NOT_YET_VALID,
        /** Its validity has ended. */
        EXPIRED
    }
}
