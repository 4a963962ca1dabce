package io.plimsoll.policy.pack;

import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.facts.Naming;
import io.plimsoll.rules.model.TableType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Warns of rows that no snapshot is likely to name. A row is seen only where its key stands in the snapshot, so that one whose key is misspelt, or stands for all
 * others, is never seen, and what it says goes without saying.
 */
final class KeyLaw {

    /**
     * A table with a key.
     *
     * @param rows those that can be read, by key
     */
    record Keyed(TableType type, PolicyFile file, Map<String, List<TableRow>> rows) {

        /** Empty for a type without a key. */
        static Optional<Keyed> of(TableType type, PolicyFile file, List<TableRow> rows) {
            return type.key()
                    .map(key -> new Keyed(
                            type,
                            file,
                            rows.stream()
                                    .collect(Collectors.groupingBy(
                                            row -> String.valueOf(row.values().get(key)),
                                            TreeMap::new,
                                            Collectors.toList()))));
        }

        String column() {
            return type.key().orElseThrow();
        }

        Set<String> keys() {
            return rows.keySet();
        }
    }

    private KeyLaw() {}

    /** @param tables of one pack, in the order of its manifest */
    static List<Finding> judge(List<Keyed> tables) {
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            Keyed table = tables.get(i);
            Findings findings = new Findings(table.file().path(), table.file().text());
            List<Keyed> before = tables.subList(0, i);
            List<Keyed> others = tables.stream()
                    .filter(other -> !other.type().equals(table.type()))
                    .toList();
            table.rows().forEach((key, rows) -> judge(key, rows.getFirst(), table, before, others, findings));
            found.addAll(findings.all());
        }
        return found;
    }

    private static void judge(
            String key, TableRow row, Keyed table, List<Keyed> before, List<Keyed> others, Findings findings) {
        if (Naming.isOfAllOthers(key)) {
            findings.warning(
                    Code.KEY_UNNAMED,
                    row.place().cell(table.column()),
                    "`" + key
                            + "`: a row is seen only where its key stands in the snapshot; none is that of all others",
                    "name each " + table.column() + ", or declare the type without `@key`");
        } else if (others.stream()
                .noneMatch(other -> isBySame(other, table) && other.keys().contains(key))) {
            for (Keyed other : before) {
                if (isBySame(other, table)) {
                    other.keys().stream()
                            .filter(near -> !table.keys().contains(near) && isNear(near, key))
                            .findFirst()
                            .ifPresent(near -> findings.warning(
                                    Code.KEY_UNNAMED,
                                    row.place().cell(table.column()),
                                    "`" + key + "` has a row in no other table, and `" + near + "` of "
                                            + other.type().name() + " has none here",
                                    "one of the two may be misspelt; a row is seen only where its key stands in the"
                                            + " snapshot"));
                }
            }
        }
    }

    private static boolean isBySame(Keyed other, Keyed table) {
        return other.column().equals(table.column());
    }

    /** True for names that differ in case and signs alone, or in one letter. */
    private static boolean isNear(String one, String other) {
        return folded(one).equals(folded(other)) || isOneEdit(one, other);
    }

    private static String folded(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** True if one letter replaced, added or left out makes one of the other. */
    private static boolean isOneEdit(String one, String other) {
        int start = 0;
        int shorter = Math.min(one.length(), other.length());
        while (start < shorter && one.charAt(start) == other.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
            end++;
        }
        return Math.max(one.length(), other.length()) - start - end <= 1;
    }
}
