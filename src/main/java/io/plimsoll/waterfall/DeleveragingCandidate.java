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

    /** Rank in the queue, highest first: profit times leverage in profit, loss over leverage in loss. */
    public BigDecimal score() {
        BigDecimal profit = profitRate();
        return profit.signum() > 0
                ? Decimals.normalised(profit.multiply(effectiveLeverage()))
                : Decimals.quotientRoundedDown(profit, effectiveLeverage());
    }

    private static BigDecimal cushion(Side side, BigDecimal mark, BigDecimal bankruptcy) {
        BigDecimal distance = mark.subtract(bankruptcy);
        return side == Side.LONG ? distance : distance.negate();
    }
}
