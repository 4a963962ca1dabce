package io.plimsoll.rules.straight;

import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Relation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a rule asks of values. */
sealed interface Check {

    record Compared(Operand left, Relation relation, Operand right) implements Check {

        /** True for numbers, unless both are integers. */
        boolean isOfDecimals() {
            boolean areIntegers = left.kind() == FieldKind.INTEGER && right.kind() == FieldKind.INTEGER;
            return left.kind().isNumber() && !areIntegers;
        }
    }

    record Present(Operand of, boolean wanted) implements Check {}

    record Among(Operand of, boolean wanted, List<Operand> values) implements Check {}

    /** Of constants that are no numbers: a set of them in a place of a template. */
    record AmongConstants(Operand of, boolean wanted, int place) implements Check {}

    record Both(Check left, Check right) implements Check {}

    record Either(Check left, Check right) implements Check {}

    record Not(Check of) implements Check {}

    /** The checks of which this is made, all of which must hold. */
    default Stream<Check> parts() {
        return this instanceof Both both
                ? Stream.concat(both.left().parts(), both.right().parts())
                : Stream.of(this);
    }

    /** This as a comparison of a field with a constant; empty for anything else. */
    default Optional<Limit> limit() {
        if (this instanceof Compared it) {
            if (it.left() instanceof Operand.Field field && it.right() instanceof Operand.Const constant) {
                return Optional.of(new Limit(field, it.relation(), constant));
            }
            if (it.right() instanceof Operand.Field field && it.left() instanceof Operand.Const constant) {
                return turned(it.relation()).map(relation -> new Limit(field, relation, constant));
            }
        }
        return Optional.empty();
    }

    /** This as a choice of constants that a field equals one of, in their normal form; empty for anything else. */
    default Optional<Choice> choice() {
        return switch (this) {
            case Compared it ->
                limit().filter(limit -> limit.relation() == Relation.EQUAL)
                        .map(limit -> new Choice(limit.field(), Set.of(limit.normal())));
            case Among it
            when it.wanted()
                    && it.of() instanceof Operand.Field field
                    && it.values().stream().allMatch(Operand.Const.class::isInstance) ->
                Optional.of(new Choice(
                        field,
                        it.values().stream()
                                .map(value -> Cases.normal(((Operand.Const) value).value()))
                                .collect(Collectors.toUnmodifiableSet())));
            case Either it ->
                it.left()
                        .choice()
                        .flatMap(one -> it.right()
                                .choice()
                                .filter(other -> other.field().equals(one.field()))
                                .map(one::or));
            default -> Optional.empty();
        };
    }

    /** A field and the constants that it may equal. */
    record Choice(Operand.Field field, Set<Object> constants) {
        Choice or(Choice other) {
            Set<Object> all = new HashSet<>(constants);
            all.addAll(other.constants);
            return new Choice(field, all);
        }
    }

    /** A field against a constant. */
    record Limit(Operand.Field field, Relation relation, Operand.Const constant) {

        /** Equal numbers are equal objects in this form. */
        Object normal() {
            return Cases.normal(constant.value());
        }
    }

    /** The relation that holds of exchanged sides; empty for those of texts. */
    static Optional<Relation> turned(Relation relation) {
        return switch (relation) {
            case EQUAL, NOT_EQUAL -> Optional.of(relation);
            case LESS -> Optional.of(Relation.MORE);
            case AT_MOST -> Optional.of(Relation.AT_LEAST);
            case MORE -> Optional.of(Relation.LESS);
            case AT_LEAST -> Optional.of(Relation.AT_MOST);
            case CONTAINS, NOT_CONTAINS, MATCHES, NOT_MATCHES -> Optional.empty();
        };
    }
}
