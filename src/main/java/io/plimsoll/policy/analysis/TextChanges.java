package io.plimsoll.policy.analysis;

import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.analysis.Difference.TextChange;
import io.plimsoll.policy.pack.Manifest;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.rules.model.RuleInfo;
import io.plimsoll.rules.model.TableType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What differs in the texts of two versions of a pack: rules by their ids, rows by their keys and order, settings by their names. */
final class TextChanges {
    private TextChanges() {}

    static List<TextChange> between(Candidate before, Candidate after) {
        List<TextChange> changes = new ArrayList<>();
        changes.addAll(changes("rule ", rules(before), rules(after)));
        changes.addAll(changes("", rows(before), rows(after)));
        changes.addAll(changes("setting ", settings(before), settings(after)));
        return changes;
    }

    private static List<TextChange> changes(String what, Map<String, String> before, Map<String, String> after) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .map(name -> new TextChange(what + name, before.getOrDefault(name, ""), after.getOrDefault(name, "")))
                .filter(change -> !change.before().equals(change.after()))
                .toList();
    }

    private static Map<String, String> rules(Candidate candidate) {
        return candidate.rules().rules().stream()
                .collect(Collectors.toMap(RuleInfo::id, RuleInfo::text, (one, other) -> one, TreeMap::new));
    }

    /** Rows of a key are told apart by their order. */
    private static Map<String, String> rows(Candidate candidate) {
        Map<String, String> rows = new TreeMap<>();
        Map<String, Integer> seen = new HashMap<>();
        for (TableType type : candidate.rules().tables()) {
            for (TableRow row : candidate.tables().getOrDefault(type.name(), List.of())) {
                String key = type.name()
                        + type.key()
                                .map(column -> " " + row.values().get(column))
                                .orElse("");
                String values = type.columns().stream()
                        .map(column -> column.name() + " "
                                + Objects.requireNonNull(row.values().get(column.name())))
                        .collect(Collectors.joining(", "));
                rows.put(key + ", row " + seen.merge(key, 1, Integer::sum), values);
            }
        }
        return rows;
    }

    private static Map<String, String> settings(Candidate candidate) {
        Manifest manifest = candidate.manifest();
        Map<String, String> settings = new TreeMap<>();
        settings.put("settles-in", manifest.settlesIn());
        settings.put("applies-to", manifest.appliesTo().conditions().toString());
        settings.put("rounding", manifest.rounding().toString());
        settings.put("liquidation-price", manifest.maintenance().toString());
        candidate.calendars().forEach(calendar -> settings.put("calendar " + calendar.name(), calendar.toString()));
        settings.put(
                "limits",
                manifest.firingsMax() + " "
                        + manifest.timeMax().map(Object::toString).orElse(""));
        return settings;
    }
}
