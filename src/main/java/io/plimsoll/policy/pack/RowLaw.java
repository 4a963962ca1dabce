package io.plimsoll.policy.pack;

import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.TableType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What rows of one table owe one another: none twice, none that contradict, brackets and columns by their laws. Takes the good rows in order. */
final class RowLaw {
    private static final Set<String> SAY_A_RANGE =
            Set.of("floor", "cap", "from", "to", "min", "max", "above", "below", "over", "under", "upto", "tier");

    private final TableType type;
    private final boolean whole;
    private final Findings findings;
    private final boolean brackets;
    private final boolean oneRowAKey;
    private final Map<Map<String, Object>, TableRow> distinct = new HashMap<>();
    private final Map<Object, List<TableRow>> byKey = new LinkedHashMap<>();
    private final Set<Object> incomplete = new HashSet<>();
    private final List<TableRow> all = new ArrayList<>();
    private boolean isComplete = true;

    /** @param whole false for rows that a suite makes up, which need not be all there are */
    RowLaw(TableType type, boolean whole, Findings findings) {
        this.type = type;
        this.whole = whole;
        this.findings = findings;
        this.brackets = TableLaw.isOfBrackets(type);
        this.oneRowAKey = !brackets && saysOneThingAKey(type);
    }

    void take(TableRow row) {
        TableRow same = distinct.putIfAbsent(row.values(), row);
        if (same != null) {
            findings.error(
                    Code.ROW_TWICE,
                    row.place().row(),
                    "the same row as in line " + same.place().row().startLine());
            return;
        }
        if (ReserveLaw.isOfReserves(type)) {
            ReserveLaw.judge(row, findings);
        }
        if (LatencyLaw.isOfLatencies(type)) {
            LatencyLaw.judge(type, row, findings);
        }
        all.add(row);
        type.key().ifPresent(key -> {
            if (brackets || oneRowAKey) {
                byKey.computeIfAbsent(row.values().get(key), any -> new ArrayList<>())
                        .add(row);
            }
        });
    }

    /** A row that could not be read: whatever its key's other rows lack may stand in it, so they are not judged. */
    void passOver(@Nullable Object key) {
        isComplete = false;
        if (key != null) {
            incomplete.add(key);
        }
    }

    void judge() {
        if (isComplete && !brackets) {
            ColumnLaw.judge(type, all, whole, findings);
        }
        String key = type.key().orElse("");
        byKey.forEach((value, rows) -> {
            if (brackets && !incomplete.contains(value)) {
                TableLaw.judge(type, rows, findings);
            } else if (oneRowAKey && rows.size() > 1) {
                int line = rows.getFirst().place().row().startLine();
                rows.stream()
                        .skip(1)
                        .forEach(row -> findings.error(
                                Code.KEY_TWICE,
                                row.place().cell(key),
                                "`" + value + "` has a row already, in line " + line));
            }
        });
    }

    /** True if nothing but numbers stands beside the key, and none of them tells rows of one key apart. */
    private static boolean saysOneThingAKey(TableType type) {
        return type.key().isPresent()
                && type.columns().stream()
                        .filter(column -> !column.name().equals(type.key().get()))
                        .allMatch(RowLaw::isPlainNumber);
    }

    private static boolean isPlainNumber(Column column) {
        boolean number = column.kind() == FieldKind.DECIMAL || column.kind() == FieldKind.DURATION;
        String name = column.name().toLowerCase(Locale.ROOT);
        return number && SAY_A_RANGE.stream().noneMatch(word -> name.startsWith(word) || name.endsWith(word));
    }
}
