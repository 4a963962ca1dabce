package io.plimsoll.lending;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Which bonus makes a liquidation worth doing without making it toxic. Too small, and nobody liquidates; so large that each repayment takes
 * more collateral, at its loan-to-value, than it pays, and liquidating makes the loan worse. Bonuses and rates are fractions.
 */
public final class LiquidationBonus {

    private LiquidationBonus() {}

    /**
     * Bonuses between which a liquidation pays and heals.
     *
     * @param least smallest bonus at which a liquidator does not lose: {@code (1 + fixed cost / repaid) / (1 − slippage) − 1}, rounded up
     * @param below bonus from which on liquidating makes a loan worse, exclusive: {@code 1 / loan-to-value − 1}, rounded down
     */
    public record Range(BigDecimal least, BigDecimal below) {

        /** True if no bonus does both: such a loan is too small to be left to liquidators. */
        public boolean isEmpty() {
            return least.compareTo(below) >= 0;
        }

        public boolean contains(BigDecimal bonus) {
            return bonus.compareTo(least) >= 0 && bonus.compareTo(below) < 0;
        }
    }

    /**
     * The range for a repaid amount.
     *
     * @param loanToValue debt over collateral at which loans are liquidated, above 0 and at most 1
     * @param repaid value repaid, positive
     * @param fixedCost what a liquidation costs whatever its size, in the same currency, zero or more
     * @param slippage lost on selling the collateral, fraction, zero or more and below 1
     */
    public static Range range(BigDecimal loanToValue, BigDecimal repaid, BigDecimal fixedCost, BigDecimal slippage) {
        requirePositive("loan-to-value", loanToValue);
        requirePositive("repaid value", repaid);
        requireSlippage(slippage);
        BigDecimal cost = Decimals.ONE.add(Decimals.quotientRoundedUp(fixedCost, repaid));
        return new Range(
                Decimals.quotientRoundedUp(cost, Decimals.ONE.subtract(slippage))
                        .subtract(Decimals.ONE),
                Decimals.quotientRoundedDown(Decimals.ONE, loanToValue).subtract(Decimals.ONE));
    }

    /**
     * The smallest repaid value at which a bonus covers the costs: {@code fixed cost / ((1 + bonus) · (1 − slippage) − 1)}, rounded up. Smaller loans
     * are for the house to close.
     *
     * @return empty if the bonus covers the costs at no size
     */
    public static Optional<BigDecimal> smallestRepayment(BigDecimal bonus, BigDecimal fixedCost, BigDecimal slippage) {
        requireSlippage(slippage);
        BigDecimal gain = Decimals.ONE
                .add(bonus)
                .multiply(Decimals.ONE.subtract(slippage))
                .subtract(Decimals.ONE);
        return gain.signum() <= 0 ? Optional.empty() : Optional.of(Decimals.quotientRoundedUp(fixedCost, gain));
    }

    /** True if a liquidation lowers debt over collateral: {@code loan-to-value · (1 + bonus) < 1}. */
    public static boolean heals(BigDecimal loanToValue, BigDecimal bonus) {
        return loanToValue.multiply(Decimals.ONE.add(bonus)).compareTo(Decimals.ONE) < 0;
    }

    /**
     * Debt over collateral after a share of the debt was repaid: {@code (v − v·c) / (1 − v·c·(1 + bonus))}, to 34 digits, rounded down.
     *
     * @param loanToValue debt over collateral before, v
     * @param closeFactor share of the debt that is repaid, c
     * @throws IllegalArgumentException if the repayment takes all collateral or more
     */
    public static BigDecimal loanToValueAfter(BigDecimal loanToValue, BigDecimal closeFactor, BigDecimal bonus) {
        BigDecimal repaid = loanToValue.multiply(closeFactor);
        BigDecimal left = Decimals.ONE.subtract(repaid.multiply(Decimals.ONE.add(bonus)));
        if (left.signum() <= 0) {
            throw new IllegalArgumentException("nothing is left of the collateral after a repayment of " + repaid);
        }
        return Decimals.quotientRoundedDown(loanToValue.subtract(repaid), left);
    }

    /** A bonus that grows as health falls: {@code at zero · (1 − health)}, zero from a health factor of 1 on. */
    public static BigDecimal byHealth(BigDecimal atZero, BigDecimal health) {
        BigDecimal missing = Decimals.largest(Decimals.ONE.subtract(health), Decimals.ZERO);
        return Decimals.normalised(atZero.multiply(missing));
    }

    /**
     * A bonus by the threshold alone, so that loans with less room give less of it: {@code min(most, 1 / (1 − cursor · (1 − threshold)) − 1)}. Morpho's
     * cursor is 0.3 and its most 15 %.
     *
     * @param threshold debt over collateral at which loans are liquidated, above 0 and at most 1
     * @param cursor zero or more and below 1
     * @return at 34 digits, rounded down
     */
    public static BigDecimal byThreshold(BigDecimal threshold, BigDecimal cursor, BigDecimal most) {
        requirePositive("threshold", threshold);
        if (threshold.compareTo(Decimals.ONE) > 0 || cursor.signum() < 0 || cursor.compareTo(Decimals.ONE) >= 0) {
            throw new IllegalArgumentException("the threshold must be at most 1 and the cursor between 0 and 1, were "
                    + threshold + " and " + cursor);
        }
        BigDecimal kept = Decimals.ONE.subtract(cursor.multiply(Decimals.ONE.subtract(threshold)));
        return Decimals.smallest(
                most, Decimals.quotientRoundedDown(Decimals.ONE, kept).subtract(Decimals.ONE));
    }

    /**
     * A bonus that grows while nobody liquidates: {@code perStep · whole steps}, at most a cap; Stella's is 1 % a minute up to 30 %.
     *
     * @param waited whole steps since the loan became liquidatable, zero or more
     */
    public static BigDecimal byWaiting(BigDecimal perStep, long waited, BigDecimal cap) {
        return Decimals.normalised(Decimals.smallest(perStep.multiply(BigDecimal.valueOf(waited)), cap));
    }

    private static void requirePositive(String name, BigDecimal value) {
        if (value.signum() <= 0) {
            throw new IllegalArgumentException(name + " must be positive, was " + value);
        }
    }

    private static void requireSlippage(BigDecimal slippage) {
        if (slippage.signum() < 0 || slippage.compareTo(Decimals.ONE) >= 0) {
            throw new IllegalArgumentException("slippage must be zero or more and below 1, was " + slippage);
        }
    }
}
