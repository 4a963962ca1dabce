package io.plimsoll.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A row of an export as one of a table, and back: what proves it stands in the last columns. */
final class TableRow {

    /** What a column holds: decimals and instants are text, because they are exact. */
    enum Kind {
        WHOLE,
        TEXT,
        /** Texts with a blank between them. */
        WORDS,
        JSON
    }

    /**
     * A column.
     *
     * @param pointer where its value stands in a row of an export
     * @param isSource false if it follows from the others
     */
    record Column(String name, Kind kind, String pointer, boolean isSource) {

        /** The value as text; null where there is none, or it is withheld. */
        @Nullable
        String text(JsonNode row) {
            JsonNode value = row.at(pointer);
            if (value.isMissingNode() || value.isNull() && kind != Kind.JSON) {
                return null;
            }
            return switch (kind) {
                case JSON -> Json.text(value);
                case WORDS -> words(value);
                case WHOLE, TEXT -> value.asText();
            };
        }

        /** True if the row says what a cell says; JSON may be spelled in many ways, and the row was read from it. */
        private boolean isSaidBy(JsonNode row, String cell) {
            return kind == Kind.JSON
                    || Objects.requireNonNullElse(text(row), "").equals(cell);
        }

        private static String words(JsonNode array) {
            List<String> words = new ArrayList<>();
            array.forEach(word -> words.add(word.asText()));
            return String.join(" ", words);
        }

        /** @throws IllegalArgumentException if it is not written as this column is */
        private JsonNode value(String text) {
            return switch (kind) {
                case JSON -> parsed(text);
                case WHOLE -> Json.object().numberNode(Long.parseLong(text));
                case TEXT -> Json.object().textNode(text);
                case WORDS -> {
                    ArrayNode words = Json.object().arrayNode();
                    if (!text.isEmpty()) {
                        List.of(text.split(" ", -1)).forEach(words::add);
                    }
                    yield words;
                }
            };
        }
    }

    /** What stands before a row in an export as NDJSON: {@code type=JWS}, with a blank between them. */
    static final String SIGNED = "signed";

    /** In the last row, what stands behind it. */
    static final String SIGNED_AFTER = "signedAfter";

    static final List<Column> COLUMNS = columns();

    private TableRow() {}

    private static List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (String place : List.of(RowShape.POSITION, RowShape.BATCH, RowShape.LEAF)) {
            columns.add(new Column(place, Kind.WHOLE, "/" + place, true));
        }
        for (String text : List.of("decisionId", "accountId", "trigger", "asOf", "evaluatedAt", "decidedAt", "pack")) {
            columns.add(new Column(text, Kind.TEXT, "/columns/" + text, false));
        }
        columns.add(new Column("snapshotSequence", Kind.WHOLE, "/columns/snapshotSequence", false));
        columns.add(new Column("version", Kind.WHOLE, "/columns/version", false));
        for (String text : List.of("policyHash", "outcome")) {
            columns.add(new Column(text, Kind.TEXT, "/columns/" + text, false));
        }
        columns.add(new Column("rules", Kind.WORDS, "/columns/rules", false));
        columns.add(new Column("snapshotDigest", Kind.TEXT, "/columns/snapshotDigest", false));
        for (String figure : List.of(
                "settlementCurrency", "wallet", "equity", "initialMargin", "maintenanceMargin", "marginRatio")) {
            columns.add(new Column(figure, Kind.TEXT, "/decision/figures/" + figure, false));
        }
        for (String field :
                List.of(LogRow.SNAPSHOT, LogRow.DECISION, LogRow.PREVIOUS, LogRow.REVISION, LogRow.OPEN_CALLS)) {
            columns.add(new Column(field, Kind.JSON, "/" + field, true));
        }
        columns.add(new Column(RowShape.SALT, Kind.TEXT, "/" + RowShape.SALT, true));
        columns.add(new Column(RowShape.SALTS, Kind.JSON, "/" + RowShape.SALTS, true));
        columns.add(new Column(RowShape.MASKED, Kind.JSON, "/" + RowShape.MASKED, true));
        columns.add(new Column(RowShape.PATH, Kind.WORDS, "/" + RowShape.PATH, true));
        columns.add(new Column(SIGNED, Kind.TEXT, "/" + SIGNED, false));
        columns.add(new Column(SIGNED_AFTER, Kind.TEXT, "/" + SIGNED_AFTER, false));
        return List.copyOf(columns);
    }

    /**
     * A row of an export again.
     *
     * @param row as it stands in an export as NDJSON; null where the record holds nothing but what was signed
     * @param altered names of cells that say something else than the row, or that no export has
     */
    record Read(@Nullable ObjectNode row, List<String> altered) {}

    /**
     * Reads a record.
     *
     * @param cells by the names of their columns, without those that are empty
     * @throws IllegalArgumentException if a cell is not written as its column is
     */
    static Read read(Map<String, String> cells) {
        Map<String, String> rest = new TreeMap<>(cells);
        rest.keySet().removeAll(List.of(SIGNED, SIGNED_AFTER));
        if (rest.isEmpty()) {
            return new Read(null, List.of());
        }
        ObjectNode row = Json.object().put(ExportWriter.TYPE, ExportWriter.ROW);
        for (Column column : COLUMNS) {
            String cell = rest.getOrDefault(column.name(), "");
            if (column.isSource() && (!cell.isEmpty() || column.kind() == Kind.WORDS)) {
                row.set(column.name(), column.value(cell));
            }
        }
        row.putObject(RowShape.COLUMNS).setAll(RowColumns.expected(row));
        SortedSet<String> altered = new TreeSet<>(rest.keySet());
        for (Column column : COLUMNS) {
            if (column.isSaidBy(row, rest.getOrDefault(column.name(), ""))) {
                altered.remove(column.name());
            } else {
                altered.add(column.name());
            }
        }
        return new Read(row, List.copyOf(altered));
    }

    private static JsonNode parsed(String text) {
        try {
            JsonNode read = Json.parse("{\"value\":" + text + "}");
            if (read.size() > 1) {
                throw new IllegalArgumentException("something stands behind the value");
            }
            return read.path("value");
        } catch (SnapshotFaults e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }
}
