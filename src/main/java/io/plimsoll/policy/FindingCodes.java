package io.plimsoll.policy;

import io.plimsoll.policy.analysis.Kind;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every code that a finding may have: those of rule files, those of packs, tables and scenarios, and those of an analysis. */
public final class FindingCodes {
    private FindingCodes() {}

    /** What each stands for, in one line, by code. */
    public static SortedMap<String, String> all() {
        SortedMap<String, String> all = new TreeMap<>();
        for (io.plimsoll.rules.check.Code code : io.plimsoll.rules.check.Code.values()) {
            all.put(code.id(), code.about());
        }
        for (io.plimsoll.policy.pack.Code code : io.plimsoll.policy.pack.Code.values()) {
            all.put(code.id(), code.meaning());
        }
        for (Kind kind : Kind.values()) {
            all.put(kind.id(), kind.meaning());
        }
        return Collections.unmodifiableSortedMap(all);
    }
}
