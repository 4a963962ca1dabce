package io.plimsoll.auction;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/**
 * Most that may be for sale at one time, so that the market can take it.
 *
 * @param most value for sale in all auctions together, settlement currency, positive
 */
public record AuctionLimit(BigDecimal most) {
    public AuctionLimit {
        if (most.signum() <= 0) {
            throw new IllegalArgumentException("the limit must be positive, was " + most);
        }
    }

    /**
     * How much of a sale may start now; the rest waits.
     *
     * @param wanted value to sell, not negative
     * @param forSale value in running auctions, not negative
     */
    public BigDecimal admitted(BigDecimal wanted, BigDecimal forSale) {
        return Decimals.smallest(wanted, Decimals.largest(most.subtract(forSale), Decimals.ZERO));
    }
}
