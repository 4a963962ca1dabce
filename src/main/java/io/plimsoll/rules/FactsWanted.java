package io.plimsoll.rules;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The fields of facts that rules read. What takes work and is not among them is left out of the fact: absent where it may be, zero where it
 * may not. Whoever makes such facts must know that nobody reads it.
 */
public final class FactsWanted {

    /** Every field. */
    public static final FactsWanted EVERY = new FactsWanted(field -> true, field -> true);

    final PositionFacts positions;
    final MarginAccountFact marginAccount;

    /** @param fields by the name of their fact */
    public FactsWanted(Map<String, Set<String>> fields) {
        this(
                fields.getOrDefault("Position", Set.of())::contains,
                fields.getOrDefault("MarginAccount", Set.of())::contains);
    }

    private FactsWanted(Predicate<String> ofPosition, Predicate<String> ofMarginAccount) {
        this.positions = new PositionFacts(ofPosition);
        this.marginAccount = new MarginAccountFact(ofMarginAccount);
    }
}
