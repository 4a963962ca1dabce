package io.plimsoll.rules.straight;

import io.plimsoll.rules.FieldValues;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.TableType;
import java.util.List;
import java.util.Map;

/** A row of a table, its values in the order of the columns. */
final class StraightRow implements FieldValues.Row {

    final Object[] cells;
    private final TableType table;
    private final Map<String, Object> values;

    /** @param values of every column, of its kind and normalised */
    StraightRow(TableType table, Map<String, Object> values) {
        this.table = table;
        this.values = values;
        List<Column> columns = table.columns();
        this.cells = new Object[columns.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = values.getOrDefault(columns.get(i).name(), "");
        }
    }

    /** Place of a column, from 0. */
    static int place(TableType table, String column) {
        return table.columns().stream().map(Column::name).toList().indexOf(column);
    }

    @Override
    public String type() {
        return table.name();
    }

    @Override
    public Map<String, Object> values() {
        return values;
    }

    Object value(String column) {
        return cells[place(table, column)];
    }
}
