package io.plimsoll.auction;

import java.math.BigDecimal;

/**
 * Who may bid.
 *
 * @param bond what is deposited to make bids good, settlement currency
 * @param quantityMax most that may be taken in one auction
 * @param takenToday quantity taken over in the auctions of the day so far
 */
public record Bidder(String id, BigDecimal bond, BigDecimal quantityMax, BigDecimal takenToday) {}
