package io.plimsoll.policy.pack;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file as it was read.
 *
 * @param path from the home folder, with forward slashes: {@code rules/margin/brackets.drl}, {@code policies/perpetuals/pack.yaml}
 * @param text without a byte order mark
 * @param sha256 of the bytes on disk, 64 hexadecimal digits
 */
public record PolicyFile(String path, String text, String sha256) {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** A file of a text that is not on disk. */
    public static PolicyFile of(String path, String text) {
        return of(path, text, text.getBytes(StandardCharsets.UTF_8));
    }

    static PolicyFile of(String path, String text, byte[] bytes) {
        String clean = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        return new PolicyFile(path, clean, sha256(bytes));
    }

    /** 64 hexadecimal digits. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
