package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the margin rules again, at prices or quantities other than today's, because a bracket is left where a price or a closing leads
 * out of it.
 */
@FunctionalInterface
public interface TermsAt {

    /** Terms of each position as it stands in the argument; a position that the rules have no terms for is absent. */
    Map<PositionId, PositionTerms> ask(List<PricedPosition> positions);

    /** True if the terms of one position may depend on the others, so that only {@link #at} tells what is required. */
    default boolean dependOnOthers() {
        return false;
    }

    /**
     * A margin account with other prices or quantities under the terms there.
     *
     * @param positions all positions that the account has then
     * @return empty if the rules have no terms for one of them
     */
    default Optional<MarginAccount> at(MarginAccount account, List<PricedPosition> positions) {
        return account.under(ask(positions), account.addOn(), positions);
    }
}
