package io.plimsoll.speed;

import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.rules.check.CheckedRules;
import java.util.List;
import java.util.Map;

/**
 * Rules, and the questions that accounts put to them.
 *
 * @param rows of their tables, by declared type
 * @param accounts of each account what is asked for one decision about it, in order
 * @param byHand the same rules as a Java class written by hand
 * @param specs what made-up rules say, for peers that have a language of their own; empty for the shipped pack
 */
record Workload(
        String name,
        CheckedRules rules,
        Map<String, List<Map<String, Object>>> rows,
        List<List<Question>> accounts,
        RuleBook byHand,
        List<SyntheticRules.Spec> specs) {

    record Question(Stage stage, View view) {}

    /** The shipped pack, or {@code synthetic-} and a number of rules. */
    static Workload of(String name) throws Exception {
        return name.startsWith("synthetic-")
                ? SyntheticRules.workload(Integer.parseInt(name.substring("synthetic-".length())))
                : Perpetuals.workload();
    }
}
