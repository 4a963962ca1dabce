package io.plimsoll.signing;

import io.plimsoll.signing.Verification.Reason;
import io.plimsoll.signing.Verification.Refused;
import io.plimsoll.signing.Verification.Valid;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Tells whether a text was signed by a known key as what it is taken for. It needs no network. */
public final class SignatureVerifier {

    private final PublicKeys keys;

    public SignatureVerifier(PublicKeys keys) {
        this.keys = keys;
    }

    /**
     * Checks a JWS in compact serialization with a JSON document as its payload.
     *
     * @return if it is valid, without an end: what it says about its own validity is not looked at
     */
    public Verification verify(String jws, SignedKind kind) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA));
        try {
            if (!isStrictlyWritten(jws)) {
                return new Refused(Reason.UNREADABLE, "not a JWS in compact serialization");
            }
            signature.setCompactSerialization(jws);
            if (!AlgorithmIdentifiers.EDDSA.equals(signature.getAlgorithmHeaderValue())) {
                return new Refused(Reason.UNSIGNED, "the algorithm of the signature is not EdDSA");
            }
            String keyId = signature.getKeyIdHeaderValue();
            Optional<PublicKey> key = keyId == null ? Optional.empty() : keys.find(keyId);
            if (keyId == null || key.isEmpty()) {
                return new Refused(Reason.UNKNOWN_KEY, "no known key is called `" + shown(keyId) + "`");
            }
            signature.setKey(key.get());
            if (!signature.verifySignature()) {
                return new Refused(Reason.ALTERED, "the signature is not of this content");
            }
            if (!kind.type().equals(signature.getHeader("typ"))) {
                return new Refused(Reason.OTHER_KIND, "what was signed is no " + kind.type());
            }
            return new Valid(Json.parse(signature.getPayloadBytes()), keyId, Instant.MAX);
        } catch (JoseException
                | SnapshotFaults
                | RuntimeException e) { // whatever the library makes of bytes from outside
            return new Refused(Reason.UNREADABLE, "not a JWS in compact serialization");
        }
    }

    /** As RFC 7515 writes it, and not in one of the spellings that decode to the same: no padding, no white space, no stray bits. */
    private static boolean isStrictlyWritten(String jws) {
        String[] parts = jws.split("\\.", -1);
        return parts.length == 3
                && Arrays.stream(parts)
                        .allMatch(part -> Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(Base64.getUrlDecoder().decode(part))
                                .equals(part));
    }

    private static String shown(@Nullable String keyId) {
        return keyId == null || keyId.length() > 100 ? "" : keyId.replaceAll("[^A-Za-z0-9_-]", "?");
    }
}
