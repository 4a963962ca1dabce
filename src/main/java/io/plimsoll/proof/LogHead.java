package io.plimsoll.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.wire.CanonicalJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/**
 * What is signed of a batch: its place in the log, the root of its tree and the hash of the head before.
 *
 * @param log names the log, so that batches of two logs are never taken for one
 * @param batch counts from 1 without a gap
 * @param firstPosition position of its first row
 * @param lastPosition position of its last row
 * @param size rows in it, 1 to {@value #SIZE_MAX}
 * @param rowsBefore rows in all batches before it
 * @param root of the Merkle tree over its rows
 * @param previous {@link #hash} of the head before; {@link Hash#NONE} in batch 1
 * @param sealedAt when it was sealed
 */
public record LogHead(
        String log,
        long batch,
        long firstPosition,
        long lastPosition,
        long size,
        long rowsBefore,
        Hash root,
        Hash previous,
        Instant sealedAt) {

    /** Most rows of a batch. */
    public static final int SIZE_MAX = 1 << 17;

    public LogHead {
        if (batch < 1
                || size > SIZE_MAX
                || size < 1
                || rowsBefore < 0
                || firstPosition < 1
                || lastPosition - firstPosition + 1 < size) {
            throw new IllegalArgumentException("no batch has number " + batch + ", positions " + firstPosition + " to "
                    + lastPosition + ", " + size + " rows and " + rowsBefore + " before");
        }
        if (batch == 1 && (rowsBefore != 0 || !previous.equals(Hash.NONE))) {
            throw new IllegalArgumentException("nothing comes before batch 1");
        }
    }

    /** The text that is signed: canonical JSON. */
    public String payload() {
        ObjectNode node = Json.object()
                .put("log", log)
                .put("batch", batch)
                .put("firstPosition", firstPosition)
                .put("lastPosition", lastPosition)
                .put("size", size)
                .put("rowsBefore", rowsBefore)
                .put("root", root.toString())
                .put("previous", previous.toString())
                .put("sealedAt", sealedAt.toString());
        return CanonicalJson.text(node);
    }

    /** SHA-256 of the payload: what the next head has as {@code previous}. */
    public Hash hash() {
        return Hash.ofText(payload());
    }

    /** True if this is the batch right after another, by number, positions, count of rows and hash. */
    public boolean follows(LogHead before) {
        return log.equals(before.log)
                && batch == before.batch + 1
                && firstPosition > before.lastPosition
                && rowsBefore == before.rowsBefore + before.size
                && previous.equals(before.hash());
    }

    /** @throws IllegalArgumentException if the payload is not one of a head */
    public static LogHead of(JsonNode payload) {
        try {
            LogHead head = new LogHead(
                    payload.path("log").asText(),
                    payload.path("batch").asLong(),
                    payload.path("firstPosition").asLong(),
                    payload.path("lastPosition").asLong(),
                    payload.path("size").asLong(),
                    payload.path("rowsBefore").asLong(-1),
                    hash(payload, "root"),
                    hash(payload, "previous"),
                    Instant.parse(payload.path("sealedAt").asText()));
            if (!head.payload().equals(CanonicalJson.text(payload))) {
                throw new IllegalArgumentException("the head has more or other members than a head has");
            }
            return head;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("`sealedAt` is no instant", e);
        }
    }

    /** The head that a JWS is of, whoever signed it: for those who have it from where they trust. */
    public static LogHead readUnverified(String jws) {
        return of(unverified(jws));
    }

    /** The content of a JWS, whoever signed it. */
    static JsonNode unverified(String jws) {
        String[] parts = jws.split("\\.");
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a JWS in compact serialization");
        }
        try {
            return Json.parse(Base64.getUrlDecoder().decode(parts[1]));
        } catch (SnapshotFaults e) {
            throw new IllegalArgumentException("what was signed is no JSON", e);
        }
    }

    private static Hash hash(JsonNode payload, String field) {
        return Hash.parse(payload.path(field).asText())
                .orElseThrow(() -> new IllegalArgumentException("`" + field + "` is no hash"));
    }
}
