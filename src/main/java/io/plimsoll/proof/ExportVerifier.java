package io.plimsoll.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.proof.ExportFinding.Kind;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.signing.SignedKind;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks an export of the decision log, line by line, with nothing but public keys: each row against the root of its batch, each batch against its
 * signature and the batch before, and what is there against the signed lists of what was exported. It holds one line and one batch's bits at a time.
 *
 * <p>One verifier checks one export.
 */
public final class ExportVerifier {

    public static final String FORMAT = "plimsoll-log-export-1";

    static final int LINE_BYTES_MAX = 64 << 20;

    private final Findings findings = new Findings();
    private final SignedLines signed;
    private final Anchors anchors;
    private long rows;
    private long batches;
    private @Nullable JsonNode start;
    private ExportFilter filter = new ExportFilter(Json.object().nullNode());
    private final AccountChain chain = new AccountChain();
    private Removals removals = new Removals(false);
    private @Nullable LogHead head;
    private boolean isHeadProven;
    private long unprovenHeads;
    private @Nullable BatchLeaves leaves;
    private ExportPart part = ExportPart.afterUnprovenStart();
    private long lastPosition;
    private boolean isEnded;

    /** @param anchors heads that somebody else kept, by batch; none if nobody did */
    public ExportVerifier(PublicKeys keys, Map<Long, LogHead> anchors) {
        this.signed = new SignedLines(keys, findings);
        this.anchors = new Anchors(anchors);
    }

    /** Reads an export as NDJSON to its end. */
    public ExportReport verify(InputStream export) throws IOException {
        return verify(new NdjsonLines(export));
    }

    /** Reads an export as CSV to its end; of a finding the line is that of the file. */
    public ExportReport verifyCsv(InputStream export) throws IOException {
        return verify(new TableLines(new CsvRecords(export)));
    }

    /** Reads an export as Parquet to its end; of a finding the line is the number of the row. */
    public ExportReport verifyParquet(Path export) throws IOException {
        try (ParquetRecords records = new ParquetRecords(export)) {
            return verify(new TableLines(records));
        }
    }

    private ExportReport verify(ExportSource lines) throws IOException {
        for (JsonNode next = lines.next(findings); next != null; next = lines.next(findings)) {
            take(next);
        }
        findings.at(findings.line() + 1);
        finish();
        JsonNode begun = start;
        return new ExportReport(
                begun == null ? null : begun.path("log").textValue(),
                isComplete(),
                rows,
                batches,
                findings.kept(),
                findings.count(),
                signed.keyIds(),
                removals.all());
    }

    private void take(JsonNode node) {
        String type = node.path(ExportWriter.TYPE).asText();
        if (isEnded) {
            add(Kind.INSERTED, "nothing comes after the end of an export");
        } else if (start == null && !type.equals(ExportWriter.START)) {
            add(Kind.REMOVED, "an export begins with its signed start");
            start = Json.object();
        }
        switch (type) {
            case ExportWriter.START -> start(node);
            case ExportWriter.REMOVAL -> removal(node);
            case ExportWriter.BATCH -> batch(node);
            case ExportWriter.ROW -> row(node);
            case ExportWriter.PART -> part(node);
            default -> add(Kind.UNREADABLE, "no line of an export has `type` " + quoted(type));
        }
    }

    private void start(JsonNode node) {
        if (start != null) {
            add(Kind.INSERTED, "an export has one start");
            return;
        }
        JsonNode content = signed.read(node, SignedKind.EXPORT_START);
        start = content == null ? Json.object() : content;
        filter = new ExportFilter(start.path("filter"));
        filter.unknown()
                .forEach(word ->
                        add(Kind.UNREADABLE, "the filter has " + quoted(word) + ", which is not of this format"));
        removals = new Removals(isComplete());
        part = content == null ? ExportPart.afterUnprovenStart() : ExportPart.after(content);
        if (content != null && !FORMAT.equals(content.path("format").asText())) {
            add(
                    Kind.UNREADABLE,
                    "the format is " + quoted(content.path("format").asText()) + " and not " + FORMAT);
        }
    }

    /** True for the whole log, of which every row and every batch must be there. */
    private boolean isComplete() {
        return filter.isOfAll();
    }

    private void removal(JsonNode node) {
        JsonNode content = signed.read(node, SignedKind.LOG_REMOVAL);
        JsonNode begun = start;
        if (content == null || begun == null) {
            return;
        }
        if (head != null) {
            add(Kind.REORDERED, "a removal stands after the first batch");
            return;
        }
        try {
            removals.add(Removal.of(content), begun.path("log").asText(), findings.line())
                    .forEach(findings::add);
        } catch (IllegalArgumentException e) {
            add(Kind.UNREADABLE, "the removal cannot be read: " + e.getMessage());
        }
    }

    private void batch(JsonNode node) {
        leaveBatch();
        LogHead next = head(node);
        isHeadProven = next != null;
        if (next == null) {
            unprovenHeads++;
            return;
        }
        follow(head, next);
        head = next;
        unprovenHeads = 0;
        batches++;
    }

    /** Null, with a finding, if the head is not one that a known key signed. */
    private @Nullable LogHead head(JsonNode node) {
        JsonNode content = signed.read(node, SignedKind.LOG_HEAD);
        try {
            return content == null ? null : LogHead.of(content);
        } catch (IllegalArgumentException e) {
            add(Kind.UNREADABLE, "the head cannot be read: " + e.getMessage());
            return null;
        }
    }

    private void follow(@Nullable LogHead before, LogHead next) {
        leaves = new BatchLeaves(next, removals.leavesOf(next));
        if (!removals.agreeWith(next)) {
            add(Kind.CHAIN, "batch " + next.batch() + " is not the one that a removal was made behind");
        }
        JsonNode begun = start;
        if (begun != null
                && begun.has("log")
                && !next.log().equals(begun.path("log").asText())) {
            add(Kind.CHAIN, "batch " + next.batch() + " is of another log, " + quoted(next.log()));
        }
        anchors.against(next).ifPresent(detail -> add(Kind.ANCHOR, detail));
        long expected = (before == null ? 1 : before.batch() + 1) + unprovenHeads;
        if (next.batch() < expected) {
            add(Kind.REORDERED, "batch " + next.batch() + " stands after batch " + (expected - 1));
        } else if (next.batch() > expected && isComplete()) {
            String which = next.batch() == expected + 1
                    ? "batch " + expected
                    : "batches " + expected + " to " + (next.batch() - 1);
            add(Kind.REMOVED, which + ", before batch " + next.batch());
        } else if (before != null && next.batch() == before.batch() + 1 && !next.follows(before)) {
            add(Kind.CHAIN, "batch " + next.batch() + " does not follow the batch before it");
        }
    }

    /** Of the whole log every leaf of a batch must have been there. */
    private void leaveBatch() {
        BatchLeaves left = leaves;
        if (left != null && isHeadProven && isComplete()) {
            left.missing().forEach(which -> add(Kind.REMOVED, which));
        }
    }

    private void row(JsonNode node) {
        rows++;
        long position = node.path("position").longValue();
        String row = "row at position " + position;
        if (part.holds(position)) {
            add(Kind.INSERTED, row + " is there twice");
            return;
        }
        if (position <= lastPosition) {
            add(Kind.REORDERED, row + " stands after position " + lastPosition);
        }
        LogHead of = head;
        BatchLeaves batch = leaves;
        boolean isCovered = !isHeadProven && unprovenHeads > 0 || isHeadMissing(node, position);
        if (isCovered || of == null || batch == null) {
            lastPosition = Math.max(lastPosition, position);
            part.add(position, isCovered ? 0 : findings.line()); // the finding of its head covers it
            chain.take(node, false, findings.line(), removals);
            return;
        }
        boolean isProven = RowProof.isProven(node, of);
        if (isProven) { // what was invented puts no other row out of order
            lastPosition = Math.max(lastPosition, position);
        }
        long leaf = node.path("leaf").asLong(-1);
        if (isProven && batch.isRemoved(leaf)) {
            add(Kind.INSERTED, row + " is one of those that were removed by retention");
        }
        batch.show(leaf);
        part.add(position, isProven ? 0 : findings.line());
        chain.take(node, isProven && filter.isOfOneAccount(), findings.line(), removals);
        if (isProven) {
            filter.unmetBy(node)
                    .ifPresent(
                            word -> add(Kind.INSERTED, row + " does not meet the " + quoted(word) + " of the export"));
            for (String column : RowColumns.altered(node)) {
                add(
                        Kind.COLUMN,
                        row + ": `" + column + "` is "
                                + shown(node.path("columns").path(column)) + " and not what the decision says");
            }
        }
    }

    /** True for a row behind all of the batch whose head came last, that says it is of a later one; told once for each head. */
    private boolean isHeadMissing(JsonNode row, long position) {
        LogHead last = head;
        long lastBatch = last == null ? 0 : last.batch();
        long lastOfBatch = last == null ? 0 : last.lastPosition();
        long batch = row.path("batch").longValue();
        if (batch <= lastBatch || position <= lastOfBatch) {
            return false;
        }
        if (batch > lastBatch + unprovenHeads) {
            unprovenHeads = batch - lastBatch;
            add(
                    Kind.REMOVED,
                    "head of batch " + batch + ", before the row at position " + position
                            + "; the rows of this batch are not proven");
        }
        return true;
    }

    private void part(JsonNode node) {
        JsonNode content = signed.read(node, SignedKind.EXPORT_PART);
        if (content == null) {
            part.unlisted().forEach(findings::add);
            part = part.afterUnproven();
            return;
        }
        for (JsonNode position : content.path("positions")) {
            if (!part.holds(position.longValue())) {
                chain.isTold(position.longValue());
            }
        }
        long missing = part.listedBy(content, findings.line(), findings::add);
        if (leaves != null) {
            leaves.tell(missing);
        }
        part = part.next(content);
        isEnded = content.path("end").asBoolean();
        if (isEnded && content.path("rows").asLong() != rows && findings.count() == 0) {
            add(Kind.REMOVED, "the export had " + content.path("rows").asLong() + " rows, and there are " + rows);
        }
    }

    private void finish() {
        leaveBatch();
        part.unlisted().forEach(findings::add);
        if (!isEnded) {
            add(
                    Kind.TRUNCATED,
                    start == null
                            ? "there is nothing in it"
                            : "the end is missing; the last row is at position " + lastPosition);
        }
        LogHead last = head;
        JsonNode begun = start;
        long lastBatch = last == null ? 0 : last.batch();
        if (isComplete() && removals.lastBatch() > lastBatch) {
            add(Kind.REMOVED, "batches up to " + removals.lastBatch() + ", behind which a removal was made");
        }
        if (isComplete() && begun != null) {
            anchors.missingAfter(lastBatch, createdAt(begun))
                    .forEach(batch -> add(Kind.ANCHOR, "batch " + batch + " was anchored and is not there"));
        }
        chain.gaps().forEach(findings::add);
    }

    /** Where the start does not tell, every head was there before. */
    private static Instant createdAt(JsonNode start) {
        try {
            return Instant.parse(start.path("createdAt").asText());
        } catch (DateTimeException e) {
            return Instant.MAX;
        }
    }

    private void add(Kind kind, String detail) {
        findings.add(kind, detail);
    }

    private static String quoted(String text) {
        return "`" + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + "`";
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "not there" : quoted(value.isTextual() ? value.textValue() : Json.text(value));
    }
}
