package io.plimsoll.rules.interval;

import org.jspecify.annotations.Nullable;

/**
 * What the variables of a rule stand for. A chain, because of the many ways in which conditions may hold each shares all but its last few
 * variables with another.
 */
final class Bound {

    static final Bound NOTHING = new Bound("", null, null);

    private final String variable;
    private final @Nullable Object value;
    private final @Nullable Bound before;

    private Bound(String variable, @Nullable Object value, @Nullable Bound before) {
        this.variable = variable;
        this.value = value;
        this.before = before;
    }

    /** @param value null where it is surely absent */
    Bound with(String newVariable, @Nullable Object newValue) {
        return new Bound(newVariable, newValue, this);
    }

    /** Null of what is surely absent, and of what is not bound. */
    @Nullable
    Object get(String wanted) {
        for (Bound bound = this; bound != null; bound = bound.before) {
            if (bound.variable.equals(wanted)) {
                return bound.value;
            }
        }
        return null;
    }
}
