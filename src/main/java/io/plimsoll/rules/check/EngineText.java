package io.plimsoll.rules.check;

import io.plimsoll.decision.Stage;
import java.util.List;
import java.util.Map;

/**
 * A checked file as the engine compiles it: the same lines as the source, without its comments, and every fact a rule matches is bound.
 *
 * @param readings by rule id, what the rule looks at
 */
public record EngineText(String path, Stage stage, String text, Map<String, List<Reading>> readings) {
    public EngineText {
        readings = Map.copyOf(readings);
    }

    /**
     * A value that a rule looks at.
     *
     * @param variable the variable that the fact, or the value itself, is bound to
     * @param field the fact's field; empty if the variable is the value, such as a sum
     * @param label what the value is called in an explanation: the field, with its fact where the rule reads two of a name
     */
    public record Reading(String variable, String field, String label) {}
}
