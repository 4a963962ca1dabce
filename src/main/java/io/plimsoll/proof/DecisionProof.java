package io.plimsoll.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.signing.SignatureVerifier;
import io.plimsoll.signing.SignedKind;
import io.plimsoll.signing.Verification.Refused;
import io.plimsoll.signing.Verification.Valid;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.util.List;

/** The proof of one decision: its row and the signed head of its batch, {@code {"head": ..., "row": {...}}}. */
public final class DecisionProof {

    private DecisionProof() {}

    /** What a proof shows. */
    public sealed interface Checked {

        /**
         * The row was sealed as it is.
         *
         * @param row as in an export
         * @param keyId of the key that signed the head
         */
        record Sealed(JsonNode row, LogHead head, String keyId) implements Checked {}

        /** It shows nothing; the reason says why. */
        record NotShown(String reason) implements Checked {}
    }

    /** Checks a proof by itself, with nothing but public keys that are trusted. Which decision it is of is for the reader to compare. */
    public static Checked check(String proof, PublicKeys keys) {
        try {
            return check(Json.parse(proof), keys);
        } catch (SnapshotFaults e) {
            return new Checked.NotShown("not a JSON object");
        }
    }

    static Checked check(JsonNode node, PublicKeys keys) {
        try {
            return switch (new SignatureVerifier(keys).verify(node.path("head").asText(), SignedKind.LOG_HEAD)) {
                case Refused refused -> new Checked.NotShown(refused.detail());
                case Valid valid -> check(node, LogHead.of(valid.content()), valid.keyId());
            };
        } catch (IllegalArgumentException e) {
            return new Checked.NotShown("the head cannot be read: " + e.getMessage());
        }
    }

    private static Checked check(JsonNode proof, LogHead head, String keyId) {
        JsonNode row = proof.path(ExportWriter.ROW);
        if (proof.size() > 2) {
            return new Checked.NotShown("it has members beside `head` and `row`, which nothing proves");
        }
        if (!RowProof.isProven(row, head)) {
            return new Checked.NotShown("the row is not what was sealed");
        }
        List<String> altered = RowColumns.altered(row);
        return altered.isEmpty()
                ? new Checked.Sealed(row, head, keyId)
                : new Checked.NotShown("columns that are not what the decision says: " + String.join(", ", altered));
    }
}
