package io.plimsoll.policy.mutation;

import io.plimsoll.policy.coverage.Seen;
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
 * @param rule the rule that is changed; of a change of a table, the first that reads the column
 * @param range what is changed, in the rule's file
 * @param original the author's text there
 * @param words the change, as it ends the sentence "no case notices ..."
 * @param change of rules or rows
 * @param reaches true for a case that comes to the place at all
 * @param tells true for a case that could come out otherwise
 */
record Mutant(
        Rule rule,
        Range range,
        String original,
        String words,
        Change change,
        Predicate<Seen> reaches,
        Predicate<Seen> tells) {

    /** What is changed. */
    sealed interface Change {}

    /** Other rules in the place of the one; none drops it. */
    record OfRule(List<Rule> instead) implements Change {
        OfRule {
            instead = List.copyOf(instead);
        }
    }

    /** Other rows in the place of those that a case is decided by. */
    record OfRows(UnaryOperator<Map<String, List<TableRow>>> rows) implements Change {}
}
