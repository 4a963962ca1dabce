package io.plimsoll.rules;

import io.plimsoll.money.Decimals;
import io.plimsoll.rules.compile.RowClass;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.TableType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of tables that one stage's rules may match, as objects of the declared types. */
public final class TableRows {

    private final List<Object> everywhere;
    private final Map<String, List<Object>> byKey;

    /**
     * @param everywhere rows that every evaluation sees
     * @param byKey rows that an evaluation sees only if their key occurs in its snapshot
     */
    public TableRows(List<Object> everywhere, Map<String, List<Object>> byKey) {
        this.everywhere = List.copyOf(everywhere);
        this.byKey = Map.copyOf(byKey);
    }

    /** @throws IllegalArgumentException if one of the names is not declared */
    public static void requireDeclared(Set<String> names, List<TableType> declared) {
        for (String name : names) {
            if (declared.stream().noneMatch(type -> type.name().equals(name))) {
                throw new IllegalArgumentException("no rule file declares the table `" + name + "`");
            }
        }
    }

    /** The rows for a snapshot in which these keys occur. */
    public List<Object> rows(Set<String> keys) {
        if (byKey.isEmpty()) {
            return everywhere;
        }
        List<Object> rows = new ArrayList<>(everywhere);
        keys.forEach(key -> rows.addAll(byKey.getOrDefault(key, List.of())));
        return rows;
    }

    /** @throws IllegalArgumentException if a column has no value, or one of another kind */
    static Object row(RowClass type, Map<String, Object> values) {
        return type.row(List.copyOf(checked(type.table(), values).values()));
    }

    /**
     * The values of a row, each of its column's kind, decimals normalised.
     *
     * @throws IllegalArgumentException if a column has no value, or one of another kind
     */
    public static Map<String, Object> checked(TableType table, Map<String, Object> values) {
        Map<String, Object> checked = new LinkedHashMap<>();
        table.columns().forEach(column -> checked.put(column.name(), value(table, column, values)));
        return checked;
    }

    private static Object value(TableType table, Column column, Map<String, Object> values) {
        Object value = values.get(column.name());
        if (!column.kind().javaType().isInstance(value)) {
            throw new IllegalArgumentException("column `" + column.name() + "` of table `" + table.name() + "` must be "
                    + column.kind().inWords() + ", was " + value);
        }
        return value instanceof BigDecimal decimal ? Decimals.normalised(decimal) : value;
    }
}
