package io.plimsoll.policy.mutation;

import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.rules.model.Range;
import io.plimsoll.rules.model.Rule;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One small change of a pack.
 *
 * @param of id of the rule that is changed, or that reads the column that is; the type of a cell that is
 * @param file path from the home folder
 * @param range what is changed
 * @param original the author's text there
 * @param words the change, as it ends the sentence "no case notices ..."
 * @param change of rules or rows
 * @param reaches true for a case that comes to the place at all
 * @param tells true for a case that could come out otherwise
 */
record Mutant(
        String of,
        String file,
        Range range,
        String original,
        String words,
        Change change,
        Predicate<KnownCase> reaches,
        Predicate<KnownCase> tells) {

    /** What is changed. */
    sealed interface Change {}

    /** Other rules in the place of the one; none drops it. */
    record OfRule(Rule rule, List<Rule> instead) implements Change {
        OfRule {
            instead = List.copyOf(instead);
        }
    }

    /** Other rows in the place of those that a case is decided by. */
    record OfRows(UnaryOperator<Map<String, List<TableRow>>> rows) implements Change {}
}
