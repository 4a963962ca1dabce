package io.plimsoll.margin;

import static io.plimsoll.money.Decimals.QUOTIENT;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks from today's value outwards in one direction and steps over a stretch only where nothing in it can breach: because equity at both of
 * its ends covers the most that the stretch can require, or because both ends have the same terms, so that the lines are known in
 * between. Any other stretch is halved, down to a millionth of the value.
 *
 * <p>It finds the nearest breach of a hedge whatever jumps its requirement makes, as long as the requirement does not fall where the
 * notional grows.
 */
final class OutwardWalk implements BreachSearch {

    /** How far up a requirement may outgrow a profit slowly, as a multiple of today's value. */
    static final BigDecimal FAR_AWAY = new BigDecimal("1E6");

    /** Width, as a fraction of a value, of the last stretch before the end of the tables that is not looked into while no line points to a breach. */
    private static final BigDecimal NOT_LOOKED_INTO = new BigDecimal("1E-3");

    /** A stretch this narrow, as a fraction of a value, whose far end does not breach is stepped over. */
    private static final BigDecimal NEGLIGIBLE = new BigDecimal("1E-6");

    /** Questions; a jump takes about a hundred, a requirement that curves a few hundred. */
    private static final int QUESTIONS_MAX = 1_000;

    private final GroupBalance balance;
    private final boolean rising;

    /** Beyond this value nothing is looked for. */
    private final BigDecimal farthest;

    /** The farthest point up to which nothing breaches. */
    private Point reached;

    /** Points asked about beyond it, the nearest first. */
    private final Deque<Point> ahead = new ArrayDeque<>();

    private BigDecimal asked;
    private int questions;
    private @Nullable Breach found;

    /** A value that the rules were asked about; empty if they have no terms there. */
    private record Point(BigDecimal value, Optional<Requirement> required) {}

    private OutwardWalk(GroupBalance balance, Requirement required, boolean rising, BigDecimal farthest) {
        this.balance = balance;
        this.rising = rising;
        this.farthest = farthest;
        BigDecimal today = balance.group().today();
        this.reached = new Point(today, Optional.of(required));
        this.asked = rising ? today.multiply(TWO) : farthest;
    }

    /** Down to next to nothing. */
    static OutwardWalk falling(GroupBalance balance, Requirement today) {
        return new OutwardWalk(balance, today, false, balance.group().today().multiply(NEXT_TO_NOTHING));
    }

    /** @param multiple of today's value, 2 or more, up to which it looks */
    static OutwardWalk rising(GroupBalance balance, Requirement today, BigDecimal multiple) {
        return new OutwardWalk(balance, today, true, balance.group().today().multiply(multiple));
    }

    @Override
    public PriceGroup group() {
        return balance.group();
    }

    @Override
    public boolean startsSomewhere() {
        return true;
    }

    @Override
    public BigDecimal asked() {
        return asked;
    }

    @Override
    public Optional<Breach> found() {
        return Optional.ofNullable(found);
    }

    @Override
    public boolean goesOnAfter(Optional<Requirement> answer) {
        ahead.push(new Point(asked, answer));
        questions++;
        while (!ahead.isEmpty()) {
            Point next = ahead.element();
            if (isClear(next)) {
                reached = ahead.pop();
            } else if (isEnd(next)) {
                return false;
            } else {
                asked = reached.value().add(next.value(), QUOTIENT).divide(TWO, QUOTIENT);
                return true;
            }
        }
        asked = reached.value().multiply(TWO);
        return rising && asked.compareTo(farthest) <= 0 && questions < QUESTIONS_MAX;
    }

    /** True if nothing between here and there breaches. */
    private boolean isClear(Point next) {
        if (next.required().isEmpty()) {
            return false;
        }
        Point larger = rising ? next : reached;
        BigDecimal mostRequired =
                balance.requiredAt(larger.value(), larger.required().orElseThrow());
        BigDecimal leastEquity = Decimals.smallest(balance.equityAt(reached.value()), balance.equityAt(next.value()));
        return leastEquity.compareTo(mostRequired) >= 0
                || (hasSameTerms(next) && meetingUpTo(next).isEmpty())
                || (isNarrower(next, NEGLIGIBLE) && !isBreached(next));
    }

    private boolean isNarrower(Point next, BigDecimal fraction) {
        BigDecimal width = next.value().subtract(reached.value()).abs();
        return width.compareTo(reached.value().multiply(fraction)) < 0;
    }

    private boolean isBreached(Point point) {
        return point.required()
                .map(required -> balance.isBreachedAt(point.value(), required))
                .orElse(true);
    }

    /** True if the breach is found, or nothing more is looked for. */
    private boolean isEnd(Point next) {
        if (hasSameTerms(next)) {
            found = meetingUpTo(next).map(value -> new Breach(value, false)).orElse(null);
            return true;
        }
        if (BreachSearch.isSame(reached.value(), next.value())) {
            BigDecimal jump = Decimals.normalised(next.value().round(SAME));
            found = new Breach(jump, next.required().isEmpty());
            return true;
        }
        if (questions >= QUESTIONS_MAX) {
            found = isBreached(next) ? new Breach(next.value(), next.required().isEmpty()) : null;
            return true;
        }
        return next.required().isEmpty()
                && isNarrower(next, NOT_LOOKED_INTO)
                && meetingOutwards().isEmpty();
    }

    private boolean hasSameTerms(Point next) {
        return next.required().equals(reached.required());
    }

    private Optional<BigDecimal> meetingUpTo(Point next) {
        return meetingOutwards()
                .filter(value -> rising ? value.compareTo(next.value()) <= 0 : value.compareTo(next.value()) >= 0);
    }

    /** Where the lines meet farther out, were the terms the same as here. */
    private Optional<BigDecimal> meetingOutwards() {
        return balance.meetings(reached.required().orElseThrow()).stream()
                .filter(value -> rising ? value.compareTo(reached.value()) >= 0 : value.compareTo(reached.value()) <= 0)
                .min(Comparator.comparing(
                        value -> value.subtract(reached.value()).abs()));
    }
}
