package io.plimsoll.rules.straight;

import io.plimsoll.rules.Because;
import io.plimsoll.rules.FieldValues;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a rule has matched when it fires. Its variables are read, and put into words, when somebody asks for them. */
abstract sealed class Match implements Because.Bindings, Supplier<Map<String, String>> {

    private final Firing firing;

    private Match(Firing firing) {
        this.firing = firing;
    }

    /** The fact, row or result in a slot. */
    abstract @Nullable Object slot(int slot);

    @Override
    public Map<String, String> get() {
        return firing.rule().facts(this);
    }

    @Override
    public boolean has(String variable) {
        return firing.bound().containsKey(variable);
    }

    @Override
    public @Nullable Object value(String variable) {
        return switch (Objects.requireNonNull(firing.bound().get(variable))) {
            case Operand.Fact it -> slot(it.slot());
            case Operand.Result it -> slot(it.slot());
            case Operand.Field it -> FieldValues.of(Objects.requireNonNull(slot(it.slot())), it.name());
            case Operand other -> throw new IllegalStateException("no variable is bound to " + other);
        };
    }

    /** Of so few that they need no array. */
    static final class OfTwo extends Match {
        private final @Nullable Object first;
        private final @Nullable Object second;

        OfTwo(Firing firing, @Nullable Object first, @Nullable Object second) {
            super(firing);
            this.first = first;
            this.second = second;
        }

        @Override
        @Nullable
        Object slot(int slot) {
            return slot == 0 ? first : second;
        }
    }

    /** Of any number. */
    static final class OfMany extends Match {
        private final @Nullable Object[] slots;

        OfMany(Firing firing, @Nullable Object[] slots) {
            super(firing);
            this.slots = slots;
        }

        @Override
        @Nullable
        Object slot(int slot) {
            return slots[slot];
        }
    }
}
