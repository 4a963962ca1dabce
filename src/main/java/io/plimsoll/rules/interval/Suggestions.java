package io.plimsoll.rules.interval;

import io.plimsoll.rules.model.Rule;
import java.util.List;

/**
 * What the rules of a stage say.
 *
 * @param failures where a rule cannot be carried through
 * @param excess the rule that can match in too many ways to look at them all, or empty
 */
public record Suggestions(List<Suggested> all, List<Failure> failures, List<Rule> excess) {
    public Suggestions {
        all = List.copyOf(all);
        failures = List.copyOf(failures);
        excess = List.copyOf(excess);
    }

    /** A rule that fails where a question holds. */
    public record Failure(Rule rule, Question when) {}
}
