package io.plimsoll.auction;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What is asked of bidders.
 *
 * @param bondRate bond needed for a bid, as a fraction of its value, 0 or more
 * @param dayShareMax largest share of the day's auctioned quantity that one bidder may take, 0 to 1
 */
public record BidderLimits(BigDecimal bondRate, BigDecimal dayShareMax) {

    /** Why a bid was not considered. */
    public enum Refusal {
        NOT_POSITIVE,
        NOT_REGISTERED,
        BEYOND_RESERVE,
        BOND_TOO_SMALL,
        QUANTITY_TOO_LARGE,
        TOO_MUCH_OF_THE_DAY,
        WORSE_THAN_CLOCK,
        SALE_OVER
    }

    /**
     * @param dayQuantity quantity auctioned that day, this auction included
     * @return empty if the bid may take part
     */
    Optional<Refusal> refusal(Bid bid, Bidder bidder, BigDecimal dayQuantity) {
        if (bidder.bond().compareTo(bondFor(bid.quantity(), bid.price())) < 0) {
            return Optional.of(Refusal.BOND_TOO_SMALL);
        }
        if (bid.quantity().compareTo(bidder.quantityMax()) > 0) {
            return Optional.of(Refusal.QUANTITY_TOO_LARGE);
        }
        BigDecimal afterwards = bidder.takenToday().add(bid.quantity());
        return afterwards.compareTo(dayQuantity.multiply(dayShareMax)) > 0
                ? Optional.of(Refusal.TOO_MUCH_OF_THE_DAY)
                : Optional.empty();
    }

    BigDecimal bondFor(BigDecimal quantity, BigDecimal price) {
        return quantity.multiply(price).multiply(bondRate);
    }
}
