package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import io.plimsoll.margin.BreachSearch.Breach;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
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
 * <p>A hedge may breach on either side, because its profit may grow more slowly than its requirement, so both sides are searched; and so may
 * positions in a currency of whose profit a part does not count, along which equity bends. A single
 * position is searched where its lines meet, and where a rise gains, up to twice today's value for a requirement that jumps over its profit.
 *
 * <p>Where the rules' tables end before a breach is found, the last price they reach is given and said to be that: beyond it nothing could
 * be decided.
 *
 * <p>For an account that is breached already, the price is the one at which it no longer would be.
 */
public final class LiquidationPrices {

    /** How far up a single position that gains there is searched, since only a jump of its requirement could bring it down. */
    private static final BigDecimal TWICE = BigDecimal.valueOf(2);

    private final MarginAccount account;
    private final MaintenanceConvention convention;
    private final TermsAt termsAt;
    private final List<PriceGroup> groups;
    private final BigDecimal equity;

    /** What everything else requires that does not move with a group. */
    private final Map<PriceGroup, BigDecimal> others = new IdentityHashMap<>();

    private LiquidationPrices(MarginAccount account, MaintenanceConvention convention, TermsAt termsAt) {
        this.account = account;
        this.convention = convention;
        this.termsAt = termsAt;
        this.groups = PriceGroup.of(account);
        this.equity = account.beforeDiscounts();
        BigDecimal cover = account.coverExact();
        groups.forEach(group -> others.put(group, cover.subtract(group.cover())));
        if (movesWithPrice()) {
            others.replaceAll((group, required) -> required.subtract(GroupBalance.debtMargin(account, group)));
        }
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
            Optional<BigDecimal> bankruptcy = bankruptcyOf(account, group, prices.equity);
            for (int leg = 0; leg < group.legs().size(); leg++) {
                all.put(
                        group.legs().get(leg).id(),
                        new PositionPrices(
                                priceOf(group, leg, nearest.map(Breach::value)),
                                priceOf(group, leg, opposite.map(Breach::value)),
                                priceOf(group, leg, costly.map(Breach::value)),
                                priceOf(group, leg, bankruptcy),
                                nearest.map(Breach::endOfTables).orElse(false)));
            }
        }
        return all;
    }

    /** Bankruptcy prices of every position, for an account of which no rule tells the requirement. */
    public static Map<PositionId, PositionPrices> bankruptcyAlone(MarginAccount account) {
        Map<PositionId, PositionPrices> all = new HashMap<>();
        BigDecimal equity = account.beforeDiscounts();
        for (PriceGroup group : PriceGroup.of(account)) {
            Optional<BigDecimal> bankruptcy = bankruptcyOf(account, group, equity);
            for (int leg = 0; leg < group.legs().size(); leg++) {
                all.put(
                        group.legs().get(leg).id(),
                        new PositionPrices(null, null, null, priceOf(group, leg, bankruptcy), false));
            }
        }
        return all;
    }

    /** The value at which equity before discounts is spent: a discount is no loss. */
    private static Optional<BigDecimal> bankruptcyOf(MarginAccount account, PriceGroup group, BigDecimal equity) {
        return GroupBalance.withoutDebtMargin(account, group, equity, false).spent();
    }

    private static @Nullable BigDecimal priceOf(PriceGroup group, int leg, Optional<BigDecimal> value) {
        return value.map(found -> group.priceOf(leg, found)).orElse(null);
    }

    /** Breaches by group, the nearest first, at most one on each side of today's price; with costs, only of groups whose cost of closing is known. */
    private Map<PriceGroup, List<Breach>> breaches(boolean afterCosts) {
        List<BreachSearch> oneWay = new ArrayList<>();
        List<BreachSearch> otherWay = new ArrayList<>();
        for (PriceGroup group : groups) {
            if (afterCosts && group.sum(leg -> leg.terms().closingCostRate()).signum() == 0 || isInGrid(group)) {
                continue;
            }
            GroupBalance balance = movesWithPrice()
                    ? GroupBalance.of(account, group, equity, afterCosts)
                    : GroupBalance.withoutDebtMargin(account, group, equity, afterCosts);
            Requirement today = Requirement.today(group, othersOf(group), convention);
            boolean walks = movesWithPrice() && !balance.isBreachedAt(group.today(), today);
            boolean mayBreachOnEitherSide = group.isHedge() || group.isFollowed() || balance.bends();
            if (walks && mayBreachOnEitherSide) {
                oneWay.add(OutwardWalk.falling(balance, today));
                otherWay.add(OutwardWalk.rising(balance, today, OutwardWalk.FAR_AWAY));
            } else {
                oneWay.add(new LineSearch(balance, today));
            }
            if (walks
                    && !mayBreachOnEitherSide
                    && !afterCosts
                    && group.gainPerValue().signum() > 0) {
                otherWay.add(OutwardWalk.rising(balance, today, TWICE));
            }
        }
        searchTogether(oneWay);
        searchTogether(otherWay);
        List<BreachSearch> instead = new ArrayList<>();
        oneWay.forEach(search -> search.instead().ifPresent(instead::add));
        searchTogether(instead);
        Map<PriceGroup, List<Breach>> found = new IdentityHashMap<>();
        for (List<BreachSearch> searches : List.of(oneWay, otherWay, instead)) {
            for (BreachSearch search : searches) {
                search.found()
                        .ifPresent(breach -> found.computeIfAbsent(search.group(), group -> new ArrayList<>(2))
                                .add(breach));
            }
        }
        found.replaceAll(LiquidationPrices::nearestOfEachSide);
        return found;
    }

    private static List<Breach> nearestOfEachSide(PriceGroup group, List<Breach> breaches) {
        if (breaches.size() < 2) {
            return breaches;
        }
        List<Breach> nearestFirst = breaches.stream()
                .sorted(Comparator.comparing(breach -> distance(group, breach)))
                .toList();
        Breach nearest = nearestFirst.getFirst();
        Stream<Breach> opposite = nearestFirst.stream()
                .filter(breach -> isAboveToday(group, breach) != isAboveToday(group, nearest))
                .limit(1);
        return Stream.concat(Stream.of(nearest), opposite).toList();
    }

    private static boolean isAboveToday(PriceGroup group, Breach breach) {
        return breach.value().compareTo(group.today()) > 0;
    }

    /** What a grid requires follows the underlying, with which every leg moves; no price of one instrument alone says when that is breached. */
    private boolean isInGrid(PriceGroup group) {
        return !account.portfolio().terms().scenarios().isEmpty()
                && group.legs().stream()
                        .anyMatch(leg -> account.portfolio().terms().cover(leg.priced()));
    }

    private boolean movesWithPrice() {
        return convention == MaintenanceConvention.MOVES_WITH_PRICE;
    }

    private BigDecimal othersOf(PriceGroup group) {
        return Objects.requireNonNull(others.get(group));
    }

    private static BigDecimal distance(PriceGroup group, Breach breach) {
        return group.priceOf(0, breach.value())
                .subtract(group.priceOf(0, group.today()))
                .abs();
    }

    private void searchTogether(List<BreachSearch> searches) {
        if (!movesWithPrice()) {
            return;
        }
        List<BreachSearch> open = new ArrayList<>(searches);
        open.removeIf(search -> !search.startsSomewhere());
        while (!open.isEmpty()) {
            Function<BreachSearch, Optional<Requirement>> answerTo =
                    termsAt.dependOnOthers() ? this::askWithTheWholeAccount : askOnce(open);
            open.removeIf(search -> !search.goesOnAfter(answerTo.apply(search)));
        }
    }

    /** One question for all searches, because asking rules costs the same for one position as for many. */
    private Function<BreachSearch, Optional<Requirement>> askOnce(List<BreachSearch> searches) {
        List<PricedPosition> moved = new ArrayList<>(searches.size());
        searches.forEach(search -> moved.addAll(search.moved()));
        Map<PositionId, PositionTerms> there = termsAt.ask(moved);
        return search -> Requirement.of(search.group(), there, othersOf(search.group()));
    }

    /** A question for one search, with the positions that do not move. */
    private Optional<Requirement> askWithTheWholeAccount(BreachSearch search) {
        return termsAt.at(account, withMoved(search)).map(there -> Requirement.of(search.group(), there));
    }

    private List<PricedPosition> withMoved(BreachSearch search) {
        Map<PositionId, PricedPosition> moved = new HashMap<>();
        search.moved().forEach(position -> moved.put(position.id(), position));
        return account.positions().stream()
                .map(position -> moved.getOrDefault(position.id(), position.priced()))
                .toList();
    }
}
