package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is required while a group of positions has one price.
 *
 * @param terms of each position of the group
 * @param others requirement of everything else that does not move with it, settlement currency, exact
 */
record Requirement(Map<PositionId, PositionTerms> terms, BigDecimal others) {

    Requirement {
        terms = Map.copyOf(terms);
    }

    static Requirement today(PriceGroup group, BigDecimal others, MaintenanceConvention convention) {
        Map<PositionId, PositionTerms> terms = new HashMap<>();
        for (MarginedPosition leg : group.legs()) {
            terms.put(
                    leg.id(),
                    convention == MaintenanceConvention.FIXED_AT_MARK
                            ? leg.terms().withMaintenanceFixed(leg.maintenanceMargin())
                            : leg.terms());
        }
        return new Requirement(terms, others);
    }

    /** Empty if one of the group's positions has no terms. */
    static Optional<Requirement> of(PriceGroup group, Map<PositionId, PositionTerms> terms, BigDecimal others) {
        Map<PositionId, PositionTerms> own = new HashMap<>();
        for (MarginedPosition leg : group.legs()) {
            PositionTerms known = terms.get(leg.id());
            if (known == null) {
                return Optional.empty();
            }
            own.put(leg.id(), known);
        }
        return Optional.of(new Requirement(own, others));
    }

    /** What a whole account that holds the group requires, but for a debt that moves with the group's profit: that is in {@link GroupBalance}. */
    static Requirement of(PriceGroup group, MarginAccount account) {
        Map<PositionId, PositionTerms> own = new HashMap<>();
        BigDecimal others = account.maintenanceExact().subtract(GroupBalance.debtMargin(account, group));
        for (MarginedPosition leg : group.legs()) {
            MarginedPosition there = account.position(leg.id());
            own.put(leg.id(), there.terms());
            others = others.subtract(there.maintenanceMargin());
        }
        return new Requirement(own, Decimals.normalised(others));
    }

    PositionTerms of(MarginedPosition leg) {
        return Optional.ofNullable(terms.get(leg.id())).orElseThrow();
    }
}
