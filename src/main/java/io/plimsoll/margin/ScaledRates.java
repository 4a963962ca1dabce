package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/** Weights and margin rates that venues worsen with a size: a position's own, or a market's. All are exact but for roots and quotients at 34 digits. */
public final class ScaledRates {

    /** By how much a weight that shrinks with size starts above 1, as FTX and Drift publish it. */
    private static final BigDecimal START = new BigDecimal("1.1");

    private ScaledRates() {}

    /**
     * What an asset counts for at a size: {@code min(weight, 1.1 / (1 + factor · √size))}, as FTX weighs collateral, and Drift deposits and unrealised profits.
     *
     * @param weight fraction of its value that a small quantity counts for, 0 to 1
     * @param factor zero or more
     * @param size in the unit that the factor is published for, zero or more
     * @return rounded down
     */
    public static BigDecimal assetWeight(BigDecimal weight, BigDecimal factor, BigDecimal size) {
        requireFraction("weight", weight);
        requireNotNegative(factor, size);
        BigDecimal slower = Decimals.ONE.add(factor.multiply(Decimals.rootRoundedDown(size)));
        return Decimals.smallest(weight, Decimals.quotientRoundedDown(START, slower));
    }

    /**
     * What a debt, or a position's margin, counts for at a size: {@code max(weight, share · weight + factor · √size)}. Drift has a share of 0.8 and weights debts, which
     * are 1 or more, and margin rates; FTX a share of 0 and margin rates.
     *
     * @param weight of a small quantity, zero or more
     * @param share of the weight from which the root grows, 0 to 1
     * @param factor zero or more
     * @param size in the unit that the factor is published for, zero or more
     */
    public static BigDecimal debtWeight(BigDecimal weight, BigDecimal share, BigDecimal factor, BigDecimal size) {
        requireFraction("share", share);
        requireNotNegative(factor, size);
        BigDecimal grown = share.multiply(weight).add(factor.multiply(Decimals.rootRoundedDown(size)));
        return Decimals.largest(weight, Decimals.normalised(grown));
    }

    /**
     * A margin rate that rises evenly to 1 between two open interests, as dYdX scales its initial margin: {@code rate + (1 − rate) · (open interest − lower) / (upper −
     * lower)}, the rate itself up to the lower and 1 from the upper on.
     *
     * @param rate 0 to 1
     * @param lower zero or more, in the unit of the open interest; with an upper one of the same the rate never rises
     * @return rounded up
     * @throws IllegalArgumentException if the upper open interest is below the lower one
     */
    public static BigDecimal byOpenInterest(
            BigDecimal rate, BigDecimal lower, BigDecimal upper, BigDecimal openInterest) {
        requireFraction("rate", rate);
        requireNotNegative(lower, openInterest);
        BigDecimal span = upper.subtract(lower);
        if (span.signum() < 0) {
            throw new IllegalArgumentException("the upper open interest lies below the lower one, by " + span.negate());
        }
        BigDecimal over = Decimals.smallest(openInterest.subtract(lower), span);
        if (span.signum() == 0 || over.signum() <= 0) {
            return rate;
        }
        return rate.add(Decimals.quotientRoundedUp(Decimals.ONE.subtract(rate).multiply(over), span));
    }

    private static void requireFraction(String what, BigDecimal value) {
        if (value.signum() < 0 || value.compareTo(Decimals.ONE) > 0) {
            throw new IllegalArgumentException("the " + what + " must lie between 0 and 1, was " + value);
        }
    }

    private static void requireNotNegative(BigDecimal one, BigDecimal other) {
        if (one.signum() < 0 || other.signum() < 0) {
            throw new IllegalArgumentException("nothing may be negative here, were " + one + " and " + other);
        }
    }
}
