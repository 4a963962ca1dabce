package io.plimsoll.decision;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

    /** A reason with the rule and the facts it looked at, for the person who is told and needs to know which price is meant. */
    String withFacts(String reason) {
        String looked = facts.entrySet().stream()
                .map(fact -> fact.getKey() + " " + fact.getValue())
                .collect(Collectors.joining(", ", " (", ")"));
        return rule + " " + reason + looked;
    }
}
