package io.plimsoll.auction;

import io.plimsoll.account.Side;
import io.plimsoll.auction.BidderLimits.Refusal;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sale by sealed bids that all are served at one price: that of the last bid that gets something.
 *
 * @param side of the position that is closed: a long is sold to the highest, a short bought back from the lowest
 * @param quantity to be closed, positive
 * @param reserve worst price, which is itself acceptable
 * @param dayQuantity quantity auctioned that day, this one included
 */
public record SealedBatch(
        Side side, BigDecimal quantity, BigDecimal reserve, BigDecimal dayQuantity, BidderLimits limits) {

    /** What a bidder takes over, at the clearing price. */
    public record Fill(String bidder, BigDecimal quantity) {}

    /** A bid that did not take part. */
    public record Refused(Bid bid, Refusal why) {}

    /**
     * What came of it.
     *
     * @param price the one price of all fills; empty if nothing was sold
     * @param fills best bid first; with {@code unfilled} they sum to the quantity
     * @param refused best bid first
     */
    public record Clearing(Optional<BigDecimal> price, List<Fill> fills, List<Refused> refused, BigDecimal unfilled) {
        public Clearing {
            fills = List.copyOf(fills);
            refused = List.copyOf(refused);
        }
    }

    /**
     * Serves the best bids first, each bidder within its limits over all of its bids; of equal prices the earlier, then by the bidder's id, so that the order in which bids are read means nothing.
     *
     * @param bidders by id; who is not among them does not take part
     */
    public Clearing clear(List<Bid> bids, Map<String, Bidder> bidders) {
        List<Refused> refused = new ArrayList<>();
        List<Fill> fills = new ArrayList<>();
        Map<String, Bidder> now = new HashMap<>(bidders);
        Optional<BigDecimal> price = Optional.empty();
        BigDecimal left = quantity;
        for (Bid bid : bids.stream().sorted(bestFirst()).toList()) {
            Bidder bidder = now.get(bid.bidder());
            Optional<Refusal> why = refusal(bid, Optional.ofNullable(bidder));
            if (why.isPresent()) {
                refused.add(new Refused(bid, why.get()));
            } else if (bidder != null && left.signum() > 0) {
                BigDecimal filled = Decimals.smallest(left, bid.quantity());
                fills.add(new Fill(bid.bidder(), filled));
                now.put(bid.bidder(), bidder.having(filled, limits.bondFor(filled, bid.price())));
                price = Optional.of(bid.price());
                left = left.subtract(filled);
            }
        }
        return new Clearing(price, fills, refused, left);
    }

    private Comparator<Bid> bestFirst() {
        Comparator<Bid> byPrice = Comparator.comparing(Bid::price);
        return (side == Side.LONG ? byPrice.reversed() : byPrice)
                .thenComparing(Bid::at)
                .thenComparing(Bid::bidder)
                .thenComparing(Bid::quantity);
    }

    private Optional<Refusal> refusal(Bid bid, Optional<Bidder> bidder) {
        if (bid.quantity().signum() <= 0 || bid.price().signum() <= 0) {
            return Optional.of(Refusal.NOT_POSITIVE);
        }
        int beyond = side == Side.LONG ? -1 : 1;
        if (Integer.signum(bid.price().compareTo(reserve)) == beyond) {
            return Optional.of(Refusal.BEYOND_RESERVE);
        }
        return bidder.isEmpty() ? Optional.of(Refusal.NOT_REGISTERED) : limits.refusal(bid, bidder.get(), dayQuantity);
    }
}
