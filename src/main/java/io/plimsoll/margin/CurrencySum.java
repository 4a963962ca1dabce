package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What the profit of positions settled in one currency counts for: the lowest of straight lines in the sum of profit and what it joins. Amounts
 * are in the account's settlement currency and exact.
 *
 * @param before what the profit joins: the currency's balance less its debt, or zero where the profit stands by itself
 * @param countedBefore what that counts for without the profit
 * @param lines what a sum counts for, each flatter than the one before; below zero it counts in full
 * @param initialRate initial margin of a sum below zero, fraction of it, zero or more
 * @param maintenanceRate maintenance margin of a sum below zero, fraction of it, zero or more
 */
record CurrencySum(
        BigDecimal before,
        BigDecimal countedBefore,
        List<Line> lines,
        BigDecimal initialRate,
        BigDecimal maintenanceRate) {

    CurrencySum {
        lines = List.copyOf(lines);
    }

    /** A profit that counts whole, as in the account's own currency. */
    static final CurrencySum WHOLE = apart(Decimals.ZERO);

    /** A profit that stands by itself, of which a fraction does not count. */
    static CurrencySum apart(BigDecimal rate) {
        return new CurrencySum(
                Decimals.ZERO, Decimals.ZERO, HaircutSchedule.flat(rate).lines(), Decimals.ZERO, Decimals.ZERO);
    }

    /** A profit that joins what is held and owed in its currency. */
    static CurrencySum joining(Holding held) {
        Holding.Terms terms = held.terms();
        return new CurrencySum(
                held.marketValue().subtract(held.debtValue()),
                held.countedValue().subtract(held.debtValue()),
                terms.schedule().lines(),
                terms.initialRate(),
                terms.maintenanceRate());
    }

    /** What a profit adds to equity; a loss takes away. */
    BigDecimal counted(BigDecimal profit) {
        return valueOf(before.add(profit)).subtract(countedBefore);
    }

    /** What a sum counts for; a debt counts as it is, whatever margin it requires. */
    BigDecimal valueOf(BigDecimal sum) {
        return sum.signum() < 0 ? sum : lowestAt(sum);
    }

    /** The lowest of the lines at a sum. */
    BigDecimal lowestAt(BigDecimal sum) {
        BigDecimal lowest = lines.getFirst().at(sum);
        for (int i = 1; i < lines.size(); i++) {
            lowest = Decimals.smallest(lowest, lines.get(i).at(sum));
        }
        return lowest;
    }

    /** Sums at which one line takes over from the one before it, lowest first. */
    List<BigDecimal> bends() {
        List<BigDecimal> bends = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            Line steep = lines.get(i - 1);
            Line flat = lines.get(i);
            bends.add(flat.atZero()
                    .subtract(steep.atZero())
                    .divide(steep.slope().subtract(flat.slope()), Decimals.QUOTIENT));
        }
        return bends;
    }

    /** What is owed in the currency with a profit, zero or more. */
    BigDecimal debt(BigDecimal profit) {
        return Decimals.largest(before.add(profit).negate(), Decimals.ZERO);
    }

    /** The same, but that a sum below zero takes its maintenance margin away too; so equity meets what else is required. */
    CurrencySum lessMaintenance() {
        if (maintenanceRate.signum() == 0) {
            return this;
        }
        List<Line> steeper = new ArrayList<>(lines);
        steeper.addFirst(new Line(Decimals.ZERO, Decimals.ONE.add(maintenanceRate)));
        return new CurrencySum(before, countedBefore, steeper, initialRate, maintenanceRate);
    }
}
