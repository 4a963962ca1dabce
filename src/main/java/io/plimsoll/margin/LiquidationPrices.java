package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import io.plimsoll.margin.BreachSearch.Breach;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Solves for the prices in {@link PositionPrices}. The positions of one instrument, such as both legs of a hedge, share its price and
 * move together; all other prices stay where they are.
 *
 * <p>Along the value of one unit both equity and requirement are straight lines while each position stays in its bracket, so
 * the breach is where the two lines meet: the search goes by that value, which for a linear contract is the price and for an inverse one
 * its reciprocal. If the breach lies in another bracket, the rules are asked for their terms there and the lines are met again,
 * until the price stays the same (margin-math: "re-solve in the bracket where P* lands"). On a schedule that jumps the lines may never
 * meet; there the breach is the jump itself, and halving finds it.
 *
 * <p>A hedge may breach on either side, because its profit may grow more slowly than its requirement, so both sides are searched. A single
 * position is searched where its lines meet.
 *
 * <p>Where the rules' tables end before a breach is found, the last price they reach is given and said to be that: beyond it nothing could
 * be decided.
 *
 * <p>For an account that is breached already, the price is the one at which it no longer would be.
 */
public final class LiquidationPrices {

    private final MaintenanceConvention convention;
    private final TermsAt termsAt;
    private final List<PriceGroup> groups;
    private final BigDecimal equity;
    private final BigDecimal maintenance;

    private LiquidationPrices(MarginAccount account, MaintenanceConvention convention, TermsAt termsAt) {
        this.convention = convention;
        this.termsAt = termsAt;
        this.groups = PriceGroup.of(account.positions());
        this.equity = account.equityExact();
        this.maintenance = account.maintenanceExact();
    }

    /** Prices of every position of a margin account, exact to 30 digits. */
    public static Map<PositionId, PositionPrices> of(
            MarginAccount account, MaintenanceConvention convention, TermsAt termsAt) {
        var prices = new LiquidationPrices(account, convention, termsAt);
        Map<PriceGroup, List<Breach>> breaches = prices.breaches(false);
        Map<PriceGroup, List<Breach>> afterCosts = prices.breaches(true);
        Map<PositionId, PositionPrices> all = new HashMap<>();
        for (PriceGroup group : prices.groups) {
            List<Breach> nearestFirst = breaches.getOrDefault(group, List.of());
            Optional<Breach> nearest = nearestFirst.stream().findFirst();
            Optional<Breach> opposite = nearestFirst.stream().skip(1).findFirst();
            Optional<Breach> costly =
                    afterCosts.getOrDefault(group, List.of()).stream().findFirst();
            Optional<BigDecimal> spent = group.valueWhereSpent(prices.equity);
            for (MarginedPosition leg : group.legs()) {
                all.put(
                        leg.id(),
                        new PositionPrices(
                                priceOf(group, leg, nearest),
                                priceOf(group, leg, opposite),
                                priceOf(group, leg, costly),
                                spent.map(value -> group.priceOf(leg, value)).orElse(null),
                                nearest.map(Breach::endOfTables).orElse(false)));
            }
        }
        return all;
    }

    private static @Nullable BigDecimal priceOf(PriceGroup group, MarginedPosition leg, Optional<Breach> breach) {
        return breach.map(found -> group.priceOf(leg, found.value())).orElse(null);
    }

    /** Breaches by group, the nearest first, at most one on each side of today's price; with costs, only of groups whose cost of closing is known. */
    private Map<PriceGroup, List<Breach>> breaches(boolean afterCosts) {
        List<BreachSearch> oneWay = new ArrayList<>();
        List<BreachSearch> otherWay = new ArrayList<>();
        for (PriceGroup group : groups) {
            if (afterCosts && group.sum(leg -> leg.terms().closingCostRate()).signum() == 0) {
                continue;
            }
            var balance = new GroupBalance(group, equity, afterCosts);
            Requirement today = Requirement.today(group, othersOf(group), convention);
            if (group.isHedge() && movesWithPrice() && !balance.isBreachedAt(group.today(), today)) {
                oneWay.add(new OutwardWalk(balance, today, false));
                otherWay.add(new OutwardWalk(balance, today, true));
            } else {
                oneWay.add(new LineSearch(balance, today));
            }
        }
        Map<PriceGroup, List<Breach>> found = new HashMap<>();
        for (List<BreachSearch> searches : List.of(oneWay, otherWay)) {
            searchTogether(searches);
            for (BreachSearch search : searches) {
                search.found()
                        .ifPresent(breach -> found.computeIfAbsent(search.group(), group -> new ArrayList<>())
                                .add(breach));
            }
        }
        found.forEach((group, all) -> all.sort(Comparator.comparing(breach -> distance(group, breach))));
        return found;
    }

    private boolean movesWithPrice() {
        return convention == MaintenanceConvention.MOVES_WITH_PRICE;
    }

    private BigDecimal othersOf(PriceGroup group) {
        return maintenance.subtract(group.maintenance());
    }

    private static BigDecimal distance(PriceGroup group, Breach breach) {
        MarginedPosition first = group.legs().getFirst();
        return group.priceOf(first, breach.value())
                .subtract(group.priceOf(first, group.today()))
                .abs();
    }

    /** One question for all searches, because asking rules costs the same for one position as for many. */
    private void searchTogether(List<BreachSearch> searches) {
        List<BreachSearch> open = movesWithPrice()
                ? searches.stream().filter(BreachSearch::startsSomewhere).toList()
                : List.of();
        while (!open.isEmpty()) {
            Map<PositionId, PositionTerms> there = termsAt.ask(
                    open.stream().flatMap(search -> search.moved().stream()).toList());
            open = open.stream()
                    .filter(search ->
                            search.goesOnAfter(Requirement.of(search.group(), there, othersOf(search.group()))))
                    .toList();
        }
    }
}
