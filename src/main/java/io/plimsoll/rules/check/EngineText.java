package io.plimsoll.rules.check;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.model.TableType;
import java.util.List;
import java.util.Map;

/**
 * A checked file as the engine compiles it, without its comments, and with every fact that a rule matches bound.
 *
 * @param heading package, imports and global, on one line; the same for every file of a stage
 * @param tables the types that the file declares
 * @param readings by rule id, what the rule looks at
 * @param joins by rule id, each pattern that takes part in the rule, in order
 */
public record EngineText(
        String path,
        Stage stage,
        String heading,
        List<TableType> tables,
        List<Rule> rules,
        Map<String, List<Reading>> readings,
        Map<String, List<Join>> joins) {
    public EngineText {
        tables = List.copyOf(tables);
        rules = List.copyOf(rules);
        readings = Map.copyOf(readings);
        joins = Map.copyOf(joins);
    }

    /**
     * A rule for the engine.
     *
     * @param line line of the file on which the rule begins
     * @param text from {@code rule} to {@code end}; everything stands on the line it has in the source, counted from the first
     */
    public record Rule(String id, int line, String text) {}

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
