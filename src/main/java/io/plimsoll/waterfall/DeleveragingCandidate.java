package io.plimsoll.waterfall;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.Side;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A position on the other side of one that is to be deleveraged.
 *
 * @param size positive, in units of the instrument
 * @param markPrice positive; where it stands
 * @param bankruptcyPrice price at which its account's equity is zero, on the losing side of the mark; null where no price makes it so, and then a venue's own score is needed
 * @param ownScore a venue's own rank, highest first; null for profit rate and effective leverage
 */
public record DeleveragingCandidate(
        String accountId,
        Side side,
        ContractKind contract,
        BigDecimal size,
        BigDecimal entryPrice,
        BigDecimal markPrice,
        @Nullable BigDecimal bankruptcyPrice,
        @Nullable BigDecimal ownScore) {

    /** @throws IllegalArgumentException if a price or the size is not positive, the account is bankrupt at the mark, or nothing tells its score */
    public DeleveragingCandidate {
        if (size.signum() <= 0 || entryPrice.signum() <= 0 || markPrice.signum() <= 0) {
            throw new IllegalArgumentException("size and prices of " + accountId + " must be positive");
        }
        if (bankruptcyPrice == null && ownScore == null) {
            throw new IllegalArgumentException(accountId + " needs a bankruptcy price or a score");
        }
        if (bankruptcyPrice != null && contract == ContractKind.INVERSE && bankruptcyPrice.signum() <= 0) {
            throw new IllegalArgumentException("the bankruptcy price of " + accountId + " must be positive");
        }
        if (bankruptcyPrice != null && gained(side, bankruptcyPrice, markPrice).signum() <= 0) {
            throw new IllegalArgumentException(accountId + " is bankrupt at the mark and cannot take a position over");
        }
    }

    /** A linear contract, ranked by profit rate and effective leverage. */
    public DeleveragingCandidate(
            String accountId,
            Side side,
            BigDecimal size,
            BigDecimal entryPrice,
            BigDecimal markPrice,
            BigDecimal bankruptcyPrice) {
        this(accountId, side, ContractKind.LINEAR, size, entryPrice, markPrice, bankruptcyPrice, null);
    }

    /** Profit as a fraction of the value at entry; negative for a loss. 34 digits, rounded down. */
    public BigDecimal profitRate() {
        return Decimals.quotientRoundedDown(gained(side, entryPrice, markPrice), entryBase());
    }

    /**
     * Value at the mark over what it is above the value at the bankruptcy price; 34 digits, rounded down.
     *
     * @throws IllegalStateException without a bankruptcy price
     */
    public BigDecimal effectiveLeverage() {
        return Decimals.quotientRoundedDown(leverageBase(), cushion());
    }

    /** Rank in the queue, highest first: the venue's own, or else profit times leverage in profit, loss over leverage in loss; 34 digits, rounded down once. */
    public BigDecimal score() {
        if (ownScore != null) {
            return ownScore;
        }
        BigDecimal gain = gained(side, entryPrice, markPrice);
        return gain.signum() > 0
                ? Decimals.quotientRoundedDown(
                        gain.multiply(leverageBase()), entryBase().multiply(cushion()))
                : Decimals.quotientRoundedDown(
                        gain.multiply(cushion()), entryBase().multiply(leverageBase()));
    }

    /** True if the account could not pay for being closed at a price: its own bankruptcy price is nearer. */
    public boolean isSpentAt(BigDecimal price) {
        return bankruptcyPrice != null && gained(side, bankruptcyPrice, price).signum() < 0;
    }

    /** By what {@code mark − entry} is divided: an inverse contract gains {@code (mark − entry) / mark} of its value at entry. */
    private BigDecimal entryBase() {
        return contract == ContractKind.INVERSE ? markPrice : entryPrice;
    }

    /** What is divided by {@code mark − bankruptcy}: of an inverse contract {@code (1 / mark) / (1 / bankruptcy − 1 / mark)}. */
    private BigDecimal leverageBase() {
        return contract == ContractKind.INVERSE ? bankruptcy() : markPrice;
    }

    private BigDecimal cushion() {
        return gained(side, bankruptcy(), markPrice);
    }

    private BigDecimal bankruptcy() {
        if (bankruptcyPrice == null) {
            throw new IllegalStateException(accountId + " has no bankruptcy price");
        }
        return bankruptcyPrice;
    }

    private static BigDecimal gained(Side side, BigDecimal from, BigDecimal to) {
        return side == Side.LONG ? to.subtract(from) : from.subtract(to);
    }
}
