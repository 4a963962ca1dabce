package io.plimsoll.rules.plain;

import io.plimsoll.rules.FieldValues;
import java.util.Map;

/**
 * A row of a table.
 *
 * @param type name of the declared type
 * @param index its place among the rows that were given for the type, from 0
 * @param values by column
 */
public record PlainRow(String type, int index, Map<String, Object> values) implements FieldValues.Row {
    public PlainRow {
        values = Map.copyOf(values);
    }
}
