package io.plimsoll.rules.straight;

import io.plimsoll.rules.model.TableType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a table by the values of some of its columns. */
final class RowIndex {

    private final Map<Object, Bucket> buckets = new HashMap<>();

    RowIndex(Node.Index index, TableType table, List<StraightRow> rows) {
        Bucket.@Nullable Span span = index.bounds()
                .map(bounds -> new Bucket.Span(
                        StraightRow.place(table, bounds.lower()),
                        bounds.lowerInclusive(),
                        StraightRow.place(table, bounds.upper()),
                        bounds.upperInclusive()))
                .orElse(null);
        int[] places = index.columns().stream()
                .mapToInt(column -> StraightRow.place(table, column))
                .toArray();
        Map<Object, List<StraightRow>> sorted = new HashMap<>();
        for (StraightRow row : rows) {
            Object[] key = new Object[places.length];
            for (int i = 0; i < key.length; i++) {
                key[i] = row.cells[places[i]];
            }
            sorted.computeIfAbsent(key.length == 1 ? key[0] : List.of(key), any -> new ArrayList<>())
                    .add(row);
        }
        sorted.forEach((key, found) -> buckets.put(key, new Bucket(found, span)));
    }

    /** All rows, of an index without columns. */
    Bucket find() {
        return buckets.getOrDefault(List.of(), Bucket.EMPTY);
    }

    Bucket find(@Nullable Object key) {
        Bucket found = key == null ? null : buckets.get(key);
        return found == null ? Bucket.EMPTY : found;
    }

    Bucket find(@Nullable Object one, @Nullable Object other) {
        return one == null || other == null ? Bucket.EMPTY : find(List.of(one, other));
    }

    Bucket find(@Nullable Object[] keys) {
        for (Object key : keys) {
            if (key == null) {
                return Bucket.EMPTY;
            }
        }
        return find((Object) List.of(keys));
    }
}
