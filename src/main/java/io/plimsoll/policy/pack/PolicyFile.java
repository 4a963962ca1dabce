package io.plimsoll.policy.pack;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file as it was read.
 *
 * @param path from the home folder, with forward slashes: {@code rules/margin/brackets.drl}, {@code policies/perpetuals/pack.yaml}
 * @param text without a byte order mark or a NUL
 * @param sha256 of the text in UTF-8, 64 hexadecimal digits
 */
public record PolicyFile(String path, String text, String sha256) {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** A file of a text; a byte order mark, which some editors write, is no part of it. */
    public static PolicyFile of(String path, String text) {
        String clean = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        return new PolicyFile(path, clean, sha256(clean.getBytes(StandardCharsets.UTF_8)));
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
