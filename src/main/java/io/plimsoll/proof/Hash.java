package io.plimsoll.proof;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** 32 bytes: a SHA-256 hash, or a salt of the same length. Written as 64 hexadecimal digits in lower case. */
public final class Hash {

    public static final int BYTES = 32;

    /** What stands in the place of the hash before the first one. */
    public static final Hash NONE = new Hash(new byte[BYTES]);

    private static final HexFormat HEX = HexFormat.of();

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException unless there are 32 bytes */
    public static Hash ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a hash has " + BYTES + " bytes, found " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    /** SHA-256 of a text in UTF-8. */
    public static Hash ofText(String text) {
        return ofAll(text.getBytes(StandardCharsets.UTF_8));
    }

    /** SHA-256 of parts one after the other. */
    static Hash ofAll(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return new Hash(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** SHA-256 of a file. */
    public static Hash ofFile(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return new Hash(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** HMAC-SHA-256 of a text in UTF-8 under this as the key. */
    public Hash keyed(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            return new Hash(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    /** Empty unless the text is 64 hexadecimal digits in lower case. */
    public static Optional<Hash> parse(String hex) {
        return hex.matches("[0-9a-f]{64}") ? Optional.of(new Hash(HEX.parseHex(hex))) : Optional.empty();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** The bytes themselves, for those who do not change them. */
    byte[] raw() {
        return bytes;
    }

    /** Hashes one behind the other. */
    public static byte[] joined(List<Hash> hashes) {
        byte[] all = new byte[hashes.size() * BYTES];
        for (int i = 0; i < hashes.size(); i++) {
            System.arraycopy(hashes.get(i).bytes, 0, all, i * BYTES, BYTES);
        }
        return all;
    }

    /** What {@link #joined} put together. */
    public static List<Hash> split(byte[] all) {
        List<Hash> hashes = new ArrayList<>();
        for (int from = 0; from < all.length; from += BYTES) {
            hashes.add(ofBytes(Arrays.copyOfRange(all, from, from + BYTES)));
        }
        return hashes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** 64 hexadecimal digits in lower case. */
    @Override
    public String toString() {
        return HEX.formatHex(bytes);
    }
}
