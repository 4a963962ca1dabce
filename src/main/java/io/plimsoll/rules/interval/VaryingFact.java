package io.plimsoll.rules.interval;

import io.plimsoll.rules.FieldValues;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fact of which some fields may vary.
 *
 * @param fact as it is now
 * @param varying by field: an {@link Amount}, a {@link Moment}, a {@link Question} for true or false, or a {@link Varying}
 */
public record VaryingFact(Object fact, Map<String, Object> varying) {
    public VaryingFact {
        varying = Collections.unmodifiableMap(varying);
    }

    @Nullable
    Object field(String name) {
        Object changed = varying.get(name);
        return changed == null ? FieldValues.of(fact, name) : changed;
    }

    /** What a field's value may be where it is no number, time or truth. */
    public sealed interface Varying {

        /** Any value. */
        record Any() implements Varying {}

        /**
         * A value that may be absent.
         *
         * @param present when it is there
         * @param value what it then is
         */
        record Perhaps(Question present, Object value) implements Varying {}
    }
}
