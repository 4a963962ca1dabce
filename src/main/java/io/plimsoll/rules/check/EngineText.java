package io.plimsoll.rules.check;

import io.plimsoll.decision.Stage;
import java.util.List;
import java.util.Map;

/**
 * A checked file as the engine compiles it: the same lines as the source, without its comments, and every fact a rule matches is bound.
 *
 * @param readings by rule id, what the rule looks at
 * @param joins by rule id, each pattern that takes part in the rule, in order
 */
public record EngineText(
        String path, Stage stage, String text, Map<String, List<Reading>> readings, Map<String, List<Join>> joins) {
    public EngineText {
        readings = Map.copyOf(readings);
        joins = Map.copyOf(joins);
    }

    /**
     * How a pattern joins those before it.
     *
     * @param type the fact or declared type it matches
     * @param field the field that must equal a value bound before; empty where none must, so that every fact of the type is tried
     */
    public record Join(String type, String field) {}

    /**
     * A value that a rule looks at.
     *
     * @param variable the variable that the fact, or the value itself, is bound to
     * @param field the fact's field; empty if the variable is the value, such as a sum
     * @param label what the value is called in an explanation: the field, with its fact where the rule reads two of a name
     */
    public record Reading(String variable, String field, String label) {}
}
