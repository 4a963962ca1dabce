package io.plimsoll.rules.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A type that rule files declare: the shape of a table's rows. Each file names the columns that its rules ask for; the table of a pack has those of all its
 * files.
 *
 * @param columns in the order in which they are declared
 * @param key the column by which rows are looked up; an evaluation sees only rows whose key occurs in its snapshot
 */
public record TableType(String name, List<Column> columns, Optional<String> key) {
    public TableType {
        columns = List.copyOf(columns);
    }

    /** The columns of both declarations, each once. */
    public TableType with(TableType other) {
        List<Column> all = new ArrayList<>(columns);
        other.columns().stream().filter(column -> !all.contains(column)).forEach(all::add);
        return new TableType(name, all, key);
    }

    /** In what another declaration cannot be of the same table: its key, or the type of a column; empty if it can. */
    public Optional<String> contradiction(TableType other) {
        if (!key.equals(other.key())) {
            return Optional.of("key");
        }
        return other.columns().stream()
                .filter(column -> columns.stream()
                        .anyMatch(mine -> mine.name().equals(column.name()) && mine.kind() != column.kind()))
                .findFirst()
                .map(column -> "type of `" + column.name() + "`");
    }
}
