package io.plimsoll.margin;

import static io.plimsoll.margin.BreachSearch.NEXT_TO_NOTHING;
import static io.plimsoll.margin.BreachSearch.TWO;

import io.plimsoll.margin.BreachSearch.Breach;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks from today's value outwards in one direction and steps over a stretch only where nothing in it can breach, as far as its path can tell
 * by the answers at both ends. Any other stretch is divided, down to a millionth of the value. The nearest breach is found.
 *
 * @param <A> an answer of the rules about a value
 */
final class Walk<A> {

    /** Width, as a fraction of a value, of the last stretch before the end of the tables that is not looked into while no line points to a breach. */
    private static final BigDecimal NOT_LOOKED_INTO = new BigDecimal("1E-3");

    /** A stretch this narrow, as a fraction of a value, whose far end does not breach is stepped over. */
    private static final BigDecimal NEGLIGIBLE = new BigDecimal("1E-6");

    /** Questions; a jump takes about a hundred, a requirement that curves a few hundred. */
    private static final int QUESTIONS_MAX = 1_000;

    private final WalkPath<A> path;
    private final boolean rising;

    /** Beyond this value nothing is looked for. */
    private final BigDecimal farthest;

    /** The farthest point up to which nothing breaches. */
    private Point<A> reached;

    /** Points asked about beyond it, the nearest first. */
    private final Deque<Point<A>> ahead = new ArrayDeque<>();

    private BigDecimal asked;
    private int questions;
    private @Nullable Breach found;

    /** A value that the rules were asked about; empty if they have no terms there. */
    private record Point<A>(BigDecimal value, Optional<A> answer) {}

    private Walk(WalkPath<A> path, A there, boolean rising, BigDecimal farthest) {
        this.path = path;
        this.rising = rising;
        this.farthest = farthest;
        this.reached = new Point<>(path.today(), Optional.of(there));
        this.asked = rising ? path.today().multiply(TWO) : farthest;
    }

    /**
     * Down to next to nothing.
     *
     * @param there what the rules say of today's value, which does not breach
     */
    static <A> Walk<A> falling(WalkPath<A> path, A there) {
        return new Walk<>(path, there, false, path.today().multiply(NEXT_TO_NOTHING));
    }

    /** @param multiple of today's value, 2 or more, up to which it looks */
    static <A> Walk<A> rising(WalkPath<A> path, A there, BigDecimal multiple) {
        return new Walk<>(path, there, true, path.today().multiply(multiple));
    }

    /** Where the rules are to be asked next. */
    BigDecimal asked() {
        return asked;
    }

    Optional<Breach> found() {
        return Optional.ofNullable(found);
    }

    /**
     * Takes the answer; false if the walk is over.
     *
     * @param answer empty if the rules have no terms there
     */
    boolean goesOnAfter(Optional<A> answer) {
        ahead.push(new Point<>(asked, answer));
        questions++;
        while (!ahead.isEmpty()) {
            Point<A> next = ahead.element();
            if (isClear(next)) {
                reached = ahead.pop();
            } else if (isEnd(next)) {
                return false;
            } else {
                asked = path.between(reached.value(), here(), next.value(), next.answer(), questions);
                return true;
            }
        }
        asked = reached.value().multiply(TWO);
        return rising && asked.compareTo(farthest) <= 0 && questions < QUESTIONS_MAX;
    }

    private A here() {
        return reached.answer().orElseThrow();
    }

    /** True if nothing between here and there breaches. */
    private boolean isClear(Point<A> next) {
        return next.answer()
                .filter(there -> path.isClear(reached.value(), here(), next.value(), there)
                        || (path.isStraightBetween(here(), there)
                                && meetingUpTo(next).isEmpty())
                        || (isNarrower(next, NEGLIGIBLE) && !isBreached(next)))
                .isPresent();
    }

    private boolean isNarrower(Point<A> next, BigDecimal fraction) {
        BigDecimal width = next.value().subtract(reached.value()).abs();
        return width.compareTo(reached.value().multiply(fraction)) < 0;
    }

    private boolean isBreached(Point<A> point) {
        return point.answer()
                .map(there -> path.isBreachedAt(point.value(), there))
                .orElse(true);
    }

    /** True if the breach is found, or nothing more is looked for. */
    private boolean isEnd(Point<A> next) {
        if (next.answer().filter(there -> path.isStraightBetween(here(), there)).isPresent()) {
            found = meetingUpTo(next).map(value -> new Breach(value, false)).orElse(null);
            return true;
        }
        if (isSame(next)) {
            BigDecimal jump = Decimals.normalised(next.value().round(BreachSearch.SAME));
            found = new Breach(jump, next.answer().isEmpty());
            return true;
        }
        if (questions >= QUESTIONS_MAX) {
            found = isBreached(next) ? new Breach(next.value(), next.answer().isEmpty()) : null;
            return true;
        }
        return next.answer().isEmpty()
                && isNarrower(next, NOT_LOOKED_INTO)
                && path.meetingOutwards(reached.value(), here(), rising).isEmpty();
    }

    private boolean isSame(Point<A> next) {
        return reached.value().round(path.same()).compareTo(next.value().round(path.same())) == 0;
    }

    private Optional<BigDecimal> meetingUpTo(Point<A> next) {
        return path.meetingOutwards(reached.value(), here(), rising)
                .filter(value -> rising ? value.compareTo(next.value()) <= 0 : value.compareTo(next.value()) >= 0);
    }
}
