package io.plimsoll.auction;

import io.plimsoll.money.Apportionment;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What venues do differently in a batch at one price.
 *
 * @param price which bid sets it
 * @param shareStep bids of one price share what is left for them in proportion to their quantities, in multiples of this, positive; null where the earlier is served first
 */
public record ClearingRules(UniformPrice price, @Nullable BigDecimal shareStep) {

    /** All pay what the last one served bid; of equal prices the earlier is served first. */
    public static final ClearingRules LAST_SERVED_EARLIER_FIRST = new ClearingRules(UniformPrice.LAST_SERVED, null);

    /** The bid whose price all pay. */
    public enum UniformPrice {
        /** The last that gets something. */
        LAST_SERVED,
        /** The first that does not get all it asks for; the reserve where everybody does. */
        FIRST_LEFT_OUT
    }

    public ClearingRules {
        if (shareStep != null && shareStep.signum() <= 0) {
            throw new IllegalArgumentException("the step of shares must be positive, was " + shareStep);
        }
    }

    /** Bids in the order in which they are served, those that share beside one another. */
    List<List<Bid>> servedTogether(List<Bid> bestFirst) {
        List<List<Bid>> groups = new ArrayList<>();
        for (Bid bid : bestFirst) {
            boolean shares = shareStep != null
                    && !groups.isEmpty()
                    && groups.getLast().getFirst().price().compareTo(bid.price()) == 0;
            if (!shares) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(bid);
        }
        return groups;
    }

    /** What each of a group gets of a quantity that is no more than they want together. */
    List<BigDecimal> shares(BigDecimal served, List<BigDecimal> wanted) {
        if (shareStep != null && wanted.size() > 1) {
            return Apportionment.byLargestRemainder(served, wanted, shareStep);
        }
        return wanted.stream().map(one -> Decimals.smallest(one, served)).toList();
    }
}
