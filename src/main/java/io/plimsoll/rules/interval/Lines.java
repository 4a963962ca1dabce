package io.plimsoll.rules.interval;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * Amounts by number, each a straight line in the lines' variables with a bound on what it misses, and beside it a plain range. Both are rounded
 * outwards: each operation adds more than its roundings in binary floating point, and the 34 digits of the exact calculation, can have taken away.
 */
abstract sealed class Lines permits Reckoning {

    /** Bound on relative rounding of one operation, 2^-53, with room for as many as any line of this file has. */
    private static final double ROUNDING = 0x1p-49;

    private final int lines;
    private final double rounding;
    private final double[] mid;
    private final double[] err;
    private final double[] slope;

    /** How far line and error go from the middle: asked for again and again. */
    private final double[] reach;

    final double[] low;
    final double[] high;
    private final int scratch;

    /** @param numbers so many amounts, and after them a few places for what is no amount */
    Lines(int lines, int numbers) {
        this.lines = lines;
        this.rounding = ROUNDING * (lines + 1);
        this.scratch = numbers;
        int places = scratch + 8;
        this.mid = new double[places];
        this.err = new double[places];
        this.slope = new double[places * lines];
        this.reach = new double[places];
        this.low = new double[places];
        this.high = new double[places];
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

    /** Sets the range of a line that rises with one variable alone. */
    void follow(int at, int variable, double from, double to) {
        ranged(at, from, to);
        if (isFinite(at)) {
            slope[at * lines + variable] = err[at];
            err[at] = 0;
        }
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
            from = Outwards.down(from + low[i]);
            to = Outwards.up(to + high[i]);
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
        double one = Outwards.times(low[a], low[b]);
        double two = Outwards.times(low[a], high[b]);
        double three = Outwards.times(high[a], low[b]);
        double four = Outwards.times(high[a], high[b]);
        settle(
                at,
                size,
                Outwards.down(Math.min(Math.min(one, two), Math.min(three, four))),
                Outwards.up(Math.max(Math.max(one, two), Math.max(three, four))));
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
        double nearer = Outwards.up(1 / from);
        double farther = Outwards.down(1 / to);
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
                Outwards.down(Math.sqrt(from)) * (1 - rounding),
                Outwards.up(Math.sqrt(to)) * (1 + rounding));
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
        double from = Outwards.down(low[of] + lowShift);
        double to = Outwards.up(high[of] + highShift);
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
        err[at] = finite ? Outwards.up(Math.max(to - mid[at], mid[at] - from)) : Double.POSITIVE_INFINITY;
        reach[at] = err[at];
    }

    void add(int at, int a, int b) {
        double size = size(a) + size(b);
        double from = Outwards.down(low[a] + low[b]);
        double to = Outwards.up(high[a] + high[b]);
        double error = err[a] + err[b];
        for (int s = 0; s < lines; s++) {
            slope[at * lines + s] = slope[a * lines + s] + slope[b * lines + s];
        }
        mid[at] = mid[a] + mid[b];
        err[at] = error;
        settle(at, size, from, to);
    }

    void subtract(int at, int a, int b) {
        double size = size(a) + size(b);
        for (int s = 0; s < lines; s++) {
            slope[at * lines + s] = slope[a * lines + s] - slope[b * lines + s];
        }
        mid[at] = mid[a] - mid[b];
        err[at] = err[a] + err[b];
        settle(at, size, Outwards.down(low[a] - high[b]), Outwards.up(high[a] - low[b]));
    }

    /** Takes the roundings of an operation on numbers of a size into the line's error, and the narrower of line and range for the range. */
    private void settle(int at, double size, double rangeLow, double rangeHigh) {
        err[at] = (err[at] + size * rounding) * (1 + rounding) + Outwards.TINY;
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
        low[at] = Math.max(from, Outwards.down(mid[at] - around));
        high[at] = Math.min(to, Outwards.up(mid[at] + around));
    }

    /** Bound on what the line and its error come to. */
    double size(int at) {
        return Math.abs(mid[at]) + reach[at];
    }

    boolean isFinite(int at) {
        return Double.isFinite(mid[at]) && Double.isFinite(err[at]);
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
