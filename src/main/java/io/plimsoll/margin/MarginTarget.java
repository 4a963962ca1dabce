package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.function.Supplier;

/**
 * What a margin account has to stand at to count as restored: equity of at least {@code maintenanceMultiple · maintenance margin} and of at
 * least {@code initialMultiple · initial margin}.
 *
 * @param maintenanceMultiple zero or more; 0 asks only that nothing is owed
 * @param initialMultiple zero or more
 */
public record MarginTarget(BigDecimal maintenanceMultiple, BigDecimal initialMultiple) {

    /** Met where equity is not negative. */
    public static final MarginTarget NOTHING_OWED = new MarginTarget(Decimals.ZERO, Decimals.ZERO);

    public MarginTarget {
        if (maintenanceMultiple.signum() < 0 || initialMultiple.signum() < 0) {
            throw new IllegalArgumentException(
                    "multiples must not be negative, were " + maintenanceMultiple + " and " + initialMultiple);
        }
    }

    /** A margin ratio alone: {@code equity / maintenance margin}. */
    public static MarginTarget ratio(BigDecimal ratio) {
        return new MarginTarget(ratio, Decimals.ZERO);
    }

    /** True if equity, rounded down, is at least what is needed of the requirements, rounded up. */
    public boolean isMetBy(MarginAccount account) {
        return account.equity().compareTo(equityNeeded(account)) >= 0;
    }

    /** Settlement currency, from the rounded requirements; zero or more. */
    public BigDecimal equityNeeded(MarginAccount account) {
        return Decimals.largest(
                times(maintenanceMultiple, account::maintenanceMargin), times(initialMultiple, account::initialMargin));
    }

    /** Equity less what is needed, without any rounding; an account that is short here is short after rounding too. */
    BigDecimal slackExact(MarginAccount account) {
        BigDecimal needed = Decimals.largest(
                times(maintenanceMultiple, account::maintenanceExact), times(initialMultiple, account::initialExact));
        return account.equityExact().subtract(needed);
    }

    /** Sums over a thousand positions are not made to be multiplied by zero. */
    private static BigDecimal times(BigDecimal multiple, Supplier<BigDecimal> requirement) {
        return multiple.signum() == 0 ? Decimals.ZERO : multiple.multiply(requirement.get());
    }
}
