package io.plimsoll.waterfall;

import io.plimsoll.money.Rounding;
import java.math.BigDecimal;

/**
 * A liquidation fee and who gets it. The parts sum to the fee to the last unit.
 *
 * @param fee what the account pays, settlement currency, rounded up
 * @param toFund the insurance fund's part, rounded down
 * @param toLiquidator the rest
 */
public record LiquidationFee(BigDecimal fee, BigDecimal toFund, BigDecimal toLiquidator) {

    /**
     * @param notional that is closed, settlement currency, not negative
     * @param rate fraction of the notional, 0 to 1
     * @param fundShare fraction of the fee, 0 to 1
     */
    public static LiquidationFee of(BigDecimal notional, BigDecimal rate, BigDecimal fundShare, Rounding rounding) {
        requireFraction("rate", rate);
        requireFraction("fundShare", fundShare);
        BigDecimal fee = rounding.requirementRounded(notional.multiply(rate));
        BigDecimal toFund = rounding.valueRounded(fee.multiply(fundShare));
        return new LiquidationFee(fee, toFund, fee.subtract(toFund));
    }

    private static void requireFraction(String name, BigDecimal value) {
        if (value.signum() < 0 || value.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException(name + " must lie between 0 and 1, was " + value);
        }
    }
}
