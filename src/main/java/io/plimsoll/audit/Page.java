package io.plimsoll.audit;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list that is read newest first.
 *
 * @param next position after which the next page begins; null if this is the last page
 */
public record Page<T>(List<T> items, @Nullable Long next) {

    /** Most items of a page. */
    public static final int ITEMS_MAX = 500;

    public Page {
        items = List.copyOf(items);
    }

    /** Of one item more than a page has: the surplus tells that another page follows. */
    static <T> Page<T> ofSurplus(List<T> items, int limit, ToLongFunction<T> position) {
        return items.size() <= limit
                ? new Page<>(items, null)
                : new Page<>(items.subList(0, limit), position.applyAsLong(items.get(limit - 1)));
    }
}
