package io.plimsoll.rules.straight;

import io.plimsoll.rules.model.Relation;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be done beyond limits, in the order in which a value passes them. */
final class Ladder {

    final Calls calls;
    private final Relation relation;
    private final BigDecimal[] limits;

    /** @param limits of each call; those that are passed first come first */
    Ladder(Relation relation, List<BigDecimal> limits, Calls calls) {
        this.relation = relation;
        this.limits = limits.toArray(BigDecimal[]::new);
        this.calls = calls;
    }

    /** How many of the calls, from the first on, have a limit that the value is beyond; none where it is absent. */
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
