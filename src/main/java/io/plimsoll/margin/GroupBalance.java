package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Equity against requirement while the price of one group moves, by the value of a unit ({@link PriceGroup}).
 *
 * <p>Equity is a straight line, or where profits in the group's currency do not count whole the lowest of several: it bends where the sum that the
 * profit is part of reaches another haircut, or turns into a debt.
 */
final class GroupBalance {

    private final PriceGroup group;
    private final BigDecimal equity;
    private final CurrencySum sum;
    private final BigDecimal profit;
    private final BigDecimal gain;
    private final boolean afterCosts;
    private final boolean bends;

    /** Of equity, by the value of a unit. */
    private final List<Line> lines;

    /**
     * @param equity of the margin account today, exact, before discounts
     * @param sum how a profit in the group's currency counts, less the margin of a debt in it
     * @param profit in the group's currency today, of all positions, before the haircut
     * @param gain change of equity for each 1 of the group's value, less what the margin of debts grows
     * @param afterCosts true to take the cost of closing the group off the equity
     */
    private GroupBalance(
            PriceGroup group,
            BigDecimal equity,
            CurrencySum sum,
            BigDecimal profit,
            BigDecimal gain,
            boolean afterCosts) {
        this.group = group;
        this.equity = equity;
        this.sum = sum;
        this.profit = profit;
        this.gain = gain;
        this.afterCosts = afterCosts;
        this.bends = gain.signum() != 0 && !sum.bends().isEmpty();
        this.lines = linesOfEquity();
    }

    PriceGroup group() {
        return group;
    }

    static GroupBalance of(MarginAccount account, PriceGroup group, BigDecimal equity, boolean afterCosts) {
        GroupBalance alone = withoutDebtMargin(account, group, equity, afterCosts);
        return new GroupBalance(
                group,
                equity,
                alone.sum.lessMaintenance(),
                alone.profit,
                group.gainPerValue().subtract(group.debtMarginPerValue()),
                afterCosts);
    }

    /** To find where equity is spent, or where what a debt requires stays as it is today. */
    static GroupBalance withoutDebtMargin(
            MarginAccount account, PriceGroup group, BigDecimal equity, boolean afterCosts) {
        String currency = group.currency();
        CurrencySum sum = account.conversions().sum(currency, account.balances());
        BigDecimal profit = currency == null || sum.equals(CurrencySum.WHOLE)
                ? Decimals.ZERO
                : account.conversions().profit(currency, account.priced());
        return new GroupBalance(group, equity, sum, profit, group.gainPerValue(), afterCosts);
    }

    /** What a debt in the group's currency requires of an account; {@link #of} has it in its lines. */
    static BigDecimal debtMargin(MarginAccount account, PriceGroup group) {
        String currency = group.currency();
        if (currency == null) {
            return Decimals.ZERO;
        }
        CurrencySum sum = account.conversions().sum(currency, account.balances());
        return sum.maintenanceRate().signum() == 0
                ? Decimals.ZERO
                : sum.maintenanceRate().multiply(sum.debt(account.conversions().profit(currency, account.priced())));
    }

    /** True if equity is not one straight line. */
    boolean bends() {
        return bends;
    }

    BigDecimal equityAt(BigDecimal value) {
        BigDecimal least = lines.getFirst().at(value);
        for (int i = 1; i < lines.size(); i++) {
            least = Decimals.smallest(least, lines.get(i).at(value));
        }
        return least;
    }

    /** Requirement and costs at a value under some terms. */
    BigDecimal requiredAt(BigDecimal value, Requirement requirement) {
        BigDecimal ofGroup = group.atNotionals(
                value,
                (leg, notional) -> Decimals.sum(
                        requirement.of(leg).coverAt(notional),
                        afterCosts ? costRate(leg, requirement).multiply(notional) : Decimals.ZERO));
        return Decimals.sum(ofGroup, requirement.others());
    }

    boolean isBreachedAt(BigDecimal value, Requirement requirement) {
        return equityAt(value).compareTo(requiredAt(value, requirement)) < 0;
    }

    /** The positive value nearest to today's at which equity meets the requirement, were the terms the same everywhere; empty if there is none. */
    Optional<BigDecimal> meeting(Requirement requirement) {
        List<BigDecimal> all = meetings(requirement);
        return all.size() < 2
                ? all.stream().findFirst()
                : all.stream()
                        .min(Comparator.comparing(
                                value -> value.subtract(group.today()).abs()));
    }

    /** All positive values, two at most, at which equity meets the requirement, were the terms the same everywhere. */
    List<BigDecimal> meetings(Requirement requirement) {
        BigDecimal required = group.ofUnits((leg, units) ->
                units.multiply(Decimals.sum(requirement.of(leg).coverPerNotional(), costRate(leg, requirement))));
        BigDecimal requiredAtZero = Decimals.ZERO;
        for (PositionTerms terms : requirement.terms()) {
            requiredAtZero = Decimals.sum(requiredAtZero, terms.coverAtNothing());
        }
        return meetings(new Line(requiredAtZero.add(requirement.others()), required));
    }

    /** The positive value at which equity is spent; empty if there is none. */
    Optional<BigDecimal> spent() {
        return meetings(new Line(Decimals.ZERO, Decimals.ZERO)).stream().findFirst();
    }

    private List<BigDecimal> meetings(Line required) {
        List<BigDecimal> meetings = new ArrayList<>(lines.size());
        for (Line line : lines) {
            PriceGroup.positiveQuotient(
                            line.atZero().subtract(required.atZero()),
                            required.slope().subtract(line.slope()))
                    .filter(value -> isOfEquity(line, value))
                    .ifPresent(meetings::add);
        }
        return meetings;
    }

    /** True if the line is the lowest at a value, but for what rounding of the value did at a bend. */
    private boolean isOfEquity(Line line, BigDecimal value) {
        return !bends || line.at(value).compareTo(equityAt(value)) == 0 || isBend(value);
    }

    private boolean isBend(BigDecimal value) {
        return sum.bends().stream()
                .map(bend -> bend.subtract(sum.before()).subtract(profit))
                .map(missing -> group.today().add(missing.divide(gain, Decimals.QUOTIENT)))
                .anyMatch(bend -> BreachSearch.isSame(bend, value));
    }

    /** What does not come from the currency's sum stays as it is. */
    private List<Line> linesOfEquity() {
        BigDecimal today = sum.before().add(profit);
        BigDecimal beside = equity.subtract(sum.valueOf(today));
        if (!bends) {
            BigDecimal now = beside.add(sum.lowestAt(today));
            return List.of(new Line(now.subtract(gain.multiply(group.today())), gain));
        }
        BigDecimal atZero = today.subtract(gain.multiply(group.today()));
        return sum.lines().stream()
                .map(line -> new Line(beside.add(line.at(atZero)), line.slope().multiply(gain)))
                .toList();
    }

    private BigDecimal costRate(int leg, Requirement requirement) {
        return afterCosts ? requirement.of(leg).closingCostRate() : Decimals.ZERO;
    }
}
