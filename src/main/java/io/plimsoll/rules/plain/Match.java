package io.plimsoll.rules.plain;

import io.plimsoll.rules.Because;
import io.plimsoll.rules.FieldValues;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is bound so far: a chain of variables, the last one first, so that a way of matching can be left without undoing anything.
 *
 * @param before null at the beginning
 */
record Match(
        @Nullable Match before, String variable, @Nullable Object value) implements Because.Bindings {

    static final Match NOTHING = new Match(null, "", null);

    Match with(String name, @Nullable Object bound) {
        return new Match(this, name, bound);
    }

    @Override
    public boolean has(String name) {
        return find(name) != null;
    }

    /** @throws IllegalStateException if nothing binds the variable, which the check has made sure of */
    @Override
    public @Nullable Object value(String name) {
        Match found = find(name);
        if (found == null) {
            throw new IllegalStateException("`" + name + "` is not bound");
        }
        return found.value;
    }

    /** The facts and rows that were matched, in the order of the patterns. */
    List<Object> facts() {
        List<Object> facts = new ArrayList<>();
        for (Match match = this; match != null; match = match.before) {
            if (match.value instanceof Record || match.value instanceof FieldValues.Row) {
                facts.addFirst(match.value);
            }
        }
        return facts;
    }

    private @Nullable Match find(String name) {
        for (Match match = this; match != null; match = match.before) {
            if (match.variable.equals(name)) {
                return match;
            }
        }
        return null;
    }
}
