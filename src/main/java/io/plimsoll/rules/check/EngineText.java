package io.plimsoll.rules.check;

import io.plimsoll.decision.Stage;
import java.util.List;
import java.util.Map;

/**
 * A checked file as the engine compiles it: same lines and columns as the source, comments blanked, each pattern bound.
 *
 * @param readings by rule id, what the rule looks at
 */
public record EngineText(String path, Stage stage, String text, Map<String, List<Reading>> readings) {
    public EngineText {
        readings = Map.copyOf(readings);
    }

    /**
     * What a rule reads from one fact it matches.
     *
     * @param variable the variable the fact, or the value itself, is bound to
     * @param type the fact's type; empty for a bound value such as a sum
     * @param fields fields of the fact that the rule compares or binds; empty for a bound value
     */
    public record Reading(String variable, String type, List<String> fields) {
        public Reading {
            fields = List.copyOf(fields);
        }
    }
}
