package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A margin account while it is being closed: what has been closed so far and what is left. Each closing realises what the position adds to
 * equity, pays its expected cost, and asks the rules again for the terms of what remains.
 *
 * @param account what is left
 * @param closed quantity closed of each position so far, positive
 */
public record Closing(MarginAccount account, Map<PositionId, BigDecimal> closed) {

    public static Closing of(MarginAccount account) {
        return new Closing(account, Map.of());
    }

    /** Closes a quantity of one position, positive and never more than is left of it. */
    public Closing close(PositionId id, BigDecimal quantity, TermsAt termsAt) {
        MarginedPosition position = account.position(id);
        PricedPosition priced = position.priced();
        BigDecimal held = priced.position().quantity();
        if (quantity.signum() <= 0 || quantity.compareTo(held.abs()) > 0) {
            throw new IllegalArgumentException("cannot close " + quantity + " of " + held + " " + id);
        }
        boolean whole = quantity.compareTo(held.abs()) == 0;
        PricedPosition part = priced.withQuantity(held.signum() < 0 ? quantity.negate() : quantity);
        BigDecimal cost = PositionTerms.costOf(position.terms().closingCostRate(), part.notional());
        List<MarginedPosition> left = new ArrayList<>();
        for (MarginedPosition other : account.positions()) {
            if (!other.id().equals(id)) {
                left.add(other);
            } else if (!whole) {
                PricedPosition rest =
                        priced.withQuantity(held.subtract(part.position().quantity()));
                left.add(new MarginedPosition(rest, termsAt.ask(List.of(rest)).getOrDefault(id, position.terms())));
            }
        }
        Map<PositionId, BigDecimal> closedNow = new LinkedHashMap<>(closed);
        closedNow.merge(id, quantity, BigDecimal::add);
        return new Closing(
                account.with(account.wallet().add(part.equityValue()).subtract(cost), left),
                Collections.unmodifiableMap(closedNow));
    }

    /** Closes the smallest number of lots that covers a quantity, or the whole position where lots would exceed it. */
    public Closing closeInLots(PositionId id, BigDecimal atLeast, BigDecimal lot, TermsAt termsAt) {
        BigDecimal held = account.position(id).priced().position().quantity().abs();
        BigDecimal lots = atLeast.divide(lot, 0, RoundingMode.CEILING);
        return close(id, Decimals.smallest(lots.multiply(lot), held), termsAt);
    }

    /**
     * Closes the least, in whole lots, that makes what is left meet a condition: positions with the largest maintenance margin first, ties
     * by name, each only as far as needed. Where even closing everything does not get there, everything is closed.
     *
     * @param restored true for an account that is restored; must stay true when more is closed
     * @param lots lot of each position, positive
     */
    public Closing reduceUntil(
            Predicate<MarginAccount> restored, Function<PositionId, BigDecimal> lots, TermsAt termsAt) {
        Closing state = this;
        List<MarginedPosition> largestFirst = account.positions().stream()
                .sorted(Comparator.comparing(MarginedPosition::maintenanceMargin)
                        .reversed()
                        .thenComparing(MarginedPosition::id))
                .toList();
        for (MarginedPosition position : largestFirst) {
            if (restored.test(state.account())) {
                return state;
            }
            PositionId id = position.id();
            state = state.closeFewestLots(id, lots.apply(id), restored, termsAt);
        }
        return state;
    }

    private Closing closeFewestLots(PositionId id, BigDecimal lot, Predicate<MarginAccount> restored, TermsAt termsAt) {
        BigDecimal held = account.position(id).priced().position().quantity().abs();
        Closing whole = close(id, held, termsAt);
        if (!restored.test(whole.account())) {
            return whole;
        }
        BigDecimal tooFew = Decimals.ZERO;
        BigDecimal enough = held.divide(lot, 0, RoundingMode.CEILING);
        Closing best = whole;
        while (enough.subtract(tooFew).compareTo(Decimals.ONE) > 0) {
            BigDecimal middle = enough.add(tooFew).divide(BigDecimal.valueOf(2), 0, RoundingMode.FLOOR);
            Closing tried = closeInLots(id, middle.multiply(lot), lot, termsAt);
            if (restored.test(tried.account())) {
                enough = middle;
                best = tried;
            } else {
                tooFew = middle;
            }
        }
        return best;
    }
}
