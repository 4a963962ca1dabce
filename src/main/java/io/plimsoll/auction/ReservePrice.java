package io.plimsoll.auction;

import io.plimsoll.account.Side;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/** The worst price a closing may be done at; what nobody takes at it goes to the backstop, so that a bid of zero is worth nothing. */
public final class ReservePrice {

    private ReservePrice() {}

    /**
     * The better of the bankruptcy price and the mark price less the largest discount; for a short, which is bought back, plus it.
     *
     * @param side of the position that is closed
     * @param discountMax fraction of the mark, 0 to 1
     */
    public static BigDecimal of(Side side, BigDecimal bankruptcyPrice, BigDecimal markPrice, BigDecimal discountMax) {
        BigDecimal discounted = discounted(side, markPrice, discountMax);
        return side == Side.LONG
                ? Decimals.largest(Decimals.normalised(bankruptcyPrice), discounted)
                : Decimals.smallest(Decimals.normalised(bankruptcyPrice), discounted);
    }

    /** The mark price less the largest discount; for a short, which is bought back, plus it. */
    public static BigDecimal discounted(Side side, BigDecimal markPrice, BigDecimal discountMax) {
        if (discountMax.signum() < 0 || discountMax.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("the discount must lie between 0 and 1, was " + discountMax);
        }
        BigDecimal discount = markPrice.multiply(discountMax);
        return Decimals.normalised(side == Side.LONG ? markPrice.subtract(discount) : markPrice.add(discount));
    }
}
