package io.plimsoll.rules.interval;

import io.plimsoll.decision.Proposal;
import io.plimsoll.rules.model.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule proposes where its conditions hold.
 *
 * @param when where they do
 * @param verb name of the verb
 * @param arguments facts, values, or what varies in their place
 * @param proposal the proposal itself; null where an argument varies
 */
public record Suggested(
        Rule rule,
        Question when,
        String verb,
        List<Object> arguments,
        @Nullable Proposal proposal) {
    public Suggested {
        arguments = List.copyOf(arguments);
    }
}
