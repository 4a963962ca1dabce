package io.plimsoll.rules.straight;

import io.plimsoll.rules.model.Relation;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Limits in the order in which a value passes them. */
final class Ladder {

    private final Relation relation;
    private final BigDecimal[] limits;

    Ladder(Relation relation, List<BigDecimal> limits) {
        this.relation = relation;
        this.limits = limits.toArray(BigDecimal[]::new);
    }

    /** How many of the limits, from the first on, the value is beyond; none where it is absent. */
    int passed(@Nullable BigDecimal value) {
        if (value == null) {
            return 0;
        }
        int from = 0;
        int to = limits.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (relation.holds(value.compareTo(limits[middle]))) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** What is more than a large limit has passed every smaller one, and the other way round. */
    static Comparator<BigDecimal> inOrderOfPassing(Relation relation) {
        return relation == Relation.MORE || relation == Relation.AT_LEAST
                ? Comparator.naturalOrder()
                : Comparator.reverseOrder();
    }
}
