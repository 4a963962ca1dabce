package io.plimsoll.rules.straight;

import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Relation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is done, once all that stands above it holds. */
sealed interface Node {

    /** One after another. */
    record All(List<Node> nodes) implements Node {}

    /** For each fact or row that {@code from} yields. */
    record Loop(int slot, Source from, Node then) implements Node {}

    record Require(Check check, Node then) implements Node {}

    /** What stands beside the constant that a field equals. */
    record Switch(Operand.Field of, Map<Object, Node> cases) implements Node {}

    /** All steps whose limit the field is beyond; the limits in the order in which they are passed. */
    record Ladder(Operand.Field of, Relation relation, List<Rung> rungs) implements Node {}

    record Rung(BigDecimal limit, Node then) {}

    record Ask(boolean wanted, Node question, Node then) implements Node {}

    /** @param gathering ends in {@link Gather} */
    record Fold(int slot, List<Step.Result> results, Node gathering, Node then) implements Node {}

    record Fire(Firing firing) implements Node {}

    /** The end of a question: there is such a way. */
    record Found() implements Node {}

    /** The end of a way of a fold: the values go into the tallies, which have the slots from one on. */
    record Gather(int slot, List<Condition.Function> functions, List<Optional<Operand>> values) implements Node {}

    /** Where a loop's facts come from. */
    sealed interface Source {}

    record Facts(String type) implements Source {}

    /** @param index what the rows are looked up by */
    record Rows(Index index, List<Operand> keys, Optional<Interval> interval) implements Source {}

    /** The rows of a table with a key that the snapshot has. */
    record VisibleRows(String table) implements Source {}

    /**
     * How rows are looked up.
     *
     * @param columns whose values are equal to the keys
     * @param guarded true if the rows of a key count only where the key occurs in the snapshot, which what it is looked up by does not assure
     */
    record Index(String table, List<String> columns, boolean guarded, Optional<Bounds> bounds) {}

    /** The columns between which a value lies. */
    record Bounds(String lower, boolean lowerInclusive, String upper, boolean upperInclusive) {}

    /** The values that are to lie above the lower and below the upper column. */
    record Interval(Operand aboveLower, Operand belowUpper) {}
}
