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
 * A sale by sealed bids that all are served at one price: that of the last bid that gets something, unless {@link ClearingRules} say otherwise.
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

    /** Clears by {@link ClearingRules#LAST_SERVED_EARLIER_FIRST}. */
    public Clearing clear(List<Bid> bids, Map<String, Bidder> bidders) {
        return clear(bids, bidders, ClearingRules.LAST_SERVED_EARLIER_FIRST);
    }

    /**
     * Serves the best bids first, each bidder within its limits over all of its bids; of equal prices as the rules say, then by the bidder's id, so that the order in which bids are read means nothing.
     *
     * @param bidders by id; who is not among them does not take part
     * @throws IllegalArgumentException where bids share what is left and that is no multiple of the step
     */
    public Clearing clear(List<Bid> bids, Map<String, Bidder> bidders, ClearingRules rules) {
        List<Refused> refused = new ArrayList<>();
        List<Fill> fills = new ArrayList<>();
        Map<String, Bidder> now = new HashMap<>(bidders);
        Optional<BigDecimal> lastServed = Optional.empty();
        Optional<BigDecimal> leftOut = Optional.empty();
        BigDecimal left = quantity;
        for (List<Bid> group :
                rules.servedTogether(bids.stream().sorted(bestFirst()).toList())) {
            List<Bid> taking = admitted(group, now, refused);
            BigDecimal wanted = taking.stream().map(Bid::quantity).reduce(Decimals.ZERO, BigDecimal::add);
            BigDecimal served = Decimals.smallest(left, wanted);
            List<BigDecimal> parts =
                    rules.shares(served, taking.stream().map(Bid::quantity).toList());
            for (int i = 0; i < taking.size(); i++) {
                Bid bid = taking.get(i);
                BigDecimal part = parts.get(i);
                if (part.signum() > 0) {
                    fills.add(new Fill(bid.bidder(), part));
                    now.computeIfPresent(
                            bid.bidder(), (id, bidder) -> bidder.having(part, limits.bondFor(part, bid.price())));
                    lastServed = Optional.of(bid.price());
                }
                if (part.compareTo(bid.quantity()) < 0 && leftOut.isEmpty()) {
                    leftOut = Optional.of(bid.price());
                }
            }
            left = left.subtract(served);
        }
        Optional<BigDecimal> firstLeftOut = leftOut;
        Optional<BigDecimal> price = switch (rules.price()) {
            case LAST_SERVED -> lastServed;
            case FIRST_LEFT_OUT -> lastServed.map(served -> firstLeftOut.orElse(reserve));
        };
        return new Clearing(price, fills, refused, left);
    }

    /** Those of a group that may take part, each bidder's bids within its limits together. */
    private List<Bid> admitted(List<Bid> group, Map<String, Bidder> bidders, List<Refused> refused) {
        Map<String, Bidder> asked = new HashMap<>(bidders);
        List<Bid> admitted = new ArrayList<>();
        for (Bid bid : group) {
            Optional<Refusal> why = refusal(bid, Optional.ofNullable(asked.get(bid.bidder())));
            if (why.isPresent()) {
                refused.add(new Refused(bid, why.get()));
            } else {
                admitted.add(bid);
                asked.computeIfPresent(
                        bid.bidder(),
                        (id, bidder) -> bidder.having(bid.quantity(), limits.bondFor(bid.quantity(), bid.price())));
            }
        }
        return admitted;
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
