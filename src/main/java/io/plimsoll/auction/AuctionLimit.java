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

    /**
     * The same where no rest may wait that is worth less than an amount, as Maker's dog takes a vault whole rather than leave dust of it.
     *
     * @param least value that a rest must have, zero or more
     * @return all that is wanted where the rest would be less; nothing where what could start now is less
     */
    public BigDecimal admitted(BigDecimal wanted, BigDecimal forSale, BigDecimal least) {
        BigDecimal now = admitted(wanted, forSale);
        BigDecimal rest = wanted.subtract(now);
        if (rest.signum() == 0) {
            return now;
        }
        if (rest.compareTo(least) < 0) {
            return wanted;
        }
        return now.compareTo(least) < 0 ? Decimals.ZERO : now;
    }
}
