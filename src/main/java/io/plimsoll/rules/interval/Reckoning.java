package io.plimsoll.rules.interval;

import io.plimsoll.rules.model.Relation;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What the amounts and questions of a {@link Sheet} come to in a {@link Domain}. Every amount is a straight line in the lines' variables with a
 * bound on what it misses, so that what two amounts have in common cancels in their difference; beside it stands a plain range. Both are
 * rounded outwards: each operation adds more than its roundings in binary floating point, and the 34 digits of the exact calculation, can
 * have taken away. For one thread, again and again.
 */
public final class Reckoning {

    /** Bound on relative rounding of one operation, 2^-53, with room for as many as any line of this file has. */
    private static final double ROUNDING = 0x1p-49;

    /** Part of the larger side that a difference must exceed to count where the exact quotient was rounded. */
    private static final double QUOTIENT_ROUNDING = 1e-30;

    private final Node[] varying;
    private final int lines;
    private final double rounding;
    private final double[] mid;
    private final double[] err;
    private final double[] slope;

    /** How far line and error go from the middle: asked for again and again. */
    private final double[] reach;

    private final double[] low;
    private final double[] high;
    final Truth[] truth;
    private final List<NavigableSet<Long>> turns;
    private final int scratch;
    private Domain domain;

    /** @param wanted what will be asked for; nothing else is reckoned */
    public Reckoning(Sheet sheet, List<? extends Node> wanted) {
        this.lines = sheet.lines();
        this.rounding = ROUNDING * (lines + 1);
        this.scratch = sheet.nodes().size();
        int places = scratch + 8;
        this.mid = new double[places];
        this.err = new double[places];
        this.slope = new double[places * lines];
        this.reach = new double[places];
        this.low = new double[places];
        this.high = new double[places];
        this.truth = new Truth[places];
        Arrays.fill(truth, Truth.UNKNOWN);
        this.turns = IntStream.range(0, sheet.times())
                .<NavigableSet<Long>>mapToObj(time -> new TreeSet<>())
                .toList();
        this.domain = Domain.everywhere(sheet.lines(), sheet.frees(), sheet.times());
        List<Node> needed = needed(sheet.nodes(), wanted);
        needed.stream().filter(Reckoning::isFixed).forEach(node -> node.reckon(this));
        this.varying = needed.stream().filter(node -> !isFixed(node)).toArray(Node[]::new);
    }

    private static List<Node> needed(List<Node> nodes, List<? extends Node> wanted) {
        BitSet needed = new BitSet(nodes.size());
        wanted.forEach(node -> needed.set(node.at));
        for (int at = nodes.size() - 1; at >= 0; at--) {
            if (needed.get(at)) {
                nodes.get(at).parts().forEach(part -> needed.set(part.at));
            }
        }
        return needed.stream().mapToObj(nodes::get).toList();
    }

    /** What comes to the same everywhere is reckoned once: to go from a decimal to its nearest binary number takes the longest of all. */
    private static boolean isFixed(Node node) {
        return node instanceof Amount.Given || node instanceof Question.Known;
    }

    /** Reckons anew everything that varies. */
    public void in(Domain where) {
        domain = where;
        turns.forEach(NavigableSet::clear);
        for (Node node : varying) {
            node.reckon(this);
        }
    }

    public Truth of(Question question) {
        return truth[question.at];
    }

    /** Not more than the amount anywhere in the domain. */
    public double low(Amount amount) {
        return low[amount.at];
    }

    /** Not less than the amount anywhere in the domain. */
    public double high(Amount amount) {
        return high[amount.at];
    }

    /** Values of a time variable up to which a question that is not known would have the answer that it has at the lowest value. */
    public NavigableSet<Long> turns(int time) {
        return turns.get(time);
    }

    double middle(int at) {
        return mid[at];
    }

    double error(int at) {
        return err[at];
    }

    double lowAt(int at) {
        return low[at];
    }

    double highAt(int at) {
        return high[at];
    }

    double slope(int at, int line) {
        return slope[at * lines + line];
    }

    int lines() {
        return lines;
    }

    /** Relative bound on what a few operations round away. */
    double rounding() {
        return rounding;
    }

    /** A place for what is no node; a caller has four of them. */
    int scratch(int number) {
        return scratch + number;
    }

    void given(int at, BigDecimal value) {
        double nearest = value.doubleValue();
        boolean exact = value.scale() <= 0 && value.precision() <= 15;
        low[at] = exact ? nearest : Math.nextDown(nearest);
        high[at] = exact ? nearest : Math.nextUp(nearest);
        mid[at] = nearest;
        err[at] = exact ? 0 : high[at] - low[at];
        reach[at] = err[at];
        Arrays.fill(slope, at * lines, (at + 1) * lines, 0);
        if (!isFinite(at)) {
            ranged(at, low[at], high[at]);
        }
    }

    void line(int at, int variable) {
        double from = domain.lineLow()[variable];
        double to = domain.lineHigh()[variable];
        ranged(at, from, to);
        if (isFinite(at)) {
            slope[at * lines + variable] = err[at];
            err[at] = 0;
        }
    }

    void free(int at, int variable) {
        if (variable < 0) {
            ranged(at, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        } else {
            ranged(at, domain.freeLow()[variable], domain.freeHigh()[variable]);
        }
    }

    void elapsed(int at, Moment since, long whole) {
        long one = since.at(domain.timeLow()[since.variable()]);
        long other = since.at(domain.timeHigh()[since.variable()]);
        double from = Math.min(one, other) / (double) whole;
        double to = Math.max(one, other) / (double) whole;
        ranged(at, from - Math.abs(from) * rounding, to + Math.abs(to) * rounding);
    }

    void sum(int at, List<Amount> of) {
        double middle = 0;
        double error = 0;
        double size = 0;
        double from = 0;
        double to = 0;
        Arrays.fill(slope, at * lines, (at + 1) * lines, 0);
        for (Amount part : of) {
            int i = part.at;
            middle += mid[i];
            error += err[i];
            size += size(i);
            for (int s = 0; s < lines; s++) {
                slope[at * lines + s] += slope[i * lines + s];
            }
            from = Math.nextDown(from + low[i]);
            to = Math.nextUp(to + high[i]);
        }
        mid[at] = middle;
        err[at] = error;
        settle(at, size * of.size(), from, to);
    }

    void product(int at, int a, int b) {
        for (int s = 0; s < lines; s++) {
            slope[at * lines + s] = mid[a] * slope[b * lines + s] + mid[b] * slope[a * lines + s];
        }
        mid[at] = mid[a] * mid[b];
        err[at] = Math.abs(mid[a]) * err[b] + Math.abs(mid[b]) * err[a] + reach[a] * reach[b];
        double size = size(a) * size(b);
        double one = times(low[a], low[b]);
        double two = times(low[a], high[b]);
        double three = times(high[a], low[b]);
        double four = times(high[a], high[b]);
        settle(
                at,
                size,
                Math.nextDown(Math.min(Math.min(one, two), Math.min(three, four))),
                Math.nextUp(Math.max(Math.max(one, two), Math.max(three, four))));
    }

    /** Nothing of any finite number is nothing. */
    private static double times(double one, double other) {
        return one == 0 || other == 0 ? 0 : one * other;
    }

    void quotient(int at, int dividend, int divisor) {
        if (low[divisor] <= 0 && high[divisor] >= 0) {
            ranged(at, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
            return;
        }
        int reciprocal = scratch(4);
        reciprocal(reciprocal, divisor);
        product(at, dividend, reciprocal);
    }

    /** The chord's slope misses least: between the tangent below and the chord above. */
    private void reciprocal(int at, int of) {
        boolean negative = high[of] < 0;
        double from = negative ? -high[of] : low[of];
        double to = negative ? -low[of] : high[of];
        double steep = -1 / (from * to);
        double top = Math.max(1 / from - steep * from, 1 / to - steep * to);
        double bottom = 2 * Math.sqrt(-steep);
        int sign = negative ? -1 : 1;
        for (int s = 0; s < lines; s++) {
            slope[at * lines + s] = steep * slope[of * lines + s];
        }
        mid[at] = steep * mid[of] + sign * (top / 2 + bottom / 2);
        err[at] = -steep * err[of] + (top - bottom) / 2;
        double size = -steep * size(of) + 4 * top;
        double nearer = Math.nextUp(1 / from);
        double farther = Math.nextDown(1 / to);
        settle(at, size, negative ? -nearer : farther, negative ? -farther : nearer);
    }

    /** Of a negative number nothing is known; that its rule fails is asked elsewhere. */
    void root(int at, int of) {
        double from = Math.max(low[of], 0);
        double to = Math.max(high[of], 0);
        if (low[of] < 0 || to == 0) {
            ranged(at, 0, low[of] < 0 ? Double.POSITIVE_INFINITY : 0);
            return;
        }
        double steep = 1 / (Math.sqrt(from) + Math.sqrt(to));
        double top = 1 / (4 * steep);
        double bottom = Math.min(Math.sqrt(from) - steep * from, Math.sqrt(to) - steep * to);
        for (int s = 0; s < lines; s++) {
            slope[at * lines + s] = steep * slope[of * lines + s];
        }
        mid[at] = steep * mid[of] + (top + bottom) / 2;
        err[at] = steep * err[of] + (top - bottom) / 2;
        settle(
                at,
                steep * size(of) + 4 * (Math.abs(top) + Math.abs(bottom)),
                Math.nextDown(Math.sqrt(from)) * (1 - rounding),
                Math.nextUp(Math.sqrt(to)) * (1 + rounding));
    }

    /** Where either may be the larger, the chord of what the difference adds where it is positive. */
    void largest(int at, int a, int b) {
        int difference = scratch(5);
        subtract(difference, a, b);
        double from = low[difference];
        double to = high[difference];
        if (from >= 0 || to <= 0) {
            copy(at, from >= 0 ? a : b);
            return;
        }
        double size = size(a) + size(b);
        double from0 = Math.max(low[a], low[b]);
        double to0 = Math.max(high[a], high[b]);
        double share = to / (to - from);
        for (int s = 0; s < lines; s++) {
            slope[at * lines + s] = slope[b * lines + s] + share * (slope[a * lines + s] - slope[b * lines + s]);
        }
        double error = share * err[a] + (1 - share) * err[b] - share * from / 2;
        mid[at] = mid[b] + share * (mid[a] - mid[b]) - share * from / 2;
        err[at] = error;
        settle(at, 4 * size, from0, to0);
    }

    void shifted(int at, int of, double lowShift, double highShift) {
        double size = size(of) + highShift - lowShift;
        double from = Math.nextDown(low[of] + lowShift);
        double to = Math.nextUp(high[of] + highShift);
        System.arraycopy(slope, of * lines, slope, at * lines, lines);
        mid[at] = mid[of] + (lowShift + highShift) / 2;
        err[at] = err[of] + (highShift - lowShift) / 2;
        settle(at, size, from, to);
    }

    /** A line between two, with room for both. */
    void hull(int at, int a, int b) {
        double apart = Math.abs(mid[a] - mid[b]) / 2;
        double size = size(a) + size(b);
        double from = Math.min(low[a], low[b]);
        double to = Math.max(high[a], high[b]);
        double error = Math.max(err[a], err[b]);
        for (int s = 0; s < lines; s++) {
            double one = slope[a * lines + s];
            double other = slope[b * lines + s];
            apart += Math.abs(one - other) / 2;
            slope[at * lines + s] = (one + other) / 2;
        }
        mid[at] = (mid[a] + mid[b]) / 2;
        err[at] = error + apart;
        settle(at, 2 * size, from, to);
    }

    /** A line of one variable's slope with a range around it. */
    void lineWithin(int at, int line, double steep, double from, double to, double rangeLow, double rangeHigh) {
        Arrays.fill(slope, at * lines, (at + 1) * lines, 0);
        slope[at * lines + line] = steep;
        mid[at] = from / 2 + to / 2;
        err[at] = (to - from) / 2;
        settle(at, Math.abs(from) + Math.abs(to) + Math.abs(steep), rangeLow, rangeHigh);
    }

    void copy(int at, int from) {
        mid[at] = mid[from];
        err[at] = err[from];
        reach[at] = reach[from];
        low[at] = low[from];
        high[at] = high[from];
        System.arraycopy(slope, from * lines, slope, at * lines, lines);
    }

    void ranged(int at, double from, double to) {
        Arrays.fill(slope, at * lines, (at + 1) * lines, 0);
        low[at] = from;
        high[at] = to;
        boolean finite = Double.isFinite(from) && Double.isFinite(to);
        mid[at] = finite ? from / 2 + to / 2 : 0;
        err[at] = finite ? Math.nextUp(Math.max(to - mid[at], mid[at] - from)) : Double.POSITIVE_INFINITY;
        reach[at] = err[at];
    }

    void add(int at, int a, int b) {
        double size = size(a) + size(b);
        double from = Math.nextDown(low[a] + low[b]);
        double to = Math.nextUp(high[a] + high[b]);
        double error = err[a] + err[b];
        for (int s = 0; s < lines; s++) {
            slope[at * lines + s] = slope[a * lines + s] + slope[b * lines + s];
        }
        mid[at] = mid[a] + mid[b];
        err[at] = error;
        settle(at, size, from, to);
    }

    private void subtract(int at, int a, int b) {
        double size = size(a) + size(b);
        for (int s = 0; s < lines; s++) {
            slope[at * lines + s] = slope[a * lines + s] - slope[b * lines + s];
        }
        mid[at] = mid[a] - mid[b];
        err[at] = err[a] + err[b];
        settle(at, size, Math.nextDown(low[a] - high[b]), Math.nextUp(high[a] - low[b]));
    }

    /** Takes the roundings of an operation on numbers of a size into the line's error, and the narrower of line and range for the range. */
    private void settle(int at, double size, double rangeLow, double rangeHigh) {
        err[at] = (err[at] + size * rounding) * (1 + rounding) + Double.MIN_NORMAL;
        reach[at] = err[at];
        for (int s = 0; s < lines; s++) {
            reach[at] += Math.abs(slope[at * lines + s]);
        }
        double around = reach[at] * (1 + rounding);
        double from = Double.isNaN(rangeLow) ? Double.NEGATIVE_INFINITY : rangeLow;
        double to = Double.isNaN(rangeHigh) ? Double.POSITIVE_INFINITY : rangeHigh;
        if (!Double.isFinite(mid[at]) || !Double.isFinite(around)) {
            ranged(at, from, to);
            return;
        }
        low[at] = Math.max(from, Math.nextDown(mid[at] - around));
        high[at] = Math.min(to, Math.nextUp(mid[at] + around));
    }

    /** Bound on what the line and its error come to. */
    double size(int at) {
        return Math.abs(mid[at]) + reach[at];
    }

    boolean isFinite(int at) {
        return Double.isFinite(mid[at]) && Double.isFinite(err[at]);
    }

    void compare(Question.Compared asked) {
        int difference = scratch(6);
        subtract(difference, asked.left.at, asked.right.at);
        Truth answer = order(asked.relation, low[difference], high[difference]);
        Amount cleared = asked.cleared;
        if (answer == Truth.UNKNOWN && cleared != null && asked.left instanceof Amount.Quotient quotient) {
            int divisor = quotient.divisor.at;
            double room = QUOTIENT_ROUNDING * (size(cleared.at) + size(quotient.dividend.at));
            if (low[divisor] > 0 && Double.isFinite(room)) {
                answer = order(asked.relation, low[cleared.at] - room, high[cleared.at] + room);
            }
        }
        truth[asked.at] = answer;
        if (answer == Truth.UNKNOWN && asked.left instanceof Amount.Elapsed elapsed) {
            noteTurn(elapsed, asked.right);
        }
    }

    private void noteTurn(Amount.Elapsed elapsed, Amount level) {
        double nanos = low[level.at] * elapsed.whole;
        if (Math.abs(nanos) < Long.MAX_VALUE / 4.0) {
            long near = (long) Math.floor(nanos - Math.abs(nanos) * rounding) - 1;
            noteTurn(elapsed.since.variable(), elapsed.since.variableAt(near));
        }
    }

    /** What an order of two amounts is known to be by the range of their difference. */
    private static Truth order(Relation relation, double from, double to) {
        return switch (relation) {
            case LESS -> to < 0 ? Truth.TRUE : from >= 0 ? Truth.FALSE : Truth.UNKNOWN;
            case AT_MOST -> to <= 0 ? Truth.TRUE : from > 0 ? Truth.FALSE : Truth.UNKNOWN;
            case MORE -> from > 0 ? Truth.TRUE : to <= 0 ? Truth.FALSE : Truth.UNKNOWN;
            case AT_LEAST -> from >= 0 ? Truth.TRUE : to < 0 ? Truth.FALSE : Truth.UNKNOWN;
            case EQUAL -> from > 0 || to < 0 ? Truth.FALSE : Truth.UNKNOWN;
            case NOT_EQUAL -> from > 0 || to < 0 ? Truth.TRUE : Truth.UNKNOWN;
            default -> Truth.UNKNOWN;
        };
    }

    void compareTimes(Question.Timed asked) {
        int variable = asked.left.variable();
        long first = domain.timeLow()[variable];
        long last = domain.timeHigh()[variable];
        long one = asked.left.at(first);
        long other = asked.left.at(last);
        long from = Math.min(one, other);
        long to = Math.max(one, other);
        Truth answer = answer(asked.relation, from, to, asked.right);
        truth[asked.at] = answer;
        if (answer == Truth.UNKNOWN) {
            long meeting = asked.left.variableAt(asked.right);
            boolean same = holds(asked.relation, one, asked.right)
                    == holds(asked.relation, asked.left.at(meeting), asked.right);
            noteTurn(variable, same ? meeting : meeting - 1);
        }
    }

    private void noteTurn(int variable, long turn) {
        if (turn >= domain.timeLow()[variable] && turn < domain.timeHigh()[variable]) {
            turns.get(variable).add(turn);
        }
    }

    private static Truth answer(Relation relation, long from, long to, long right) {
        return switch (relation) {
            case EQUAL -> right < from || right > to ? Truth.FALSE : from == to ? Truth.TRUE : Truth.UNKNOWN;
            case NOT_EQUAL -> right < from || right > to ? Truth.TRUE : from == to ? Truth.FALSE : Truth.UNKNOWN;
            default -> {
                boolean atLowest = holds(relation, from, right);
                yield atLowest == holds(relation, to, right) ? Truth.of(atLowest) : Truth.UNKNOWN;
            }
        };
    }

    private static boolean holds(Relation relation, long left, long right) {
        return relation.holds(Long.compare(left, right));
    }

    /** The one line an amount follows; −1 if it follows none, or several. */
    int lineOf(int at) {
        int line = -1;
        for (int s = 0; s < lines; s++) {
            if (slope[at * lines + s] != 0) {
                if (line >= 0) {
                    return -1;
                }
                line = s;
            }
        }
        return line;
    }
}
