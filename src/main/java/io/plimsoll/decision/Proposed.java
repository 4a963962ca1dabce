package io.plimsoll.decision;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A proposal and the rule that made it.
 *
 * @param rule id of the rule, such as {@code MRG-010}
 * @param says the rule's name after its id, an English sentence
 * @param facts the values that the rule looked at, by field name, as plain text
 */
public record Proposed(String rule, String says, Map<String, String> facts, Proposal proposal) {
    public Proposed {
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    }
}
