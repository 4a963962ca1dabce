package io.plimsoll.rules.check;

import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.facts.FieldKind;
import java.util.List;
import java.util.Optional;

/**
 * What a variable stands for: a fact, or a value. Neither is known where its pattern could not be read.
 *
 * @param values the only values a text may have; empty if it may have any
 * @param nullable true if the value may be absent
 * @param place the field the value comes from, or the fact itself
 */
record Variable(
        String name,
        Optional<FactModel.Type> fact,
        Optional<FieldKind> kind,
        List<String> values,
        boolean nullable,
        Place place) {

    /** A field of the fact that one pattern matches; with an empty field the fact itself. */
    record Place(int pattern, String field) {}

    static Variable ofFact(String name, Optional<FactModel.Type> fact, int pattern) {
        return new Variable(name, fact, Optional.empty(), List.of(), false, new Place(pattern, ""));
    }

    static Variable ofField(String name, FactModel.Field field, int pattern) {
        return new Variable(
                name,
                Optional.empty(),
                Optional.of(field.kind()),
                field.values(),
                field.nullable(),
                new Place(pattern, field.name()));
    }

    static Variable ofValue(String name, FieldKind kind, int pattern) {
        return new Variable(name, Optional.empty(), Optional.of(kind), List.of(), false, new Place(pattern, ""));
    }

    static Variable unknown(String name, int pattern) {
        return new Variable(name, Optional.empty(), Optional.empty(), List.of(), false, new Place(pattern, ""));
    }

    boolean isUnknown() {
        return fact.isEmpty() && kind.isEmpty();
    }

    /** True if both may stand in for one another, as the branches of an {@code or} must let them. */
    boolean isLike(Variable other) {
        return fact.map(FactModel.Type::name).equals(other.fact.map(FactModel.Type::name)) && kind.equals(other.kind);
    }
}
