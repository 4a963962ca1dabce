package io.plimsoll.auction;

import io.plimsoll.account.Side;
import io.plimsoll.auction.BidderLimits.Refusal;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A position that is sold at a price that falls with the clock, or bought back at one that rises: who bids first at the price of the moment
 * takes it. What nobody takes before the price reaches the reserve, or the auction has to be started anew, goes to the backstop.
 *
 * @param side of the position that is closed
 * @param quantity to be closed, positive
 * @param reference market price when the sale starts, positive
 * @param reserve worst price, itself acceptable; see {@link ReservePrice}
 * @param bankruptcyPrice at which the backstop takes over what is left
 * @param dayQuantity quantity auctioned that day, this one included
 */
public record DutchSale(
        Side side,
        BigDecimal quantity,
        DutchAuction auction,
        BigDecimal reference,
        BigDecimal reserve,
        BigDecimal bankruptcyPrice,
        Instant startedAt,
        BigDecimal dayQuantity,
        BidderLimits limits) {

    /** What a bidder takes over, at the clock's price of the moment. */
    public record Taken(String bidder, BigDecimal quantity, BigDecimal price) {}

    /**
     * What came of it.
     *
     * @param taken in the order of time
     * @param toBackstop what is left for the backstop, at the bankruptcy price; with what is taken it sums to the quantity
     */
    public record Result(List<Taken> taken, List<SealedBatch.Refused> refused, BigDecimal toBackstop) {
        public Result {
            taken = List.copyOf(taken);
            refused = List.copyOf(refused);
        }
    }

    /** @param bids in any order; the earlier is served first, then by the bidder's id. A bid's price is the worst it accepts for itself */
    public Result run(List<Bid> bids, Map<String, Bidder> bidders) {
        List<Taken> taken = new ArrayList<>();
        List<SealedBatch.Refused> refused = new ArrayList<>();
        BigDecimal left = quantity;
        for (Bid bid : bids.stream()
                .sorted(Comparator.comparing(Bid::at)
                        .thenComparing(Bid::bidder)
                        .thenComparing(Bid::price)
                        .thenComparing(Bid::quantity))
                .toList()) {
            Optional<BigDecimal> price = clockPrice(bid.at());
            Optional<Refusal> why = left.signum() == 0
                    ? Optional.of(Refusal.SALE_OVER)
                    : refusal(bid, price, Optional.ofNullable(bidders.get(bid.bidder())), taken);
            if (why.isPresent()) {
                refused.add(new SealedBatch.Refused(bid, why.get()));
                continue;
            }
            BigDecimal part = Decimals.smallest(left, bid.quantity());
            taken.add(new Taken(bid.bidder(), part, price.orElseThrow()));
            left = left.subtract(part);
        }
        return new Result(taken, refused, left);
    }

    /** The price at an instant; empty before the start, once a reset is due, and once the reserve has been passed. */
    public Optional<BigDecimal> clockPrice(Instant at) {
        Duration elapsed = Duration.between(startedAt, at);
        if (elapsed.isNegative() || auction.needsResetAt(elapsed)) {
            return Optional.empty();
        }
        return auction.priceAt(side, reference, elapsed).filter(price -> !isWorse(price, reserve));
    }

    private Optional<Refusal> refusal(Bid bid, Optional<BigDecimal> price, Optional<Bidder> bidder, List<Taken> taken) {
        if (bid.quantity().signum() <= 0 || bid.price().signum() <= 0) {
            return Optional.of(Refusal.NOT_POSITIVE);
        }
        if (isWorse(bid.price(), reserve)) {
            return Optional.of(Refusal.BEYOND_RESERVE);
        }
        if (price.isEmpty()) {
            return Optional.of(Refusal.SALE_OVER);
        }
        if (isWorse(bid.price(), price.get())) {
            return Optional.of(Refusal.WORSE_THAN_CLOCK);
        }
        return bidder.isEmpty()
                ? Optional.of(Refusal.NOT_REGISTERED)
                : limits.refusal(bid, having(bidder.get(), taken), dayQuantity);
    }

    private Bidder having(Bidder bidder, List<Taken> taken) {
        Bidder now = bidder;
        for (Taken one : taken) {
            if (one.bidder().equals(bidder.id())) {
                now = now.having(one.quantity(), limits.bondFor(one.quantity(), one.price()));
            }
        }
        return now;
    }

    /** True if a price is worse for the account that is closed than a limit. */
    private boolean isWorse(BigDecimal price, BigDecimal limit) {
        return side == Side.LONG ? price.compareTo(limit) < 0 : price.compareTo(limit) > 0;
    }
}
