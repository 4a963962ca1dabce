package io.plimsoll.policy.mutation;

import io.plimsoll.money.Decimals;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.mutation.Mutant.OfRows;
import io.plimsoll.policy.pack.Manifest.TableFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.TableType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Moves each number, duration and instant of the pack's own tables, one cell at a time. A row that a suite brings is not the pack's. */
final class CellMutators {
    private final Candidate pack;
    private final Ticks ticks;
    private final List<Mutant> mutants = new ArrayList<>();

    private CellMutators(Candidate pack) {
        this.pack = pack;
        this.ticks = new Ticks(pack);
    }

    static List<Mutant> of(Candidate pack) {
        CellMutators cells = new CellMutators(pack);
        for (TableType type : pack.rules().tables()) {
            for (TableRow row : pack.tables().getOrDefault(type.name(), List.of())) {
                type.columns().forEach(column -> cells.cell(type, row, column));
            }
        }
        return cells.mutants;
    }

    private void cell(TableType type, TableRow row, Column column) {
        Object value = row.values().get(column.name());
        if (value != null) {
            moved(type, row, column, value, true);
            moved(type, row, column, value, false);
        }
    }

    private void moved(TableType type, TableRow row, Column column, Object value, boolean up) {
        ticks.moved(type, column, value, up)
                .ifPresent(other -> mutants.add(new Mutant(
                        type.name(),
                        fileOf(type),
                        row.place().cell(column.name()),
                        text(value),
                        "`" + column.name() + "` " + text(other) + " in place of `" + text(value) + "`",
                        new OfRows(rows -> with(rows, type, row, column, other)),
                        known -> known.rows().contains(row),
                        known -> known.rows().contains(row))));
    }

    @SuppressWarnings("ReferenceEquality")
    private static Map<String, List<TableRow>> with(
            Map<String, List<TableRow>> rows, TableType type, TableRow changed, Column column, Object value) {
        Map<String, Object> values = new HashMap<>(changed.values());
        values.put(column.name(), value);
        TableRow instead = new TableRow(values, changed.place());
        Map<String, List<TableRow>> moved = new HashMap<>(rows);
        moved.computeIfPresent(
                type.name(),
                (name, all) ->
                        all.stream().map(row -> row == changed ? instead : row).toList());
        return moved;
    }

    private String fileOf(TableType type) {
        String path = pack.manifest().tables().stream()
                .filter(table -> table.type().text().equals(type.name()))
                .findFirst()
                .map(TableFile::path)
                .map(scalar -> scalar.text())
                .orElse("pack.yaml");
        return PolicyFiles.POLICIES + pack.pack() + "/" + path;
    }

    private static String text(Object value) {
        return value instanceof BigDecimal decimal ? Decimals.plain(decimal) : value.toString();
    }
}
