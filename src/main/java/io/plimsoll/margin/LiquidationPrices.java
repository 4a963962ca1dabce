package io.plimsoll.margin;

import static io.plimsoll.money.Decimals.QUOTIENT;

import io.plimsoll.account.PositionId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Solves for the prices in {@link PositionPrices}.
 *
 * <p>Along one position's price both equity and requirement are straight lines while the position stays in its bracket, so the breach is
 * where the two lines meet. If that price lies in another bracket, the rules are asked for their terms there and the lines are met again,
 * until the terms stay the same (margin-math: "re-solve in the bracket where P* lands").
 */
public final class LiquidationPrices {

    /** Rounds of asking; brackets are crossed one way on a convex schedule, so more only happens on a schedule that jumps. */
    private static final int ROUNDS_MAX = 24;

    /** Halvings that narrow a jump to the last of 34 digits' worth of any price. */
    private static final int HALVINGS_MAX = 110;

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private final MarginAccount account;
    private final TermsAt termsAt;

    private LiquidationPrices(MarginAccount account, TermsAt termsAt) {
        this.account = account;
        this.termsAt = termsAt;
    }

    /** Prices of every position of a margin account, exact to 34 digits. */
    public static Map<PositionId, PositionPrices> of(
            MarginAccount account, MaintenanceConvention convention, TermsAt termsAt) {
        var prices = new LiquidationPrices(account, termsAt);
        Map<PositionId, BigDecimal> breach = prices.breaches(convention, false);
        boolean costsKnown = account.positions().stream()
                .anyMatch(position -> position.terms().closingCostRate().signum() > 0);
        Map<PositionId, BigDecimal> breachAfterCosts = costsKnown ? prices.breaches(convention, true) : Map.of();
        Map<PositionId, PositionPrices> all = new HashMap<>();
        for (MarginedPosition position : account.positions()) {
            PositionId id = position.id();
            all.put(
                    id,
                    new PositionPrices(
                            breach.get(id),
                            breachAfterCosts.get(id),
                            prices.bankruptcy(position).orElse(null)));
        }
        return all;
    }

    private Map<PositionId, BigDecimal> breaches(MaintenanceConvention convention, boolean afterCosts) {
        List<Search> searches = account.positions().stream()
                .filter(position ->
                        !afterCosts || position.terms().closingCostRate().signum() > 0)
                .map(Search::new)
                .toList();
        boolean maintenanceFixed = convention == MaintenanceConvention.FIXED_AT_MARK;
        List<Search> open = searches;
        for (int round = 0; round < ROUNDS_MAX && !open.isEmpty(); round++) {
            for (Search search : open) {
                search.price = meeting(search.position, search.terms, maintenanceFixed, afterCosts)
                        .orElse(null);
            }
            open = maintenanceFixed ? List.of() : inAnotherBracket(open);
        }
        open.forEach(search -> search.price = jump(search.position, search.price, afterCosts));
        Map<PositionId, BigDecimal> found = new HashMap<>();
        for (Search search : searches) {
            if (search.price != null) {
                found.put(search.position.id(), search.price);
            }
        }
        return found;
    }

    /** The searches whose price lies where the rules have other terms, with those terms; beyond the rules' tables the last terms go on. */
    private List<Search> inAnotherBracket(List<Search> searches) {
        List<PricedPosition> moved = new ArrayList<>();
        for (Search search : searches) {
            if (search.price != null) {
                moved.add(search.position.priced().atPrice(search.price));
            }
        }
        Map<PositionId, PositionTerms> there = moved.isEmpty() ? Map.of() : termsAt.ask(moved);
        List<Search> unsettled = new ArrayList<>();
        for (Search search : searches) {
            PositionTerms terms = there.get(search.position.id());
            if (search.price != null && terms != null && !terms.sameMaintenanceAs(search.terms)) {
                search.terms = terms;
                unsettled.add(search);
            }
        }
        return unsettled;
    }

    /** Where the search for one position's price stands. */
    private static final class Search {
        private final MarginedPosition position;
        private PositionTerms terms;
        private @Nullable BigDecimal price;

        private Search(MarginedPosition position) {
            this.position = position;
            this.terms = position.terms();
        }
    }

    /** The positive price at which equity, less closing cost if asked, equals maintenance margin under fixed terms; empty if there is none. */
    private Optional<BigDecimal> meeting(
            MarginedPosition position, PositionTerms terms, boolean maintenanceFixed, boolean afterCosts) {
        PricedPosition priced = position.priced();
        BigDecimal unit = priced.notionalPerUnitPrice();
        BigDecimal maintenanceSlope = maintenanceFixed
                ? Decimals.ZERO
                : terms.factor().multiply(terms.maintenance().rate()).multiply(unit);
        BigDecimal maintenanceAtZero = maintenanceFixed
                ? position.maintenanceMargin()
                : terms.addOn()
                        .subtract(terms.factor().multiply(terms.maintenance().deduction()));
        BigDecimal costSlope = afterCosts ? terms.closingCostRate().multiply(unit) : Decimals.ZERO;
        BigDecimal maintenanceOfOthers = account.maintenanceExact().subtract(position.maintenanceMargin());
        BigDecimal slope = maintenanceSlope.add(costSlope).subtract(priced.deltaPerUnitPrice());
        BigDecimal rise =
                equityAtPriceZero(position).subtract(maintenanceOfOthers).subtract(maintenanceAtZero);
        return positiveQuotient(rise, slope);
    }

    private Optional<BigDecimal> bankruptcy(MarginedPosition position) {
        return positiveQuotient(
                equityAtPriceZero(position),
                position.priced().deltaPerUnitPrice().negate());
    }

    /** Equity extrapolated along one position's price down to zero; for a short this exceeds today's equity. */
    private BigDecimal equityAtPriceZero(MarginedPosition position) {
        PricedPosition priced = position.priced();
        return account.equityExact().subtract(priced.deltaPerUnitPrice().multiply(priced.price()));
    }

    /**
     * The breach of a schedule that jumps between two brackets, where the two lines never meet: the price at which the requirement overtakes
     * equity, found by halving between a healthy and a breached price.
     */
    private @Nullable BigDecimal jump(MarginedPosition position, @Nullable BigDecimal start, boolean afterCosts) {
        BigDecimal healthy = position.priced().price();
        BigDecimal breached = start;
        if (breached == null
                || isBreachedAt(position, healthy, afterCosts) == isBreachedAt(position, breached, afterCosts)) {
            return start;
        }
        for (int halving = 0; halving < HALVINGS_MAX; halving++) {
            BigDecimal middle = healthy.add(breached, QUOTIENT).divide(TWO, QUOTIENT);
            if (isBreachedAt(position, middle, afterCosts) == isBreachedAt(position, healthy, afterCosts)) {
                healthy = middle;
            } else {
                breached = middle;
            }
        }
        return breached;
    }

    private boolean isBreachedAt(MarginedPosition position, BigDecimal price, boolean afterCosts) {
        PricedPosition moved = position.priced().atPrice(price);
        PositionTerms terms = termsAt.ask(List.of(moved)).getOrDefault(position.id(), position.terms());
        BigDecimal equity =
                equityAtPriceZero(position).add(moved.deltaPerUnitPrice().multiply(price));
        BigDecimal cost = afterCosts ? PositionTerms.costOf(terms.closingCostRate(), moved.notional()) : Decimals.ZERO;
        BigDecimal required = account.maintenanceExact()
                .subtract(position.maintenanceMargin())
                .add(terms.maintenanceAt(moved.notional()));
        return equity.subtract(cost).compareTo(required) < 0;
    }

    private static Optional<BigDecimal> positiveQuotient(BigDecimal dividend, BigDecimal divisor) {
        if (divisor.signum() == 0 || dividend.signum() * divisor.signum() <= 0) {
            return Optional.empty();
        }
        return Optional.of(Decimals.normalised(dividend.divide(divisor, QUOTIENT)));
    }
}
