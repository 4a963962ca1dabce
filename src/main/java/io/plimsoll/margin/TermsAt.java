package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import java.util.List;
import java.util.Map;

/**
 * Asks the margin rules again, at prices or quantities other than today's, because a bracket is left where a price or a closing leads
 * out of it.
 */
@FunctionalInterface
public interface TermsAt {

    /** Terms of each position as it stands in the argument; a position that the rules have no terms for is absent. */
    Map<PositionId, PositionTerms> ask(List<PricedPosition> positions);
}
