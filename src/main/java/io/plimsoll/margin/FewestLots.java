package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the fewest lots of one position whose closing meets a target, or else those that come nearest to it.
 *
 * <p>Slack is equity less what is needed, before rounding. As more is closed it rises while a lot frees more than it costs, and then falls; a
 * table whose requirement jumps makes several such rises, one for each of its rows. So within each row the peak is found by halving, then, on
 * the rise before the peak, the first count without a shortfall. Rounding can still leave that count a little short, and lots may be worth less
 * than a cent; from there to the last count without a shortfall, only one at which the rounded need falls can be the first that meets the target.
 */
final class FewestLots {

    /** Rows of a table that are looked into one by one; more than any published table has. */
    private static final int ROWS_MAX = 64;

    private static final BigInteger ONE = BigInteger.ONE;

    private final Closing start;
    private final PositionId id;
    private final MarginTarget target;
    private final ClosingRules rules;
    private final Lots lots;
    private final boolean standsAlone;

    /** Most that rounding may lend an account; nothing where it never favours one. */
    private final BigDecimal lent;

    private final Map<BigInteger, Closing> tried = new HashMap<>();

    FewestLots(Closing start, PositionId id, MarginTarget target, ClosingRules rules) {
        this.start = start;
        this.id = id;
        this.target = target;
        this.rules = rules;
        this.lots = new Lots(start.account().position(id), rules.of(id));
        this.standsAlone = rules.standAlone(start.account());
        this.lent = target.mostLentByRounding(start.account());
    }

    /** Empty where closing none of it is best: each lot costs more than it frees, or opens risk that it hedged. */
    Optional<Closing> closed() {
        if (standsAlone && risesToTheEnd() && isShort(lots.whole())) {
            return Optional.of(closing(lots.whole()));
        }
        BigInteger best = lots.whole();
        BigInteger from = lots.least();
        for (int row = 0; from.compareTo(lots.most()) <= 0; row++) {
            BigInteger to = lastOfRow(from, row);
            BigInteger peak = peak(from, to);
            Optional<BigInteger> met = firstMeeting(from, peak, to);
            if (met.isPresent()) {
                return Optional.of(closing(met.get()));
            }
            best = slack(best).compareTo(slack(peak)) > 0 ? best : peak;
            from = to.add(ONE);
        }
        if (isMet(lots.whole()) && !opensRisk(lots.whole())) {
            return Optional.of(closing(lots.whole()));
        }
        boolean helps = slack(best).compareTo(target.slackExact(start.account())) > 0 && !opensRisk(best);
        return helps ? Optional.of(closing(best)) : Optional.empty();
    }

    /** True if every lot frees more than it costs: the last one does, and it is in the lowest row of any table. */
    private boolean risesToTheEnd() {
        boolean free = start.account().position(id).terms().closingCostRate().signum() == 0
                && rules.of(id).feeRate().signum() == 0;
        return free
                || lots.least().compareTo(lots.most()) < 0 && rises(lots.most().subtract(ONE));
    }

    /** The last count that the rules judge by the same rate and deduction, or the last of all where slack rises to the end or rows are too many. */
    private BigInteger lastOfRow(BigInteger from, int row) {
        BigInteger last = lots.most();
        if (row >= ROWS_MAX || from.equals(last) || rises(last.subtract(ONE))) {
            return last;
        }
        BigInteger to = last(from, last, count -> sameRow(from, count));
        return to.equals(from) ? last : to;
    }

    private boolean sameRow(BigInteger one, BigInteger other) {
        PositionTerms here = closing(one).account().position(id).terms();
        PositionTerms there = closing(other).account().position(id).terms();
        return here.maintenance().equals(there.maintenance())
                && here.initial().equals(there.initial())
                && here.factor().compareTo(there.factor()) == 0;
    }

    private BigInteger peak(BigInteger from, BigInteger to) {
        if (from.equals(to) || rises(to.subtract(ONE))) {
            return to;
        }
        return rises(from) ? last(from, to.subtract(ONE), this::rises).add(ONE) : from;
    }

    private boolean rises(BigInteger count) {
        return slack(count.add(ONE)).compareTo(slack(count)) > 0;
    }

    private Optional<BigInteger> firstMeeting(BigInteger from, BigInteger peak, BigInteger to) {
        if (isShort(peak)) {
            return Optional.empty();
        }
        BigInteger count = isShort(from) ? last(from, peak, this::isShort).add(ONE) : from;
        BigInteger end = last(peak, to, some -> !isShort(some));
        while (!isMet(count)) {
            BigDecimal needed = needed(count);
            if (needed(end).compareTo(needed) >= 0) {
                return Optional.empty();
            }
            count = last(count, end, tried -> needed(tried).compareTo(needed) >= 0)
                    .add(ONE);
        }
        return opensRisk(count) ? Optional.empty() : Optional.of(count);
    }

    /** The last count of which something holds that holds of the first and, once it fails, of no further one. */
    private static BigInteger last(BigInteger from, BigInteger to, Predicate<BigInteger> holds) {
        BigInteger yes = from;
        BigInteger no = to.add(ONE);
        while (no.subtract(yes).compareTo(ONE) > 0) {
            BigInteger middle = yes.add(no).shiftRight(1);
            if (holds.test(middle)) {
                yes = middle;
            } else {
                no = middle;
            }
        }
        return yes;
    }

    private boolean opensRisk(BigInteger count) {
        return !standsAlone && closing(count).raisesMaintenanceOf(start);
    }

    private boolean isMet(BigInteger count) {
        return target.isMetBy(closing(count).account());
    }

    /** True if the target is missed however amounts are rounded. */
    private boolean isShort(BigInteger count) {
        return slack(count).add(lent).signum() < 0;
    }

    private BigDecimal needed(BigInteger count) {
        return target.equityNeeded(closing(count).account());
    }

    /** As if the fee were not rounded up, so that it bends nothing. */
    private BigDecimal slack(BigInteger count) {
        Closing closing = closing(count);
        Closing.Part part = closing.parts().getLast();
        BigDecimal feeRounding =
                part.fee().subtract(part.notional().multiply(rules.of(id).feeRate()));
        return target.slackExact(closing.account()).add(feeRounding);
    }

    private Closing closing(BigInteger count) {
        return Objects.requireNonNull(
                tried.computeIfAbsent(count, some -> start.close(id, lots.quantity(some), rules)));
    }
}
