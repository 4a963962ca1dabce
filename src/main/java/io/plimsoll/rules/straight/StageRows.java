package io.plimsoll.rules.straight;

import io.plimsoll.decision.View;
import io.plimsoll.rules.FactsOf;
import io.plimsoll.rules.model.TableType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of tables as one stage looks them up. */
final class StageRows {

    private static final int SIZE_MAX = 1 << 20;

    private final RowIndex[] indexes;
    private final List<Keyed> visible = new ArrayList<>();
    private final Map<String, Keyed> tables = new HashMap<>();

    /** An account with so many facts of every type, and so many keys, can never make the rules try too many combinations. */
    private final int sizeOfFew;

    /** @param rows of every declared type by its name */
    StageRows(StagePlan plan, Map<String, List<StraightRow>> rows) {
        this.indexes = plan.code().indexes().stream()
                .map(index ->
                        new RowIndex(index, plan.table(index.table()), rows.getOrDefault(index.table(), List.of())))
                .toArray(RowIndex[]::new);
        rows.forEach((name, of) -> tables.put(name, Keyed.of(plan.table(name), of)));
        plan.code().visible().forEach(name -> visible.add(tables.getOrDefault(name, Keyed.NONE)));
        int few = 0;
        for (int more = SIZE_MAX; more > 0; more /= 2) {
            if (areFew(plan, few + more)) {
                few += more;
            }
        }
        this.sizeOfFew = few;
    }

    private boolean areFew(StagePlan plan, int size) {
        return plan.combinations().areFew(type -> plan.tables().containsKey(type) ? atMost(type, size) : size);
    }

    /** True if the account is so small that its facts and rows need not be counted. */
    boolean areSurelyFew(View view) {
        return FactsOf.sizeAtMost(view) <= sizeOfFew;
    }

    /** The same by the bounds of each type and the rows that the snapshot sees, which takes longer to tell and tells more. */
    boolean areFew(StagePlan plan, View view) {
        Set<String> keys = FactsOf.keys(view.snapshot());
        return plan.combinations()
                .areFew(type -> plan.tables().containsKey(type)
                        ? tables.getOrDefault(type, Keyed.NONE).countSeenBy(keys)
                        : FactsOf.sizeAtMost(type, view));
    }

    RowIndex index(int number) {
        return indexes[number];
    }

    /** The rows of a table that a snapshot with these keys sees. */
    StraightRow[] visible(int table, Set<String> keys) {
        return visible.get(table).seenBy(keys).toArray(StraightRow[]::new);
    }

    /** At least as many as a snapshot with so many keys sees of a table. */
    private int atMost(String table, int keys) {
        return tables.getOrDefault(table, Keyed.NONE).atMost(keys);
    }

    /** All rows that a snapshot with these keys sees. */
    List<Object> all(Set<String> keys) {
        List<Object> all = new ArrayList<>();
        tables.values().forEach(table -> all.addAll(table.seenBy(keys)));
        return all;
    }

    /**
     * The rows of one table.
     *
     * @param everywhere those of a table without a key
     * @param byKey those of a table with one
     * @param most rows of one key
     */
    private record Keyed(List<StraightRow> everywhere, Map<String, List<StraightRow>> byKey, int most) {

        static final Keyed NONE = new Keyed(List.of(), Map.of(), 0);

        static Keyed of(TableType table, List<StraightRow> rows) {
            if (table.key().isEmpty()) {
                return new Keyed(rows, Map.of(), 0);
            }
            Map<String, List<StraightRow>> byKey = new HashMap<>();
            for (StraightRow row : rows) {
                byKey.computeIfAbsent((String) row.value(table.key().get()), any -> new ArrayList<>())
                        .add(row);
            }
            int most = byKey.values().stream().mapToInt(List::size).max().orElse(0);
            return new Keyed(List.of(), byKey, most);
        }

        List<StraightRow> seenBy(Set<String> keys) {
            if (byKey.isEmpty()) {
                return everywhere;
            }
            List<StraightRow> rows = new ArrayList<>();
            keys.forEach(key -> rows.addAll(byKey.getOrDefault(key, List.of())));
            return rows;
        }

        int countSeenBy(Set<String> keys) {
            int count = everywhere.size();
            for (String key : byKey.isEmpty() ? Set.<String>of() : keys) {
                count += byKey.getOrDefault(key, List.of()).size();
            }
            return count;
        }

        int atMost(int keys) {
            return everywhere.size() + (int) Math.min((long) keys * most, Integer.MAX_VALUE / 2);
        }
    }
}
