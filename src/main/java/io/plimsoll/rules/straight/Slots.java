package io.plimsoll.rules.straight;

import io.plimsoll.rules.Because;
import io.plimsoll.rules.FieldValues;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The variables of a match, read from its slots when they are asked for. */
record Slots(Firing firing, @Nullable Object[] slots) implements Because.Bindings {

    @Override
    public boolean has(String variable) {
        return firing.bound().containsKey(variable);
    }

    @Override
    public @Nullable Object value(String variable) {
        return switch (Objects.requireNonNull(firing.bound().get(variable))) {
            case Operand.Fact it -> slots[it.slot()];
            case Operand.Result it -> slots[it.slot()];
            case Operand.Field it -> FieldValues.of(Objects.requireNonNull(slots[it.slot()]), it.name());
            case Operand other -> throw new IllegalStateException("no variable is bound to " + other);
        };
    }
}
