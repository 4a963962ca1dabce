package io.plimsoll.rules.model;

import io.plimsoll.rules.facts.FieldKind;

/** What a pattern says of its fact: a test, or a name for one of its fields. */
public sealed interface Constraint permits Test, Constraint.Binding {

    /** Where it stands in its file. */
    Range range();

    /** The field's value goes by the variable's name from here on. */
    record Binding(String variable, String field, FieldKind kind, Range range) implements Constraint {

        /** The field that is bound, of the pattern that this stands in. */
        public Value read(Condition.Pattern pattern) {
            return new Value.Read(pattern.variable(), pattern.type(), field, kind, range);
        }
    }
}
