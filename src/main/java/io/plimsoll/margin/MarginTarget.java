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

    /** Amounts of the account as a whole that are rounded by themselves: add-on, portfolio, orders, debts, the multiple. */
    private static final int ROUNDED_OF_ACCOUNT = 6;

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

    /** True if equity is at least what is needed of the requirements, both rounded. */
    public boolean isMetBy(MarginAccount account) {
        return account.equity().compareTo(equityNeeded(account)) >= 0;
    }

    /** Settlement currency, from the rounded requirements; zero or more. */
    public BigDecimal equityNeeded(MarginAccount account) {
        return Decimals.largest(
                times(maintenanceMultiple, account::maintenanceMargin), times(initialMultiple, account::initialMargin));
    }

    /** Equity less what is needed, without any rounding. An account that is short here by more than rounding lends is short after it too. */
    BigDecimal slackExact(MarginAccount account) {
        BigDecimal needed = Decimals.largest(
                times(maintenanceMultiple, account::maintenanceExact), times(initialMultiple, account::initialExact));
        return account.equityExact().subtract(needed);
    }

    /** A unit of the last place for equity, and one for each amount that a requirement is summed of. */
    BigDecimal mostLentByRounding(MarginAccount account) {
        if (account.rounding().neverFavoursTheAccount()) {
            return Decimals.ZERO;
        }
        BigDecimal unit = BigDecimal.ONE.movePointLeft(account.rounding().amountPlaces());
        BigDecimal rounded = BigDecimal.valueOf(account.positions().size() + ROUNDED_OF_ACCOUNT);
        BigDecimal multiples = maintenanceMultiple.add(initialMultiple);
        BigDecimal ofDebts = rounded.add(
                BigDecimal.valueOf(2L * account.balances().holdings().size()));
        return unit.multiply(Decimals.ONE.add(multiples.multiply(ofDebts)));
    }

    /** Sums over a thousand positions are not made to be multiplied by zero. */
    private static BigDecimal times(BigDecimal multiple, Supplier<BigDecimal> requirement) {
        return multiple.signum() == 0 ? Decimals.ZERO : multiple.multiply(requirement.get());
    }
}
