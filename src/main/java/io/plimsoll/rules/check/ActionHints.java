package io.plimsoll.rules.check;

import java.util.Map;

/** What to do instead of an action of a program. */
final class ActionHints {

    private static final String PROPOSE = "propose through a verb";
    private static final String CASES = "write a rule for each case, with the case among its conditions";

    private static final Map<String, String> HINTS = Map.ofEntries(
            Map.entry("if", CASES),
            Map.entry("else", CASES),
            Map.entry("switch", CASES),
            Map.entry("for", "a rule fires for each fact that matches: a loop is not needed"),
            Map.entry("while", "a rule fires for each fact that matches: a loop is not needed"),
            Map.entry("modify", "facts do not change: propose through a verb"),
            Map.entry("update", "facts do not change: propose through a verb"),
            Map.entry("insert", "rules do not see one another: propose through a verb"),
            Map.entry("insertLogical", "rules do not see one another: propose through a verb"),
            Map.entry("return", "delete it: a rule ends with `end`"));

    private ActionHints() {}

    /** @param assigned true where {@code =} follows */
    static String of(String word, boolean assigned) {
        return HINTS.getOrDefault(
                word,
                assigned || isType(word) ? "write the value where it is used, as an argument of the verb" : PROPOSE);
    }

    private static boolean isType(String word) {
        return word.equals("var") || word.equals("final") || word.matches("int|long|double|boolean|BigDecimal|String");
    }
}
