package io.plimsoll.policy.pack;

import io.plimsoll.rules.model.Range;
import java.util.List;
import java.util.Map;

/**
 * A row of a table: a value of the declared kind for every column.
 *
 * @param place where the row stands
 */
public record TableRow(Map<String, Object> values, Place place) {
    public TableRow {
        values = Map.copyOf(values);
    }

    /** Where a row's cells stand in their file. */
    public interface Place {
        /** The whole row. */
        Range row();

        Range cell(String column);
    }

    /** The rows as rules are given them. */
    public static List<Map<String, Object>> values(List<TableRow> rows) {
        return rows.stream().map(TableRow::values).toList();
    }
}
