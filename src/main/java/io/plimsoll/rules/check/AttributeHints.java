package io.plimsoll.rules.check;

import java.util.Map;

/** What to do instead of an attribute of the rule engine. */
final class AttributeHints {

    private static final Map<String, String> HINTS = Map.of(
            "date-effective", "the pack says from when it is in force: `effective-from` in pack.yaml",
            "date-expires", "the pack says from when it is in force: `effective-from` in pack.yaml",
            "enabled", "delete the rule, or this line: the history keeps it",
            "extends", "write the conditions again: a rule stands by itself",
            "dialect", "the file says `dialect \"mvel\"` once, at its top",
            "timer", "rules are asked when a snapshot comes in or a call falls due, and at no other time");

    private AttributeHints() {}

    static String of(String attribute) {
        return HINTS.getOrDefault(
                attribute, "delete it: order does not matter, the engine combines all proposals of a stage");
    }
}
