package io.plimsoll.rules.straight;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells constants apart: what is to be done for the one that a value equals. */
final class Cases {

    private final Map<Object, Calls> calls;

    /** @param calls by constants in their normal form */
    Cases(Map<Object, Calls> calls) {
        this.calls = new HashMap<>(calls);
    }

    /** Nothing where it is none of them. */
    Calls of(@Nullable Object value) {
        return value == null ? Calls.NONE : calls.getOrDefault(normal(value), Calls.NONE);
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
