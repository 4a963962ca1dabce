package io.plimsoll.rules.interval;

import java.util.Arrays;

/**
 * Where the variables of a {@link Sheet} may lie. All ends are inclusive.
 *
 * @param lineLow of the variables that amounts follow along straight lines, such as the price of an instrument
 * @param freeLow of the other variables
 * @param timeLow of the times, nanoseconds
 */
public record Domain(
        double[] lineLow, double[] lineHigh, double[] freeLow, double[] freeHigh, long[] timeLow, long[] timeHigh) {

    /** The three kinds of variables. */
    public enum Kind {
        LINES,
        FREES,
        TIMES;

        /** A set of kinds is the sum of its bits. */
        int bit() {
            return 1 << ordinal();
        }
    }

    /** A domain of so many variables that leaves every one of them open, but for positive lines and free variables. */
    public static Domain everywhere(int lines, int frees, int times) {
        return new Domain(
                new double[lines],
                filled(lines),
                new double[frees],
                filled(frees),
                filled(times, Long.MIN_VALUE),
                filled(times, Long.MAX_VALUE));
    }

    public Domain copy() {
        return new Domain(
                lineLow.clone(),
                lineHigh.clone(),
                freeLow.clone(),
                freeHigh.clone(),
                timeLow.clone(),
                timeHigh.clone());
    }

    private static double[] filled(int length) {
        double[] all = new double[length];
        Arrays.fill(all, Double.POSITIVE_INFINITY);
        return all;
    }

    private static long[] filled(int length, long value) {
        long[] all = new long[length];
        Arrays.fill(all, value);
        return all;
    }
}
