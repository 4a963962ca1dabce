package io.plimsoll.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.wire.CanonicalJson;
import io.plimsoll.wire.Json;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is signed of rows that retention has removed. The heads of their batches stay, so that what is left is proven as before, and rows that somebody else
 * removed are missed.
 *
 * @param log names the log
 * @param number counts from 1 without a gap
 * @param firstPosition of the first row removed
 * @param lastPosition of the last
 * @param rowsBefore how many rows were sealed before the first
 * @param rows how many were removed: all that were sealed between the two positions
 * @param decidedUntil when the youngest of them was decided
 * @param batch number of the last batch when they were removed
 * @param head {@link LogHead#hash} of its head
 * @param previous {@link #hash} of the removal before; {@link Hash#NONE} in number 1
 * @param archive SHA-256 of the export that was made of them; null if none was asked for
 */
public record Removal(
        String log,
        long number,
        long firstPosition,
        long lastPosition,
        long rowsBefore,
        long rows,
        Instant decidedUntil,
        long batch,
        Hash head,
        Hash previous,
        @Nullable Hash archive,
        Instant removedAt) {

    public Removal {
        if (number < 1
                || firstPosition < 1
                || rowsBefore < 0
                || rows < 1
                || lastPosition - firstPosition + 1 < rows
                || batch < 1) {
            throw new IllegalArgumentException("no removal has number " + number + ", positions " + firstPosition
                    + " to " + lastPosition + " and " + rows + " rows after " + rowsBefore);
        }
        if (number == 1 && !previous.equals(Hash.NONE)) {
            throw new IllegalArgumentException("nothing comes before removal 1");
        }
    }

    /** The text that is signed: canonical JSON. */
    public String payload() {
        ObjectNode node = Json.object()
                .put("log", log)
                .put("number", number)
                .put("firstPosition", firstPosition)
                .put("lastPosition", lastPosition)
                .put("rowsBefore", rowsBefore)
                .put("rows", rows)
                .put("decidedUntil", decidedUntil.toString())
                .put("batch", batch)
                .put("head", head.toString())
                .put("previous", previous.toString())
                .put("removedAt", removedAt.toString());
        if (archive != null) {
            node.put("archive", archive.toString());
        }
        return CanonicalJson.text(node);
    }

    /** SHA-256 of the payload: what the next removal has as {@code previous}. */
    public Hash hash() {
        return Hash.ofText(payload());
    }

    /** @throws IllegalArgumentException if the payload is not one of a removal */
    public static Removal of(JsonNode payload) {
        try {
            Removal removal = new Removal(
                    payload.path("log").asText(),
                    payload.path("number").asLong(),
                    payload.path("firstPosition").asLong(),
                    payload.path("lastPosition").asLong(),
                    payload.path("rowsBefore").asLong(-1),
                    payload.path("rows").asLong(),
                    Instant.parse(payload.path("decidedUntil").asText()),
                    payload.path("batch").asLong(),
                    hash(payload, "head"),
                    hash(payload, "previous"),
                    payload.has("archive") ? hash(payload, "archive") : null,
                    Instant.parse(payload.path("removedAt").asText()));
            if (!removal.payload().equals(CanonicalJson.text(payload))) {
                throw new IllegalArgumentException("the removal has more or other members than a removal has");
            }
            return removal;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("`decidedUntil` or `removedAt` is no instant", e);
        }
    }

    /** The removal that a JWS is of, whoever signed it: for those who have it from where they trust. */
    public static Removal readUnverified(String jws) {
        return of(LogHead.unverified(jws));
    }

    private static Hash hash(JsonNode payload, String field) {
        return Hash.parse(payload.path(field).asText())
                .orElseThrow(() -> new IllegalArgumentException("`" + field + "` is no hash"));
    }

    @Override
    public String toString() {
        return "removal %d: %d rows, positions %d to %d, decided until %s, removed by retention at %s"
                .formatted(number, rows, firstPosition, lastPosition, decidedUntil, removedAt);
    }
}
