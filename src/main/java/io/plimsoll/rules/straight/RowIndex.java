package io.plimsoll.rules.straight;

import io.plimsoll.rules.model.TableType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a table by the values of some of its columns. It is a hash table of its own, because a key of several values must not need an object. */
final class RowIndex {

    private final @Nullable Entry[] entries;

    /** @param next another entry of the same place, or null */
    private record Entry(
            Object[] key, Bucket bucket, @Nullable Entry next) {}

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
        Map<List<Object>, List<StraightRow>> sorted = new HashMap<>();
        for (StraightRow row : rows) {
            Object[] key = new Object[places.length];
            for (int i = 0; i < key.length; i++) {
                key[i] = row.cells[places[i]];
            }
            sorted.computeIfAbsent(List.of(key), any -> new ArrayList<>()).add(row);
        }
        this.entries = new Entry[Integer.highestOneBit(Math.max(sorted.size(), 1)) * 2];
        sorted.forEach((key, found) -> add(key.toArray(), new Bucket(found, span)));
    }

    private void add(Object[] key, Bucket bucket) {
        int hash = 0;
        for (Object value : key) {
            hash = hash(hash, value);
        }
        int place = place(hash);
        entries[place] = new Entry(key, bucket, entries[place]);
    }

    private static int hash(int before, Object value) {
        return 31 * before + value.hashCode();
    }

    private int place(int hash) {
        return (hash ^ hash >>> 16) & entries.length - 1;
    }

    /** All rows, of an index without columns. */
    Bucket find() {
        Entry entry = entries[place(0)];
        return entry == null ? Bucket.EMPTY : entry.bucket();
    }

    Bucket find(@Nullable Object key) {
        if (key == null) {
            return Bucket.EMPTY;
        }
        Entry entry = entries[place(hash(0, key))];
        while (entry != null && !key.equals(entry.key()[0])) {
            entry = entry.next();
        }
        return entry == null ? Bucket.EMPTY : entry.bucket();
    }

    Bucket find(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return Bucket.EMPTY;
        }
        Entry entry = entries[place(hash(hash(0, one), other))];
        while (entry != null && !(one.equals(entry.key()[0]) && other.equals(entry.key()[1]))) {
            entry = entry.next();
        }
        return entry == null ? Bucket.EMPTY : entry.bucket();
    }

    Bucket find(@Nullable Object[] keys) {
        int hash = 0;
        for (Object key : keys) {
            if (key == null) {
                return Bucket.EMPTY;
            }
            hash = hash(hash, key);
        }
        Entry entry = entries[place(hash)];
        while (entry != null && !Arrays.equals(keys, entry.key())) {
            entry = entry.next();
        }
        return entry == null ? Bucket.EMPTY : entry.bucket();
    }
}
