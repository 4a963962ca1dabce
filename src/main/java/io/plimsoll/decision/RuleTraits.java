package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;

/**
 * What is known of a pack's rules before they are asked. What is not known counts as true.
 *
 * @param looksAcrossPositions true if what margin rules ask for one position may depend on the others, so that they must see all of them
 * @param saysInitialMargin true if some margin rule says what the initial margin of a position is, so that a position of which none does is a gap
 * @param outcomeFollowsPrices true if what is due may follow the search for liquidation prices, because a rule reads what it finds, or because
 *     margin rules may fail at prices that it asks about; of accounts within {@link #FACTS_MAX}
 */
public record RuleTraits(boolean looksAcrossPositions, boolean saysInitialMargin, boolean outcomeFollowsPrices) {

    /** Positions and orders together, up to which {@code outcomeFollowsPrices} speaks of an account. */
    public static final int FACTS_MAX = 100;

    /** Of rules about which nothing is known. */
    public static final RuleTraits UNKNOWN = new RuleTraits(true, true, true);

    boolean outcomeFollowsPricesOf(AccountSnapshot snapshot) {
        return outcomeFollowsPrices
                || snapshot.positions().size() + snapshot.openOrders().size() > FACTS_MAX;
    }
}
