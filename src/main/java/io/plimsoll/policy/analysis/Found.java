package io.plimsoll.policy.analysis;

import io.plimsoll.policy.analysis.Weakness.Place;
import io.plimsoll.policy.analysis.Weakness.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Weaknesses as they are found; the same one at many limits is one, with the places of all. */
final class Found {
    private static final int PLACES_MAX = 60;

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private static final class Entry {
        private final Kind kind;
        private final String message;
        private final List<Shown> accounts;
        private final Set<Place> places = new LinkedHashSet<>();
        private final Set<String> limits = new LinkedHashSet<>();

        Entry(Kind kind, String message, List<Shown> accounts) {
            this.kind = kind;
            this.message = message;
            this.accounts = accounts;
        }
    }

    /**
     * @param sameAs what makes two observations one weakness
     * @param limit names the limit it was seen at
     */
    void add(Kind kind, String sameAs, String limit, String message, List<Place> places, List<Shown> accounts) {
        Entry entry = entries.computeIfAbsent(kind + " " + sameAs, any -> new Entry(kind, message, accounts));
        entry.limits.add(limit);
        if (entry.places.size() < PLACES_MAX) {
            entry.places.addAll(places);
        }
    }

    /** By kind, then in the order in which they were found. */
    List<Weakness> all() {
        List<Weakness> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (Entry entry : entries.values()) {
                if (entry.kind == kind) {
                    all.add(new Weakness(
                            kind, entry.message, List.copyOf(entry.places), entry.accounts, entry.limits.size()));
                }
            }
        }
        return all;
    }
}
