package io.plimsoll.rules.interval;

/** Rounding of bounds away from what they bound. */
final class Outwards {

    /**
     * More than what an operation can lose where its result is too small for all digits of a binary number. So much more that no result comes near such
     * numbers, which are slow to calculate with.
     */
    static final double TINY = 0x1p-500;

    /** At least the distance from a number to its neighbours, as a part of it. */
    private static final double NEIGHBOUR = 0x1p-52;

    private Outwards() {}

    /** Not more than the next number below; no number of infinity. */
    static double down(double number) {
        return number - Math.abs(number) * NEIGHBOUR - TINY;
    }

    /** Not less than the next number above; no number of minus infinity. */
    static double up(double number) {
        return number + Math.abs(number) * NEIGHBOUR + TINY;
    }

    /** Nothing of any finite number is nothing. */
    static double times(double one, double other) {
        return one == 0 || other == 0 ? 0 : one * other;
    }
}
