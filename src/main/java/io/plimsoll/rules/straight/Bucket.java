package io.plimsoll.rules.straight;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that were found by one key, in the order of their lower bounds where they have bounds. */
final class Bucket {

    static final Bucket EMPTY = new Bucket(List.of(), null);

    final StraightRow[] rows;
    private final @Nullable Span span;
    private final boolean rising;

    /**
     * The columns of a bound.
     *
     * @param lower place of the column
     * @param upper place of the column
     */
    record Span(int lower, boolean lowerInclusive, int upper, boolean upperInclusive) {}

    Bucket(List<StraightRow> rows, @Nullable Span span) {
        this.span = span;
        this.rows = rows.toArray(StraightRow[]::new);
        if (span != null) {
            Arrays.sort(this.rows, (one, other) -> order(one.cells[span.lower()], other.cells[span.lower()]));
        }
        this.rising = span != null && isRising(this.rows, span.upper());
    }

    private static boolean isRising(StraightRow[] rows, int column) {
        for (int i = 1; i < rows.length; i++) {
            if (order(rows[i - 1].cells[column], rows[i].cells[column]) > 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The first row, of those before {@code to}, whose upper bound may be above a value. Asked from the end: where rows do not overlap it is the last
     * of them.
     */
    int from(@Nullable Object value, int to) {
        if (span == null || value == null || !rising) {
            return 0;
        }
        int from = to;
        while (from > 0 && isBelowUpper(value, rows[from - 1].cells[span.upper()], span.upperInclusive())) {
            from--;
        }
        return from;
    }

    private static boolean isBelowUpper(Object value, Object upper, boolean inclusive) {
        int order = order(upper, value);
        return inclusive ? order >= 0 : order > 0;
    }

    /** Behind the last row whose lower bound is below a value; none is below one that is absent. */
    int to(@Nullable Object value) {
        if (span == null || value == null) {
            return 0;
        }
        int from = 0;
        int to = rows.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            int order = order(rows[middle].cells[span.lower()], value);
            if (span.lowerInclusive() ? order <= 0 : order < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    @SuppressWarnings("unchecked")
    private static int order(Object one, Object other) {
        return ((Comparable<Object>) one).compareTo(other);
    }
}
