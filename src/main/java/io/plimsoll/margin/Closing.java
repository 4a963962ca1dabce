package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A margin account while it is being closed: what has been closed so far and what is left. Each closing realises what the position adds to
 * equity, pays its expected cost and its fee, and asks the rules again for the terms of what remains.
 *
 * @param account what is left
 * @param parts what was closed, first part first; never two of the same position in a row
 */
public record Closing(MarginAccount account, List<Part> parts) {

    public Closing {
        parts = List.copyOf(parts);
    }

    /**
     * A quantity of one position that is closed. Money is conserved: the wallet after is the wallet before, plus gain, less cost and fee.
     *
     * @param quantity positive
     * @param notional of the quantity at its price, settlement currency
     * @param gain what the quantity adds to equity, which is realised: profit and loss, or an option's value; settlement currency, negative for a loss
     * @param cost expected fee and slippage of the market, settlement currency, exact
     * @param fee liquidation fee, settlement currency, rounded up
     * @param together true if it is closed side by side with the part before, because each hedges the other
     */
    public record Part(
            PositionId position,
            BigDecimal quantity,
            BigDecimal notional,
            BigDecimal gain,
            BigDecimal cost,
            BigDecimal fee,
            boolean together,
            MarginAccount before,
            MarginAccount after) {

        /** True if nothing of the position is left. */
        public boolean isWhole() {
            return !after.holds(position);
        }
    }

    public static Closing of(MarginAccount account) {
        return new Closing(account, List.of());
    }

    /** Quantity closed of each position so far, positive. */
    public Map<PositionId, BigDecimal> closed() {
        Map<PositionId, BigDecimal> closed = new LinkedHashMap<>();
        parts.forEach(part -> closed.merge(part.position(), part.quantity(), BigDecimal::add));
        return Collections.unmodifiableMap(closed);
    }

    /** Closes a quantity of one position, positive and never more than is left of it; after a part of the same position it is one with that. */
    public Closing close(PositionId id, BigDecimal quantity, ClosingRules rules) {
        requireHeld(id, quantity);
        if (!parts.isEmpty() && parts.getLast().position().equals(id)) {
            Part last = parts.getLast();
            Closing before = new Closing(last.before(), parts.subList(0, parts.size() - 1));
            return before.append(id, last.quantity().add(quantity), last.together(), rules);
        }
        return append(id, quantity, false, rules);
    }

    /** Closes all that is left of one position. */
    public Closing closeWhole(PositionId id, ClosingRules rules) {
        return close(id, held(id), rules);
    }

    /**
     * Closes the smallest number of lots that covers a quantity and keeps to the minimum size, or the whole position where lots would exceed it
     * or leave too little of it.
     */
    public Closing closeInLots(PositionId id, BigDecimal atLeast, ClosingRules rules) {
        return close(id, new Lots(account.position(id), rules.of(id)).covering(atLeast), rules);
    }

    /**
     * Closes the least that makes what is left meet a target, in the lots, above the minimum sizes and in the order that the rules give, each
     * position only as far as needed. A position whose closing would raise the maintenance margin is left, because another one hedges it; where
     * only such are left, they are closed together in proportion. Where nothing short of closing everything meets the target, everything is closed.
     */
    public Closing reduceUntil(MarginTarget target, ClosingRules rules) {
        Closing state = this;
        for (PositionId id : target.isMetBy(account) ? List.<PositionId>of() : rules.inOrder(this)) {
            state = new FewestLots(state, id, target, rules).closed().orElse(state);
            if (target.isMetBy(state.account())) {
                return state;
            }
        }
        if (!target.isMetBy(state.account()) && !rules.standAlone(state.account())) {
            state = new Proportional(state, rules).until(target).orElse(state);
        }
        return target.isMetBy(state.account()) ? state : closeAll(rules);
    }

    /**
     * Closes everything, in the order that the rules give but so that no part raises the maintenance margin; positions of which none can be
     * closed before the others without that are closed together.
     */
    public Closing closeAll(ClosingRules rules) {
        return closeAll(rules.inOrder(this), rules);
    }

    /** Closes all of some positions, in their order but so that no part raises the maintenance margin, as {@link #closeAll(ClosingRules)}. */
    public Closing closeAll(List<PositionId> positions, ClosingRules rules) {
        Closing state = this;
        List<PositionId> open = new ArrayList<>(positions);
        boolean standAlone = rules.standAlone(account);
        while (!open.isEmpty()) {
            Closing from = state;
            Optional<PositionId> next = open.stream()
                    .filter(id -> standAlone || !from.closeWhole(id, rules).raisesMaintenanceOf(from))
                    .findFirst();
            if (next.isEmpty()) {
                return from.closeTogether(open, rules);
            }
            state = from.closeWhole(next.get(), rules);
            open.remove(next.get());
        }
        return state;
    }

    private Closing closeTogether(List<PositionId> positions, ClosingRules rules) {
        Closing state = closeWhole(positions.getFirst(), rules);
        for (PositionId id : positions.subList(1, positions.size())) {
            state = state.closeTogether(id, held(id), rules);
        }
        return state;
    }

    /**
     * The same closing, of each position no more than a fraction of what was held before it, rounded down to lots but no less than the least quantity that may
     * be closed. Parts that are closed together are cut by the same share, up to a lot; what would raise the maintenance margin, because what it hedges has
     * been cut before it, is left.
     *
     * @param limits fraction of a position, above 0 to 1; a position without one is not cut
     */
    public Closing within(Map<PositionId, BigDecimal> limits, ClosingRules rules) {
        MarginAccount whole = parts.isEmpty() ? account : parts.getFirst().before();
        Closing cut = of(whole);
        for (int from = 0; from < parts.size(); ) {
            int to = from + 1;
            while (to < parts.size() && parts.get(to).together()) {
                to++;
            }
            Closing next = cut.append(parts.subList(from, to), of(whole).room(cut, limits), rules);
            cut = !rules.standAlone(cut.account()) && next.raisesMaintenanceOf(cut) ? cut : next;
            from = to;
        }
        return cut;
    }

    /** How much of each position a closing may still close; nothing stands for a position without a limit. */
    private Map<PositionId, BigDecimal> room(Closing sofar, Map<PositionId, BigDecimal> limits) {
        Map<PositionId, BigDecimal> closed = sofar.closed();
        Map<PositionId, BigDecimal> room = new HashMap<>();
        limits.forEach((id, fraction) -> room.put(
                id,
                Decimals.largest(
                        Decimals.ZERO, held(id).multiply(fraction).subtract(closed.getOrDefault(id, Decimals.ZERO)))));
        return room;
    }

    /** Parts that go together, cut by one share so that each fits into its room; nothing where one of them has none. */
    private Closing append(List<Part> group, Map<PositionId, BigDecimal> room, ClosingRules rules) {
        BigDecimal fits = Decimals.ONE;
        BigDecimal of = Decimals.ONE;
        for (Part part : group) {
            BigDecimal limit = room.getOrDefault(part.position(), part.quantity());
            if (limit.multiply(of).compareTo(fits.multiply(part.quantity())) < 0) {
                fits = limit;
                of = part.quantity();
            }
        }
        Closing state = this;
        for (Part part : fits.signum() == 0 ? List.<Part>of() : group) {
            PositionId id = part.position();
            BigDecimal share = Decimals.quotientRoundedDown(part.quantity().multiply(fits), of);
            BigDecimal quantity = share.compareTo(part.quantity()) >= 0
                    ? part.quantity()
                    : new Lots(state.account().position(id), rules.of(id)).within(share);
            state = part.together() ? state.closeTogether(id, quantity, rules) : state.close(id, quantity, rules);
        }
        return state;
    }

    /** True if more maintenance margin is required now than was then. */
    boolean raisesMaintenanceOf(Closing before) {
        return account.maintenanceExact().compareTo(before.account().maintenanceExact()) > 0;
    }

    /** Quantity of a position that is left, positive. */
    public BigDecimal held(PositionId id) {
        return account.position(id).priced().position().quantity().abs();
    }

    /** The same as {@link #close}, side by side with the part before. */
    Closing closeTogether(PositionId id, BigDecimal quantity, ClosingRules rules) {
        return append(id, quantity, !parts.isEmpty(), rules);
    }

    private Closing append(PositionId id, BigDecimal quantity, boolean together, ClosingRules rules) {
        requireHeld(id, quantity);
        MarginedPosition position = account.position(id);
        PricedPosition priced = position.priced();
        BigDecimal held = priced.position().quantity();
        PricedPosition closed = priced.withQuantity(held.signum() < 0 ? quantity.negate() : quantity);
        BigDecimal notional = closed.notional();
        BigDecimal cost = PositionTerms.costOf(position.terms().closingCostRate(), notional);
        BigDecimal fee = account.rounding()
                .requirementRounded(notional.multiply(rules.of(id).feeRate()));
        BigDecimal gain = closed.equityValue();
        List<MarginedPosition> left = new ArrayList<>();
        for (MarginedPosition other : account.positions()) {
            if (!other.id().equals(id)) {
                left.add(other);
            } else if (quantity.compareTo(held.abs()) < 0) {
                PricedPosition rest =
                        priced.withQuantity(held.subtract(closed.position().quantity()));
                left.add(new MarginedPosition(rest, position.terms()));
            }
        }
        MarginAccount after = rules.judged(account.closed(closed, gain, cost.add(fee), left), id);
        List<Part> more = new ArrayList<>(parts);
        more.add(new Part(id, quantity, notional, gain, cost, fee, together, account, after));
        return new Closing(after, more);
    }

    private void requireHeld(PositionId id, BigDecimal quantity) {
        if (quantity.signum() <= 0 || quantity.compareTo(held(id)) > 0) {
            throw new IllegalArgumentException("cannot close " + quantity + " of " + held(id) + " " + id);
        }
    }
}
