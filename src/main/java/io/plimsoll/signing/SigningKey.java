package io.plimsoll.signing;

import io.plimsoll.signing.Verification.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** An Ed25519 key pair that signs, kept as a JWK (RFC 8037) in a file of its own. Its id is its RFC 7638 thumbprint, so that no two keys share one. */
public final class SigningKey {

    private static final Logger LOG = Logger.getLogger(SigningKey.class);
    private static final int BYTES_MAX = 64 * 1024;

    private final OctetKeyPairJsonWebKey pair;
    private final String keyId;

    private SigningKey(OctetKeyPairJsonWebKey pair) throws JoseException {
        this.pair = pair;
        this.keyId = pair.calculateBase64urlEncodedThumbprint("SHA-256");
        pair.setKeyId(keyId);
        pair.setUse("sig");
        pair.setAlgorithm(AlgorithmIdentifiers.EDDSA);
    }

    /** A new key pair. */
    public static SigningKey generated() {
        try {
            return new SigningKey(OkpJwkGenerator.generateJwk(OctetKeyPairJsonWebKey.SUBTYPE_ED25519));
        } catch (JoseException e) {
            throw new IllegalStateException("every Java platform has Ed25519", e);
        }
    }

    /**
     * Reads a key; where there is none, makes one and writes it for its owner's eyes alone.
     *
     * @throws SigningKeyUnusable if the file cannot be read or written, or has no private Ed25519 key
     */
    public static SigningKey at(Path file) {
        try {
            return Files.exists(file) ? read(file) : written(generated(), file);
        } catch (IOException e) {
            throw new SigningKeyUnusable("the signing key `" + file + "` cannot be read or written: " + e, e);
        } catch (JoseException e) {
            throw new SigningKeyUnusable("`" + file + "` is not a JWK with a private Ed25519 key", e);
        }
    }

    /** RFC 7638 thumbprint by SHA-256, base64url. */
    public String keyId() {
        return keyId;
    }

    /** The public half as a JWK. */
    public String publicJwk() {
        return pair.toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    /**
     * Signs a text; the same text always gets the same signature.
     *
     * @param kind what the text is, so that one kind never passes for another
     * @return JWS in compact serialization
     */
    public String sign(SignedKind kind, String payload) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
        signature.setKeyIdHeaderValue(keyId);
        signature.setHeader("typ", kind.type());
        signature.setPayload(payload);
        signature.setKey(pair.getPrivateKey());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("a text cannot be signed with key " + keyId, e);
        }
    }

    private static SigningKey read(Path file) throws IOException, JoseException {
        if (Files.size(file) > BYTES_MAX) {
            throw new IOException("larger than " + BYTES_MAX + " bytes");
        }
        JsonWebKey key = JsonWebKey.Factory.newJwk(Files.readString(file));
        if (!(key instanceof OctetKeyPairJsonWebKey pair)
                || !OctetKeyPairJsonWebKey.SUBTYPE_ED25519.equals(pair.getSubtype())
                || pair.getPrivateKey() == null) {
            throw new JoseException("the key is of type " + key.getKeyType());
        }
        if (isReadByOthers(file)) {
            LOG.warnf("others than its owner may read the signing key: file=%s", file);
        }
        SigningKey found = new SigningKey(pair);
        SignatureVerifier own = new SignatureVerifier(PublicKeys.ofJwks(PublicKeys.jwks(List.of(found.publicJwk()))));
        if (own.verify(found.sign(SignedKind.LOG_HEAD, "{}"), SignedKind.LOG_HEAD) instanceof Refused) {
            throw new JoseException("its public half is not that of its private half");
        }
        return found;
    }

    /** Beside the file first, so that no half a key is ever found there. */
    private static SigningKey written(SigningKey key, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        boolean isPosix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        Path beside = isPosix
                ? Files.createTempFile(
                        folder,
                        ".signing",
                        ".jwk",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(folder, ".signing", ".jwk");
        try {
            Files.writeString(beside, key.pair.toJson(OutputControlLevel.INCLUDE_PRIVATE) + "\n");
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
        LOG.infof("signing key made: keyId=%s file=%s", key.keyId, file);
        return key;
    }

    private static boolean isReadByOthers(Path file) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return false;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        return permissions.contains(PosixFilePermission.OTHERS_READ);
    }

    /** The signing key cannot be used; the message says why. */
    public static final class SigningKeyUnusable extends RuntimeException {
        private static final long serialVersionUID = 1;

        SigningKeyUnusable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
