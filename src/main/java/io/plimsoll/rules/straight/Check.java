package io.plimsoll.rules.straight;

import io.plimsoll.rules.model.Relation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a rule asks of values. */
sealed interface Check {

    record Compared(Operand left, Relation relation, Operand right) implements Check {}

    record Present(Operand of, boolean wanted) implements Check {}

    record Among(Operand of, boolean wanted, List<Operand> values) implements Check {}

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

    /** A field against a constant. */
    record Limit(Operand.Field field, Relation relation, Operand.Const constant) {}

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
