package io.plimsoll.signing;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.signing.Verification.Reason;
import io.plimsoll.signing.Verification.Refused;
import io.plimsoll.signing.Verification.Valid;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Tells an executor whether it may carry out a closure intent: signed by a known key, not altered, and in force. It needs no network.
 *
 * <p>An intent is in force from {@code issuedAt} on and until {@code expiresAt}, itself excluded. The executor's clock may differ from the
 * service's by the skew that is allowed for, so both limits are wider by it; the service waits that long after the expiry before it decides anew.
 */
public final class IntentVerifier {

    /** What the service and its command line allow for. */
    public static final Duration CLOCK_SKEW_DEFAULT = Duration.ofSeconds(1);

    private static final int LENGTH_MAX = 8 * 1024 * 1024;

    private final SignatureVerifier signatures;
    private final Duration clockSkew;

    /** @param clockSkew how far the clocks of service and executor may differ, zero or more */
    public IntentVerifier(PublicKeys keys, Duration clockSkew) {
        if (clockSkew.isNegative()) {
            throw new IllegalArgumentException("clock skew must not be negative, was " + clockSkew);
        }
        this.signatures = new SignatureVerifier(keys);
        this.clockSkew = clockSkew;
    }

    /**
     * Checks an intent.
     *
     * @param document the JWS as the service signed it, or a JSON object whose {@code signed} is that JWS, such as the service answers and
     *     publishes; where it also has the {@code intent} or {@code content} in plain, this must be what was signed
     */
    public Verification verify(String document, Instant now) {
        return verify(document, SignedKind.INTENT, now);
    }

    /**
     * Checks a revocation, which has no end: what is revoked stays so.
     *
     * @param document the JWS, or a JSON object as above
     */
    public Verification verifyRevocation(String document) {
        return verify(document, SignedKind.REVOCATION, Instant.MIN);
    }

    private Verification verify(String document, SignedKind kind, Instant now) {
        if (document.length() > LENGTH_MAX) {
            return new Refused(Reason.UNREADABLE, "longer than " + LENGTH_MAX + " characters");
        }
        String text = document.strip();
        if (!text.startsWith("{")) {
            return verifyJws(text, kind, now);
        }
        try {
            JsonNode node = Json.parse(text);
            if (!node.path("signed").isTextual()) {
                return new Refused(Reason.UNSIGNED, "the document has no `signed`");
            }
            Verification verification = verifyJws(node.path("signed").textValue(), kind, now);
            if (verification instanceof Valid valid) {
                for (String plain : List.of("intent", "content")) {
                    if (node.has(plain) && !node.get(plain).equals(valid.content())) {
                        return new Refused(Reason.ALTERED, "`" + plain + "` is not what was signed");
                    }
                }
            }
            return verification;
        } catch (SnapshotFaults e) {
            return new Refused(Reason.UNREADABLE, String.valueOf(e.getMessage()));
        }
    }

    private Verification verifyJws(String jws, SignedKind kind, Instant now) {
        return switch (signatures.verify(jws, kind)) {
            case Valid valid -> kind == SignedKind.INTENT ? inForce(valid.content(), valid.keyId(), now) : valid;
            case Refused refused -> refused;
        };
    }

    private Verification inForce(JsonNode content, String keyId, Instant now) {
        try {
            Instant issuedAt = Instant.parse(content.path("issuedAt").asText());
            Instant expiresAt = Instant.parse(content.path("expiresAt").asText());
            if (now.isBefore(issuedAt.minus(clockSkew))) {
                return new Refused(Reason.NOT_YET_VALID, "it is in force from " + issuedAt + " on");
            }
            return now.isBefore(expiresAt.plus(clockSkew))
                    ? new Valid(content, keyId, expiresAt)
                    : new Refused(Reason.EXPIRED, "it was in force until " + expiresAt);
        } catch (DateTimeException e) {
            return new Refused(Reason.UNREADABLE, "what was signed does not say when it is in force");
        }
    }
}
