package io.plimsoll.rules.check;

import java.util.Map;
import java.util.Optional;

/** Words that others, or the rule engine, take for operators, and what a rule file says instead. */
final class OperatorHints {

    private static final String ALLOWED = "use `== != < <= > >= in contains matches`";
    private static final String EQUAL = "write `==`";
    private static final String WITHIN = "write both limits: `field >= low, field <= high`";
    private static final String LIKE = "write `matches`, with `.*` for any letters";

    private static final Map<String, String> HINTS = Map.ofEntries(
            Map.entry("is", EQUAL),
            Map.entry("equals", EQUAL),
            Map.entry("eq", EQUAL),
            Map.entry("equal", EQUAL),
            Map.entry("between", WITHIN),
            Map.entry("like", LIKE),
            Map.entry("startsWith", LIKE),
            Map.entry("endsWith", LIKE),
            Map.entry("startswith", LIKE),
            Map.entry("str", LIKE),
            Map.entry("soundslike", ALLOWED),
            Map.entry("strsim", ALLOWED),
            Map.entry("memberOf", "write `in ( ... )`, or match a row of a table"),
            Map.entry("excludes", "write `not contains`"),
            Map.entry("includes", "write `contains`"),
            Map.entry("instanceof", "every field has one kind: delete this constraint"),
            Map.entry("after", "write `>`"),
            Map.entry("before", "write `<`"),
            Map.entry("gt", "write `>`"),
            Map.entry("lt", "write `<`"),
            Map.entry("coincides", ALLOWED),
            Map.entry("during", WITHIN),
            Map.entry("finishes", ALLOWED),
            Map.entry("finishedby", ALLOWED),
            Map.entry("meets", ALLOWED),
            Map.entry("metby", ALLOWED),
            Map.entry("overlaps", ALLOWED),
            Map.entry("overlappedby", ALLOWED),
            Map.entry("starts", ALLOWED),
            Map.entry("startedby", ALLOWED));

    /** Words that compare, and how rule files write them. */
    private static final Map<String, String> ORDER = Map.ofEntries(
            Map.entry("less", "<"),
            Map.entry("lower", "<"),
            Map.entry("smaller", "<"),
            Map.entry("fewer", "<"),
            Map.entry("below", "<"),
            Map.entry("under", "<"),
            Map.entry("more", ">"),
            Map.entry("greater", ">"),
            Map.entry("larger", ">"),
            Map.entry("higher", ">"),
            Map.entry("bigger", ">"),
            Map.entry("above", ">"));

    private OperatorHints() {}

    /** The sign for a word that compares; empty for any other word. */
    static Optional<String> order(String word) {
        return Optional.ofNullable(ORDER.get(word));
    }

    static boolean isEquality(String word) {
        return EQUAL.equals(HINTS.get(word));
    }

    static boolean isKnown(String word) {
        return HINTS.containsKey(word) || ORDER.containsKey(word);
    }

    static String of(String word) {
        return HINTS.getOrDefault(word, ALLOWED);
    }
}
