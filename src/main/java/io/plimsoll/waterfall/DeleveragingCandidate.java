package io.plimsoll.waterfall;

import io.plimsoll.account.Side;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/**
 * A position on the other side of one that is to be deleveraged.
 *
 * @param size positive, in units of the instrument
 * @param markPrice positive; where it stands
 * @param bankruptcyPrice price at which its account's equity is zero, on the losing side of the mark
 */
public record DeleveragingCandidate(
        String accountId,
        Side side,
        BigDecimal size,
        BigDecimal entryPrice,
        BigDecimal markPrice,
        BigDecimal bankruptcyPrice) {

    /** @throws IllegalArgumentException if a price or the size is not positive, or the account is bankrupt at the mark */
    public DeleveragingCandidate {
        if (size.signum() <= 0 || entryPrice.signum() <= 0 || markPrice.signum() <= 0) {
            throw new IllegalArgumentException("size and prices of " + accountId + " must be positive");
        }
        if (cushion(side, markPrice, bankruptcyPrice).signum() <= 0) {
            throw new IllegalArgumentException(accountId + " is bankrupt at the mark and cannot take a position over");
        }
    }

    /** Profit as a fraction of the entry price; negative for a loss. */
    public BigDecimal profitRate() {
        BigDecimal gain = markPrice.subtract(entryPrice);
        return Decimals.quotientRoundedDown(side == Side.LONG ? gain : gain.negate(), entryPrice);
    }

    /** Mark price over its distance to the bankruptcy price. */
    public BigDecimal effectiveLeverage() {
        return Decimals.quotientRoundedDown(markPrice, cushion(side, markPrice, bankruptcyPrice));
    }

    /** Rank in the queue, highest first: profit times leverage in profit, loss over leverage in loss; 34 digits, rounded down once. */
    public BigDecimal score() {
        BigDecimal gain = side == Side.LONG ? markPrice.subtract(entryPrice) : entryPrice.subtract(markPrice);
        BigDecimal cushion = cushion(side, markPrice, bankruptcyPrice);
        return gain.signum() > 0
                ? Decimals.quotientRoundedDown(gain.multiply(markPrice), entryPrice.multiply(cushion))
                : Decimals.quotientRoundedDown(gain.multiply(cushion), entryPrice.multiply(markPrice));
    }

    private static BigDecimal cushion(Side side, BigDecimal mark, BigDecimal bankruptcy) {
        BigDecimal distance = mark.subtract(bankruptcy);
        return side == Side.LONG ? distance : distance.negate();
    }
}
