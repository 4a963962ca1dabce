package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is required while a group of positions has one price.
 *
 * @param terms of each leg of the group, in its order
 * @param others requirement of everything else that does not move with it, settlement currency, exact
 */
record Requirement(List<PositionTerms> terms, BigDecimal others) {

    Requirement {
        terms = List.copyOf(terms);
    }

    static Requirement today(PriceGroup group, BigDecimal others, MaintenanceConvention convention) {
        List<PositionTerms> terms = new ArrayList<>(group.legs().size());
        for (MarginedPosition leg : group.legs()) {
            terms.add(
                    convention == MaintenanceConvention.FIXED_AT_MARK
                            ? leg.terms().withCoverFixed(leg.cover())
                            : leg.terms());
        }
        return new Requirement(terms, others);
    }

    /** Empty if one of the group's positions has no terms. */
    static Optional<Requirement> of(PriceGroup group, Map<PositionId, PositionTerms> terms, BigDecimal others) {
        List<PositionTerms> own = new ArrayList<>(group.legs().size());
        for (MarginedPosition leg : group.legs()) {
            PositionTerms known = terms.get(leg.id());
            if (known == null) {
                return Optional.empty();
            }
            own.add(known);
        }
        return Optional.of(new Requirement(own, others));
    }

    /** What a whole account that holds the group requires, but for a debt that moves with the group's profit: that is in {@link GroupBalance}. */
    static Requirement of(PriceGroup group, MarginAccount account) {
        List<PositionTerms> own = new ArrayList<>(group.legs().size());
        BigDecimal others = account.coverExact().subtract(GroupBalance.debtMargin(account, group));
        for (MarginedPosition leg : group.legs()) {
            MarginedPosition there = account.position(leg.id());
            own.add(there.terms());
            others = others.subtract(there.cover());
        }
        return new Requirement(own, Decimals.normalised(others));
    }

    /** Of a leg of the group, by its number. */
    PositionTerms of(int leg) {
        return terms.get(leg);
    }
}
