package io.plimsoll.decision;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Finds the least whole number of units that changes an outcome, by asking for the outcome at one number after the other. What is found is
 * enough while one unit less is not; where more units may undo what fewer did, it is the least of those next to which it looked.
 */
final class LeastEnough {

    /** A search that starts far off ends within 2 · log2 of the number of units. */
    private static final int ASKED_MAX = 200;

    private final Function<BigInteger, Optional<Outcome>> enough;
    private final BooleanSupplier timeUp;
    private final Map<BigInteger, Optional<Outcome>> asked = new HashMap<>();
    private boolean cutShort;

    /**
     * @param enough the changed outcome with so many units; empty where they are not enough
     * @param timeUp true once no more may be asked
     */
    LeastEnough(Function<BigInteger, Optional<Outcome>> enough, BooleanSupplier timeUp) {
        this.enough = enough;
        this.timeUp = timeUp;
        asked.put(BigInteger.ZERO, Optional.empty());
    }

    /**
     * A number of units that is enough.
     *
     * @param becomes the outcome with them
     */
    record Found(BigInteger units, Outcome becomes) {}

    /**
     * @param guess where to look first
     * @param max most units there are; if they are not enough nothing is
     * @return empty if no number that was tried is enough, or the time was up before the least was found
     */
    Optional<Found> from(BigInteger guess, BigInteger max) {
        if (max.signum() <= 0) {
            return Optional.empty();
        }
        BigInteger high = guess.max(BigInteger.ONE).min(max);
        BigInteger low = BigInteger.ZERO;
        BigInteger step = BigInteger.ONE;
        while (!isEnough(high)) {
            if (high.equals(max) || asked.size() > ASKED_MAX || cutShort) {
                return Optional.empty();
            }
            low = high;
            high = high.add(step).min(max);
            step = step.shiftLeft(1);
        }
        BigInteger justLess = high.subtract(BigInteger.ONE);
        if (low.compareTo(justLess) < 0) {
            if (isEnough(justLess)) {
                high = justLess;
            } else {
                low = justLess;
            }
        }
        while (high.subtract(low).compareTo(BigInteger.ONE) > 0) {
            BigInteger middle = high.add(low).shiftRight(1);
            if (isEnough(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        BigInteger least = high;
        return cutShort
                ? Optional.empty()
                : asked.getOrDefault(least, Optional.empty()).map(outcome -> new Found(least, outcome));
    }

    /** True if the time was up before the search was at its end. */
    boolean isCutShort() {
        return cutShort;
    }

    private boolean isEnough(BigInteger units) {
        cutShort |= !asked.containsKey(units) && timeUp.getAsBoolean();
        return !cutShort && asked.computeIfAbsent(units, enough).isPresent();
    }
}
