package io.plimsoll.rules.straight;

import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Condition;
import java.util.List;
import java.util.Optional;

/** A condition of a rule without alternatives: those are ways of their own. */
sealed interface Step {

    /** Each fact of a type, or each row of a table, of which all checks hold. It takes the next slot. */
    record Each(int slot, String type, boolean table, List<Check> checks) implements Step {}

    /** Whether any of the ways can be gone. */
    record Ask(boolean wanted, List<Way> ways) implements Step {}

    /** Results of everything that is found on the ways, from a slot on; the checks are of the results. */
    record Fold(int slot, List<Result> results, List<Way> ways, List<Check> checks) implements Step {}

    /** One result of a fold; a count is an integer, all others are decimals. */
    record Result(Condition.Function function, FieldKind kind) {}

    /**
     * A way to match.
     *
     * @param folded what each result of a fold takes of a match; empty for a count, and outside of folds
     */
    record Way(List<Step> steps, List<Optional<Operand>> folded) {}
}
