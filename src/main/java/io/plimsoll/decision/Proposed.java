package io.plimsoll.decision;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A proposal and the rule that made it.
 *
 * <p>What the rule looked at is written down when it is first asked for: of the questions that a decision puts to rules at other prices and
 * quantities, nobody asks.
 */
public final class Proposed {

    private final String rule;
    private final String says;
    private final Proposal proposal;
    private @Nullable Supplier<Map<String, String>> looked;
    private @Nullable SortedMap<String, String> facts;

    /** 0 until it is asked for, as in {@link String}. */
    private int hash;

    public Proposed(String rule, String says, Map<String, String> facts, Proposal proposal) {
        this(rule, says, () -> facts, proposal);
        facts();
    }

    /** @param facts asked at most once, at any later time and by any thread */
    public Proposed(String rule, String says, Supplier<Map<String, String>> facts, Proposal proposal) {
        this.rule = rule;
        this.says = says;
        this.looked = facts;
        this.proposal = proposal;
    }

    /** Id of the rule, such as {@code MRG-010}. */
    public String rule() {
        return rule;
    }

    /** The rule's name after its id, an English sentence. */
    public String says() {
        return says;
    }

    public Proposal proposal() {
        return proposal;
    }

    /** The values that the rule looked at, by field name, as plain text. */
    public synchronized SortedMap<String, String> facts() {
        if (facts == null) {
            facts = Collections.unmodifiableSortedMap(
                    new TreeMap<>(Objects.requireNonNull(looked).get()));
            looked = null;
        }
        return facts;
    }

    /** A reason with the rule and the facts it looked at, for the person who is told and needs to know which price is meant. */
    String withFacts(String reason) {
        String values = facts().entrySet().stream()
                .map(fact -> fact.getKey() + " " + fact.getValue())
                .collect(Collectors.joining(", ", " (", ")"));
        return rule + " " + reason + values;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return this == object
                || (object instanceof Proposed other
                        && rule.equals(other.rule)
                        && proposal.equals(other.proposal)
                        && says.equals(other.says)
                        && facts().equals(other.facts()));
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = 31 * rule.hashCode() + proposal.hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        return "Proposed[rule=" + rule + ", says=" + says + ", facts=" + facts() + ", proposal=" + proposal + "]";
    }
}
