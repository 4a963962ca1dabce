package io.plimsoll.auction;

import java.math.BigDecimal;

/**
 * Who may bid.
 *
 * @param bond what is deposited to make bids good, settlement currency
 * @param quantityMax most that may be taken in one auction
 * @param takenToday quantity taken over in the auctions of the day so far
 */
public record Bidder(String id, BigDecimal bond, BigDecimal quantityMax, BigDecimal takenToday) {

    /** The same bidder after taking something in this very auction: its bound shrinks by it, and a part of its bond is used. */
    Bidder having(BigDecimal taken, BigDecimal bondUsed) {
        return new Bidder(id, bond.subtract(bondUsed), quantityMax.subtract(taken), takenToday.add(taken));
    }
}
