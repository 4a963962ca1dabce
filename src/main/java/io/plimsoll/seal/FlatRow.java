package io.plimsoll.seal;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of an export as one of a table. What is withheld is absent there too. */
final class FlatRow {

    /** A whole number, or text; decimals and instants are text, because they are exact. */
    enum Kind {
        WHOLE,
        TEXT,
        JSON
    }

    /**
     * A column.
     *
     * @param pointer where its value stands in a row of an export
     */
    record Column(String name, Kind kind, String pointer) {

        /** Null where there is no value, or it is withheld. */
        @Nullable
        JsonNode of(JsonNode row) {
            JsonNode value = row.at(pointer);
            return value.isMissingNode() || value.isNull() ? null : value;
        }

        /** The value as text; empty where there is none. */
        Optional<String> text(JsonNode row) {
            JsonNode value = of(row);
            return Optional.ofNullable(value)
                    .map(it -> kind == Kind.JSON ? Json.text(it) : it.isArray() ? words(it) : it.asText());
        }

        private static String words(JsonNode array) {
            List<String> words = new ArrayList<>();
            array.forEach(word -> words.add(word.asText()));
            return String.join(" ", words);
        }
    }

    static final List<Column> COLUMNS = columns();

    private FlatRow() {}

    private static List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("position", Kind.WHOLE, "/position"));
        columns.add(new Column("batch", Kind.WHOLE, "/batch"));
        columns.add(new Column("leaf", Kind.WHOLE, "/leaf"));
        for (String text : List.of("decisionId", "accountId", "trigger", "asOf", "evaluatedAt", "decidedAt", "pack")) {
            columns.add(new Column(text, Kind.TEXT, "/columns/" + text));
        }
        columns.add(new Column("snapshotSequence", Kind.WHOLE, "/columns/snapshotSequence"));
        columns.add(new Column("version", Kind.WHOLE, "/columns/version"));
        for (String text : List.of("policyHash", "outcome", "rules", "snapshotDigest")) {
            columns.add(new Column(text, Kind.TEXT, "/columns/" + text));
        }
        for (String figure : List.of(
                "settlementCurrency", "wallet", "equity", "initialMargin", "maintenanceMargin", "marginRatio")) {
            columns.add(new Column(figure, Kind.TEXT, "/decision/figures/" + figure));
        }
        columns.add(new Column("snapshot", Kind.JSON, "/snapshot"));
        columns.add(new Column("decision", Kind.JSON, "/decision"));
        return List.copyOf(columns);
    }
}
