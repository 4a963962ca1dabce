package io.plimsoll.decision;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids that are functions of what they name, so that the same input sent again names the same thing. */
final class Ids {

    /** 128 bits: at a billion decisions a day for a century the chance that two share an id is below 1 in 10^11. */
    private static final int BYTES = 16;

    private Ids() {}

    /** {@code kind-} and 32 hexadecimal digits: the start of the SHA-256 of the parts, each preceded by its length. */
    static String of(String kind, String... parts) {
        MessageDigest sha256 = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            sha256.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            sha256.update(bytes);
        }
        return kind + "-" + HexFormat.of().formatHex(sha256.digest(), 0, BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
