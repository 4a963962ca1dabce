package io.plimsoll.signing;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.lang.JoseException;

/** Public Ed25519 keys by their ids: those that signatures are checked with. */
public final class PublicKeys {

    private final Map<String, PublicKey> keys;

    private PublicKeys(Map<String, PublicKey> keys) {
        this.keys = Map.copyOf(keys);
    }

    /**
     * The Ed25519 keys of a JWK set that have an id; others are passed over.
     *
     * @throws IllegalArgumentException if the text is no JWK set
     */
    public static PublicKeys ofJwks(String jwks) {
        Map<String, PublicKey> keys = new LinkedHashMap<>();
        try {
            for (JsonWebKey key : new JsonWebKeySet(jwks).getJsonWebKeys()) {
                if (key instanceof OctetKeyPairJsonWebKey pair
                        && OctetKeyPairJsonWebKey.SUBTYPE_ED25519.equals(pair.getSubtype())
                        && pair.getKeyId() != null) {
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
