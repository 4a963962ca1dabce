package io.plimsoll.auction;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What somebody would take over at once, and at which price.
 *
 * @param quantity positive, in units of the instrument
 * @param price per unit, settlement currency
 * @param at when it came in; of equal prices the earlier is served first
 */
public record Bid(String bidder, BigDecimal quantity, BigDecimal price, Instant at) {}
