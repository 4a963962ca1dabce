package io.plimsoll.wire;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.SnapshotDigest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a snapshot's canonical JSON in UTF-8. */
public final class Sha256SnapshotDigest implements SnapshotDigest {

    @Override
    public String of(AccountSnapshot snapshot) {
        return ofText(SnapshotJson.canonical(snapshot));
    }

    /** Digest of a snapshot's canonical text. */
    public static String ofText(String canonical) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
