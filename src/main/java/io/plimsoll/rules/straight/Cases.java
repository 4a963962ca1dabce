package io.plimsoll.rules.straight;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells constants apart: the number of the one that a value equals, from 0. */
final class Cases {

    private final Map<Object, Integer> numbers = new HashMap<>();

    /** @param groups constants in their normal form, those of one group under its number */
    Cases(List<? extends Iterable<Object>> groups) {
        for (int i = 0; i < groups.size(); i++) {
            for (Object constant : groups.get(i)) {
                numbers.put(constant, i);
            }
        }
    }

    /** -1 where it is none of them. */
    int of(@Nullable Object value) {
        Integer number = value == null ? null : numbers.get(normal(value));
        return number == null ? -1 : number;
    }

    /** Equal numbers are equal objects in this form. */
    static Object normal(Object value) {
        return switch (value) {
            case BigDecimal decimal -> Decimals.normalised(decimal);
            case Integer integer -> Decimals.normalised(BigDecimal.valueOf(integer));
            default -> value;
        };
    }
}
