package io.plimsoll.rules.straight;

import io.plimsoll.rules.model.Condition;
import java.util.List;
import java.util.Optional;

/**
 * What code is written of: a {@link Node} whose constants are places in an array. Rules that differ in nothing but constants have equal shapes, and
 * one method is written for all of them.
 */
sealed interface Shape {

    /** One after another. */
    record All(List<Shape> shapes) implements Shape {}

    /** For each fact or row that {@code from} yields. */
    record Loop(int slot, Node.Source from, Shape then) implements Shape {}

    record Require(Check check, Shape then) implements Shape {}

    record Ask(boolean wanted, Shape question, Shape then) implements Shape {}

    /** @param gathering ends in {@link Gather} */
    record Fold(int slot, List<Step.Result> results, Shape gathering, Shape then) implements Shape {}

    /** One call of a template; its constants stand in a place of their own. */
    record One(int place, int template) implements Shape {}

    /** The calls of templates, of which {@code which} tells those that are made; the constant in the place is of its class. */
    record Several(int place, Which which, List<Integer> templates) implements Shape {}

    sealed interface Which {}

    /** All of some {@link Calls}. */
    record Every() implements Which {}

    /** The {@link Cases} that stand beside what a field equals. */
    record Equal(Operand of) implements Which {}

    /** Those of a {@link Ladder} that a field has passed. */
    record Beyond(Operand of) implements Which {}

    /** A rule fires: always the whole of a template, whose first constant is the {@link Firing}. */
    record Fire(List<Check> last, List<Firing.Call> calls) implements Shape {}

    /** The end of a question: there is such a way. */
    record Found() implements Shape {}

    /** The end of a way of a fold: the values go into the tallies, which have the slots from one on. */
    record Gather(int slot, List<Condition.Function> functions, List<Optional<Operand>> values) implements Shape {}
}
