package io.plimsoll.proof;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.signing.SignedKind;
import io.plimsoll.signing.SigningKey;
import io.plimsoll.wire.CanonicalJson;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes an export: a signed start, the signed head of each batch before its rows, and after at most so many rows a signed list of their positions. */
public final class ExportWriter {

    /** Rows whose positions one signature covers. */
    public static final int PART_ROWS_MAX = 1_000;

    static final String TYPE = "type";
    static final String START = "start";
    static final String BATCH = "batch";
    static final String ROW = "row";
    static final String PART = "part";
    static final String REMOVAL = "removal";
    static final String SIGNED = "signed";

    private final SigningKey key;
    private final ExportSink sink;
    private final String exportId;
    private final List<Long> positions = new ArrayList<>();
    private Hash previous;
    private long batch;
    private long parts;
    private long rows;

    /**
     * Writes the start.
     *
     * @param filter what rows were selected by; empty for the whole log
     */
    public ExportWriter(
            SigningKey key, ExportSink sink, String exportId, String log, ObjectNode filter, Instant createdAt)
            throws IOException {
        this.key = key;
        this.sink = sink;
        this.exportId = exportId;
        ObjectNode start = Json.object()
                .put("format", ExportVerifier.FORMAT)
                .put("export", exportId)
                .put("log", log)
                .put("createdAt", createdAt.toString());
        start.set("filter", filter);
        this.previous = signed(START, SignedKind.EXPORT_START, start);
    }

    /** A removal as it was signed when it was made; all of them come before the first batch, in their order. */
    public void removal(String signedRemoval) throws IOException {
        sink.signed(REMOVAL, signedRemoval);
    }

    /** Begins a batch with its head, as it was signed when it was sealed. */
    public void batch(long number, String signedHead) throws IOException {
        endPart(false);
        batch = number;
        sink.signed(BATCH, signedHead);
    }

    /** A row of the batch. */
    public void row(ObjectNode row) throws IOException {
        sink.row(row);
        positions.add(row.path("position").asLong());
        rows++;
        if (positions.size() == PART_ROWS_MAX) {
            endPart(false);
        }
    }

    /** A row that stands among those of the batch and was never sealed: shown, so that it is found, and not listed. */
    public void strayRow(ObjectNode row) throws IOException {
        sink.row(row);
    }

    /** Writes the end: what was cut off behind it is missed. */
    public void end() throws IOException {
        endPart(false);
        endPart(true);
        sink.end();
    }

    private void endPart(boolean isEnd) throws IOException {
        if (positions.isEmpty() && !isEnd) {
            return;
        }
        parts++;
        ObjectNode part = Json.object()
                .put("export", exportId)
                .put("part", parts)
                .put("previous", previous.toString())
                .put("batch", batch)
                .put("rows", rows)
                .put("end", isEnd);
        ArrayNode all = part.putArray("positions");
        positions.forEach(all::add);
        previous = signed(PART, SignedKind.EXPORT_PART, part);
        positions.clear();
    }

    private Hash signed(String type, SignedKind kind, ObjectNode content) throws IOException {
        String payload = CanonicalJson.text(content);
        sink.signed(type, key.sign(kind, payload));
        return Hash.ofText(payload);
    }
}
