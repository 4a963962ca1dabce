package io.plimsoll.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.proof.ExportFinding.Kind;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** An export as a table: from each record come the lines that were signed before its row, the row, and behind the last what was signed after it. */
final class TableLines implements ExportSource {

    /** The records of a table. */
    interface Records {

        /**
         * The next record.
         *
         * @return its cells by the names of their columns, without those that are empty; null at the end
         */
        @Nullable
        Map<String, String> next(Findings findings) throws IOException;
    }

    private final Records records;
    private final Queue<JsonNode> lines = new ArrayDeque<>();

    TableLines(Records records) {
        this.records = records;
    }

    @Override
    public @Nullable JsonNode next(Findings findings) throws IOException {
        while (lines.isEmpty()) {
            Map<String, String> cells = records.next(findings);
            if (cells == null) {
                return null;
            }
            take(cells, findings);
        }
        return lines.remove();
    }

    private void take(Map<String, String> cells, Findings findings) {
        signed(cells.get(TableRow.SIGNED));
        try {
            TableRow.Read read = TableRow.read(cells);
            if (read.row() != null) {
                lines.add(read.row());
            }
            for (String name : read.altered()) {
                findings.add(
                        Kind.COLUMN,
                        "row at position " + cells.get(RowShape.POSITION) + ": `" + name
                                + "` is not what its row says");
            }
        } catch (IllegalArgumentException e) {
            findings.add(Kind.UNREADABLE, "a cell is not what its column holds: " + e.getMessage());
        }
        signed(cells.get(TableRow.SIGNED_AFTER));
    }

    private void signed(@Nullable String cell) {
        if (cell == null) {
            return;
        }
        for (String word : cell.split(" ", -1)) {
            int end = word.indexOf('=');
            ObjectNode line = Json.object().put(ExportWriter.TYPE, word.substring(0, Math.max(0, end)));
            lines.add(line.put(ExportWriter.SIGNED, word.substring(end + 1)));
        }
    }
}
