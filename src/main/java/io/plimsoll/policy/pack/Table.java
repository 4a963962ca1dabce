package io.plimsoll.policy.pack;

import io.plimsoll.policy.pack.YamlValue.Entry;
import io.plimsoll.policy.pack.YamlValue.YamlMap;
import io.plimsoll.policy.pack.YamlValue.YamlScalar;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.Range;
import io.plimsoll.rules.model.TableType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one declared type, read and held against the table's law ({@link TableLaw}).
 *
 * @param rows rows whose every cell is good
 * @param findings everything that is wrong, cells and law
 */
public record Table(TableType type, List<TableRow> rows, List<Finding> findings) {
    public Table {
        rows = List.copyOf(rows);
        findings = List.copyOf(findings);
    }

    /**
     * Reads a CSV file whose header names the type's columns, in any order; lines that start with {@code #} are comments.
     *
     * @param path the file's path for findings
     */
    public static Table ofCsv(TableType type, String path, String text) {
        Findings findings = new Findings(path, text);
        List<TableRow> rows = CsvTable.read(type, text, findings);
        return new Table(type, rows, findings.all());
    }

    /** Reads rows that are written as YAML mappings; findings go to the file's own. */
    public static List<TableRow> ofYaml(TableType type, List<YamlMap> maps, Findings findings) {
        List<TableRow> rows = new ArrayList<>();
        RowLaw law = new RowLaw(type, false, findings);
        for (YamlMap map : maps) {
            Optional<TableRow> row = row(type, map, findings);
            if (row.isPresent()) {
                rows.add(row.get());
                law.take(row.get());
            } else {
                law.passOver(map.get(type.key().orElse("")).orElse(null) instanceof YamlScalar key ? key.text() : null);
            }
        }
        law.judge();
        return rows;
    }

    private static Optional<TableRow> row(TableType type, YamlMap map, Findings findings) {
        String[] names = type.columns().stream().map(Column::name).toArray(String[]::new);
        Fields fields = new Fields(map, findings).only(names).require(names);
        Map<String, Object> values = new HashMap<>();
        for (Column column : type.columns()) {
            fields.scalar(column.name())
                    .map(scalar -> Cell.value(column, scalar.text(), scalar::range, findings))
                    .ifPresent(value -> values.put(column.name(), value));
        }
        return values.size() == names.length ? Optional.of(new TableRow(values, new YamlPlace(map))) : Optional.empty();
    }

    private record YamlPlace(YamlMap map) implements TableRow.Place {
        @Override
        public Range row() {
            return map.range();
        }

        @Override
        public Range cell(String column) {
            @Nullable Entry entry = map.entries().get(column);
            return entry == null ? map.range() : entry.value().range();
        }
    }
}
