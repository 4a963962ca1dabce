package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Equity against requirement while the price of one group moves, by the value of a unit ({@link PriceGroup}).
 *
 * <p>Equity is a straight line, or where a profit in the group's currency counts less the lower one of two, which cross where that
 * currency's profit is zero.
 *
 * @param equity of the margin account today, exact
 * @param rate fraction of a profit in the group's currency that does not count
 * @param profit in the group's currency today, of all positions, before the haircut
 * @param afterCosts true to take the cost of closing the group off the equity
 */
record GroupBalance(PriceGroup group, BigDecimal equity, BigDecimal rate, BigDecimal profit, boolean afterCosts) {

    static GroupBalance of(MarginAccount account, PriceGroup group, BigDecimal equity, boolean afterCosts) {
        PricedPosition first = group.legs().getFirst().priced();
        String currency = first.position().settlementCurrency();
        BigDecimal rate = account.conversions().rateOf(first);
        BigDecimal profit = currency == null || rate.signum() == 0
                ? Decimals.ZERO
                : account.conversions().profit(currency, account.priced());
        return new GroupBalance(group, equity, rate, profit, afterCosts);
    }

    /** True if equity is not one straight line. */
    boolean bends() {
        return rate.signum() > 0 && group.gainPerValue().signum() != 0;
    }

    BigDecimal equityAt(BigDecimal value) {
        return lines().map(line -> line.at(value)).reduce(Decimals::smallest).orElseThrow();
    }

    /** Requirement and costs at a value under some terms. */
    BigDecimal requiredAt(BigDecimal value, Requirement requirement) {
        BigDecimal ofGroup = group.atNotionals(
                value,
                (leg, notional) -> requirement
                        .of(leg)
                        .maintenanceAt(notional)
                        .add(costRate(leg, requirement).multiply(notional)));
        return ofGroup.add(requirement.others());
    }

    boolean isBreachedAt(BigDecimal value, Requirement requirement) {
        return equityAt(value).compareTo(requiredAt(value, requirement)) < 0;
    }

    /** The positive value nearest to today's at which equity meets the requirement, were the terms the same everywhere; empty if there is none. */
    Optional<BigDecimal> meeting(Requirement requirement) {
        return meetings(requirement).stream()
                .min(Comparator.comparing(value -> value.subtract(group.today()).abs()));
    }

    /** All positive values, two at most, at which equity meets the requirement, were the terms the same everywhere. */
    List<BigDecimal> meetings(Requirement requirement) {
        BigDecimal required = group.requiredPerValue(
                leg -> requirement.of(leg).maintenancePerNotional().add(costRate(leg, requirement)));
        BigDecimal requiredAtZero =
                group.sum(leg -> requirement.of(leg).maintenanceAtNothing()).add(requirement.others());
        return meetings(new Line(requiredAtZero, required));
    }

    /** The positive value at which equity is spent; empty if there is none. */
    Optional<BigDecimal> spent() {
        return meetings(new Line(Decimals.ZERO, Decimals.ZERO)).stream().findFirst();
    }

    private List<BigDecimal> meetings(Line required) {
        return lines().flatMap(line -> PriceGroup.positiveQuotient(
                        line.atZero().subtract(required.atZero()),
                        required.slope().subtract(line.slope()))
                        .filter(value -> isOfEquity(line, value))
                        .stream())
                .toList();
    }

    /** True if the line is the lower one at a value, but for what rounding of the value did where both are the same. */
    private boolean isOfEquity(Line line, BigDecimal value) {
        if (!bends() || line.at(value).compareTo(equityAt(value)) == 0) {
            return true;
        }
        BigDecimal gain = group.gainPerValue();
        Optional<BigDecimal> bend =
                PriceGroup.positiveQuotient(gain.multiply(group.today()).subtract(profit), gain);
        return bend.filter(at -> BreachSearch.isSame(at, value)).isPresent();
    }

    private Stream<Line> lines() {
        BigDecimal gain = group.gainPerValue();
        if (!bends()) {
            return Stream.of(new Line(group.atValueZero(equity), gain));
        }
        BigDecimal full = equity.add(rate.multiply(Decimals.largest(profit, Decimals.ZERO)));
        BigDecimal cut = full.subtract(rate.multiply(profit));
        BigDecimal cutGain = gain.subtract(rate.multiply(gain));
        return Stream.of(
                new Line(group.atValueZero(full), gain),
                new Line(cut.subtract(cutGain.multiply(group.today())), cutGain));
    }

    /** An amount that changes by a slope for each 1 that the value changes. */
    private record Line(BigDecimal atZero, BigDecimal slope) {
        BigDecimal at(BigDecimal value) {
            return atZero.add(slope.multiply(value));
        }
    }

    private BigDecimal costRate(MarginedPosition leg, Requirement requirement) {
        return afterCosts ? requirement.of(leg).closingCostRate() : Decimals.ZERO;
    }
}
