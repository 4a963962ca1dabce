package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Equity against requirement while the price of one group moves, by the value of a unit ({@link PriceGroup}).
 *
 * @param equity of the margin account today, exact
 * @param afterCosts true to take the cost of closing the group off the equity
 */
record GroupBalance(PriceGroup group, BigDecimal equity, boolean afterCosts) {

    BigDecimal equityAt(BigDecimal value) {
        return group.atValueZero(equity).add(group.gainPerValue().multiply(value));
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

    /** The positive value at which equity meets the requirement, were the terms the same everywhere; empty if there is none. */
    Optional<BigDecimal> meeting(Requirement requirement) {
        BigDecimal required = group.requiredPerValue(
                leg -> requirement.of(leg).maintenancePerNotional().add(costRate(leg, requirement)));
        BigDecimal slope = required.subtract(group.gainPerValue());
        BigDecimal requiredAtZero =
                group.sum(leg -> requirement.of(leg).maintenanceAtNothing()).add(requirement.others());
        return PriceGroup.positiveQuotient(group.atValueZero(equity).subtract(requiredAtZero), slope);
    }

    private BigDecimal costRate(MarginedPosition leg, Requirement requirement) {
        return afterCosts ? requirement.of(leg).closingCostRate() : Decimals.ZERO;
    }
}
