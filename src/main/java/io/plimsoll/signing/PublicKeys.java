package io.plimsoll.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** Public Ed25519 keys by their ids: those that signatures are checked with. */
public final class PublicKeys {

    private final Map<String, PublicKey> keys;

    private PublicKeys(Map<String, PublicKey> keys) {
        this.keys = Map.copyOf(keys);
    }

    /**
     * The Ed25519 keys of a JWK set that are called by their RFC 7638 thumbprint; others are passed over, since whoever could name a key as they like could
     * give theirs the name of another.
     *
     * @throws IllegalArgumentException if the text is no JWK set
     */
    public static PublicKeys ofJwks(String jwks) {
        Map<String, PublicKey> keys = new LinkedHashMap<>();
        try {
            for (JsonWebKey key : new JsonWebKeySet(jwks).getJsonWebKeys()) {
                if (key instanceof OctetKeyPairJsonWebKey pair
                        && OctetKeyPairJsonWebKey.SUBTYPE_ED25519.equals(pair.getSubtype())
                        && thumbprint(pair).equals(pair.getKeyId())) {
                    keys.put(pair.getKeyId(), pair.getPublicKey());
                }
            }
        } catch (JoseException
                | ClassCastException
                | NullPointerException e) { // the library meets wrong JSON types with the last two
            throw new IllegalArgumentException("not a JWK set", e);
        }
        return new PublicKeys(keys);
    }

    /**
     * The keys of a JWK set or a single JWK, or a key in PEM ({@code BEGIN PUBLIC KEY}); one without an id gets its RFC 7638 thumbprint.
     *
     * @throws IllegalArgumentException if the text is none of these, has no Ed25519 key, or calls one by anything but its thumbprint
     */
    public static PublicKeys read(String text) {
        Map<String, PublicKey> keys = new LinkedHashMap<>();
        for (OctetKeyPairJsonWebKey pair : pairs(text)) {
            String thumbprint = thumbprint(pair);
            if (pair.getKeyId() != null && !pair.getKeyId().equals(thumbprint)) {
                throw new IllegalArgumentException("a key is called `" + pair.getKeyId()
                        + "` and not by its RFC 7638 thumbprint, `" + thumbprint + "`");
            }
            keys.put(thumbprint, pair.getPublicKey());
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no Ed25519 key is in it");
        }
        return new PublicKeys(keys);
    }

    private static List<OctetKeyPairJsonWebKey> pairs(String text) {
        try {
            List<JsonWebKey> found = text.contains("-----BEGIN PUBLIC KEY-----")
                    ? List.of(PublicJsonWebKey.Factory.newPublicJwk(ofPem(text)))
                    : text.contains("\"keys\"")
                            ? new JsonWebKeySet(text).getJsonWebKeys()
                            : List.of(JsonWebKey.Factory.newJwk(text));
            return found.stream()
                    .filter(OctetKeyPairJsonWebKey.class::isInstance)
                    .map(OctetKeyPairJsonWebKey.class::cast)
                    .filter(pair -> OctetKeyPairJsonWebKey.SUBTYPE_ED25519.equals(pair.getSubtype()))
                    .toList();
        } catch (JoseException
                | GeneralSecurityException
                | RuntimeException e) { // the library meets wrong JSON types with several of the last
            throw new IllegalArgumentException("no public key as JWK, JWK set or PEM", e);
        }
    }

    private static String thumbprint(OctetKeyPairJsonWebKey pair) {
        return pair.calculateBase64urlEncodedThumbprint("SHA-256");
    }

    private static PublicKey ofPem(String pem) throws GeneralSecurityException {
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    /** A JWK set of keys that are JWKs each. */
    public static String jwks(List<String> publicJwks) {
        List<JsonWebKey> keys = new ArrayList<>();
        try {
            for (String jwk : publicJwks) {
                keys.add(JsonWebKey.Factory.newJwk(jwk));
            }
        } catch (JoseException e) {
            throw new IllegalArgumentException("not a JWK", e);
        }
        return new JsonWebKeySet(keys).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    Optional<PublicKey> find(String keyId) {
        return Optional.ofNullable(keys.get(keyId));
    }
}
