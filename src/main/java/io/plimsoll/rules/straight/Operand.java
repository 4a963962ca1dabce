package io.plimsoll.rules.straight;

import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Value;
import java.util.List;
import java.util.stream.Stream;

/**
 * A value of a rule once its variables are slots: what is bound in the order of matching, from 0. Two rules that ask for the same have equal
 * operands, whatever their authors named the variables.
 */
sealed interface Operand {

    /** A value that is known before any account is. */
    record Const(Object value, FieldKind kind) implements Operand {}

    /** A constant by its place among those of a template. */
    record Place(int place, FieldKind kind, Class<?> type) implements Operand {}

    /** A field of the fact or row in a slot. */
    record Field(int slot, String type, boolean table, String name, FieldKind kind) implements Operand {}

    /** A result of a fold, which has a slot of its own. */
    record Result(int slot, FieldKind kind) implements Operand {}

    /** A whole fact, for a verb. */
    record Fact(int slot, String type, boolean table) implements Operand {
        @Override
        public FieldKind kind() {
            throw new IllegalStateException("a fact has no kind");
        }
    }

    record Arithmetic(Value.Operator operator, Operand left, Operand right) implements Operand {
        @Override
        public FieldKind kind() {
            return FieldKind.DECIMAL;
        }
    }

    record Minus(Operand of) implements Operand {
        @Override
        public FieldKind kind() {
            return FieldKind.DECIMAL;
        }
    }

    record Applied(Value.Function function, List<Operand> to) implements Operand {
        @Override
        public FieldKind kind() {
            return FieldKind.DECIMAL;
        }
    }

    FieldKind kind();

    /** The slots that it reads. */
    default Stream<Integer> slots() {
        return switch (this) {
            case Const it -> Stream.empty();
            case Place it -> Stream.empty();
            case Field it -> Stream.of(it.slot());
            case Result it -> Stream.of(it.slot());
            case Fact it -> Stream.of(it.slot());
            case Arithmetic it -> Stream.concat(it.left().slots(), it.right().slots());
            case Minus it -> it.of().slots();
            case Applied it -> it.to().stream().flatMap(Operand::slots);
        };
    }
}
