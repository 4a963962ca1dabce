package io.plimsoll.tape;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * How much is usually closed in a minute, by the minutes before.
 *
 * @param minutes how many were looked at, those in which nothing was closed included
 * @param mean notional a minute, settlement currency
 * @param deviation standard deviation of those minutes, rounded down; zero where they are all alike
 */
record Usual(long minutes, BigDecimal mean, BigDecimal deviation) {

    /**
     * Of the sums of a run of minutes.
     *
     * @param minutes one or more
     * @param sum of their notionals
     * @param squares of their notionals, summed
     */
    static Usual of(long minutes, BigDecimal sum, BigDecimal squares) {
        BigDecimal count = BigDecimal.valueOf(minutes);
        BigDecimal mean = sum.divide(count, Decimals.QUOTIENT);
        // n · Σx² − (Σx)² is exact, so that minutes that are alike have no deviation at all
        BigDecimal spread = count.multiply(squares).subtract(sum.multiply(sum)).max(BigDecimal.ZERO);
        return new Usual(
                minutes,
                Decimals.normalised(mean),
                Decimals.normalised(Decimals.rootRoundedDown(spread).divide(count, Decimals.QUOTIENT)));
    }

    /** By how many standard deviations a minute is above the mean, negative if below; empty without a deviation. */
    Optional<BigDecimal> zScore(BigDecimal notional) {
        return deviation.signum() == 0
                ? Optional.empty()
                : Optional.of(Decimals.quotientRoundedDown(notional.subtract(mean), deviation));
    }
}
