package io.plimsoll.rules.facts;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The fields of facts that name what a table's rows are looked up by: an evaluation sees a keyed row only where such a field has its key. */
public final class Naming {

    private static final Map<String, Set<String>> FIELDS = Map.of(
            "Account", Set.of("accountId", "segment", "settlementCurrency"),
            "Attribute", Set.of("value"),
            "Position", Set.of("instrument", "underlying", "settlementCurrency"),
            "Collateral", Set.of("asset"),
            "OpenOrder", Set.of("instrument"),
            "Accrual", Set.of("asset"),
            "Market", Set.of("instrument"),
            "Quote", Set.of("instrument", "source"),
            "Underlying", Set.of("name"));

    /** What people call the row for all others, which no snapshot is named by. */
    private static final Set<String> ALL_OTHERS =
            Set.of("", "ALL", "ANY", "DEFAULT", "ELSE", "OTHER", "OTHERS", "OTHERWISE", "REST");

    private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Naming() {}

    /** True for a key such as {@code DEFAULT} or {@code *} that means all rows but those that are named, and so none. */
    public static boolean isOfAllOthers(String key) {
        return ALL_OTHERS.contains(SIGNS.matcher(key).replaceAll("").toUpperCase(Locale.ROOT));
    }

    /** True if the field of the fact may be equal to a row's key. */
    public static boolean isBy(String fact, String field) {
        return FIELDS.getOrDefault(fact, Set.of()).contains(field);
    }
}
