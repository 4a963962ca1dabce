package io.plimsoll.rules.model;

import java.util.List;
import java.util.Optional;

/**
 * A type that rule files declare: the shape of a table's rows.
 *
 * @param columns in the order in which they are declared
 * @param key the column by which rows are looked up; an evaluation sees only rows whose key occurs in its snapshot
 */
public record TableType(String name, List<Column> columns, Optional<String> key) {
    public TableType {
        columns = List.copyOf(columns);
    }
}
