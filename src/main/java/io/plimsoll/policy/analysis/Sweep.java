package io.plimsoll.policy.analysis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * An account moved along one quantity. Where a comparison of a rule turns is solved for, not sampled: each such value is read below, at and
 * above, a tick apart, so that a band of one tick cannot be stepped over.
 */
final class Sweep {
    private static final MathContext DIGITS = MathContext.DECIMAL128;
    private static final int ROUNDS = 3;

    private final Trial trial;
    private final Driver driver;
    private final int readingsMax;
    private final NavigableMap<BigDecimal, Reading> readings = new TreeMap<>();

    private Sweep(Trial trial, Driver driver, int readingsMax) {
        this.trial = trial;
        this.driver = driver;
        this.readingsMax = readingsMax;
    }

    /**
     * What a sweep saw.
     *
     * @param readings in ascending order of the value; empty if the quantity touches no comparison
     * @param complete false if it had to stop before every turn was found
     */
    record Track(String base, Driver driver, List<Reading> readings, boolean complete) {
        Track {
            readings = List.copyOf(readings);
        }

        /** An account that is looked at as it is. */
        static Track still(Bases.Base base, Reading reading) {
            Driver none = new Driver(
                    "the account as it is",
                    Meaning.OTHER,
                    reading.at(),
                    BigDecimal.ONE,
                    reading.at(),
                    reading.at(),
                    List.of(),
                    any -> base.given());
            return new Track(base.about(), none, List.of(reading), true);
        }
    }

    static Track of(Trial trial, String base, Driver driver, int readingsMax) {
        Sweep sweep = new Sweep(trial, driver, readingsMax);
        sweep.run();
        return new Track(base, driver, List.copyOf(sweep.readings.values()), sweep.readings.size() < readingsMax);
    }

    private void run() {
        Reading here = read(driver.now());
        BigDecimal away = step();
        Reading there = read(away);
        boolean still = driver.looks().stream().map(this::read).allMatch(one -> isAlike(here, one));
        if (still && isAlike(here, there)) {
            readings.clear();
            return;
        }
        aim(here, there);
        if (driver.min().signum() >= 0) {
            read(driver.min());
        }
        for (int round = 0; round < ROUNDS && !isFull(); round++) {
            int before = readings.size();
            narrow();
            if (readings.size() == before) {
                return;
            }
        }
    }

    private boolean isFull() {
        return readings.size() >= readingsMax;
    }

    private static boolean isAlike(Reading one, Reading other) {
        return one.distances().equals(other.distances()) && one.signature().equals(other.signature());
    }

    private BigDecimal step() {
        BigDecimal step = driver.now().abs().movePointLeft(2).max(driver.tick());
        BigDecimal up = driver.now().add(step);
        return up.compareTo(driver.max()) <= 0 ? up : driver.now().subtract(step);
    }

    private Reading read(BigDecimal value) {
        BigDecimal clipped = value.max(driver.min()).min(driver.max());
        BigDecimal snapped = driver.min()
                .add(clipped.subtract(driver.min())
                        .divide(driver.tick(), 0, RoundingMode.FLOOR)
                        .multiply(driver.tick()));
        BigDecimal key = snapped.stripTrailingZeros();
        Reading known = readings.get(key);
        if (known != null) {
            return known;
        }
        Reading read = trial.run(driver.at().apply(key), key);
        readings.put(key, read);
        return read;
    }

    private void around(BigDecimal value) {
        read(value.subtract(driver.tick()));
        read(value);
        read(value.add(driver.tick()));
        read(value.add(driver.tick()).add(driver.tick()));
    }

    /** Goes where comparisons that grow evenly between two readings would turn, and a little beyond the outermost. */
    private void aim(Reading one, Reading other) {
        List<BigDecimal> turns = new ArrayList<>(driver.looks());
        turns.add(one.at());
        one.distances().forEach((limit, distance) -> {
            BigDecimal second = other.distances().get(limit);
            if (second != null && second.compareTo(distance) != 0) {
                BigDecimal slope = second.subtract(distance).divide(other.at().subtract(one.at()), DIGITS);
                BigDecimal turn = one.at().subtract(distance.divide(slope, DIGITS));
                if (turn.compareTo(driver.min()) >= 0 && turn.compareTo(driver.max()) <= 0) {
                    turns.add(turn);
                }
            }
        });
        BigDecimal least = turns.stream().min(BigDecimal::compareTo).orElseThrow();
        BigDecimal most = turns.stream().max(BigDecimal::compareTo).orElseThrow();
        BigDecimal span = most.subtract(least).max(driver.tick()).movePointLeft(1);
        turns.stream().distinct().limit(readingsMax / 4).forEach(this::around);
        read(least.subtract(span));
        read(most.add(span));
    }

    /** Looks, between neighbours that are more than a tick apart, for every comparison that turns and for every change of what fires. */
    private void narrow() {
        List<Reading> known = new ArrayList<>(readings.values());
        for (int i = 1; i < known.size() && !isFull(); i++) {
            Reading low = known.get(i - 1);
            Reading high = known.get(i);
            if (isApart(low, high)) {
                for (Map.Entry<Limit, BigDecimal> distance : low.distances().entrySet()) {
                    solve(distance.getKey(), low, high);
                }
                bisect(low, high);
            }
        }
    }

    private boolean isApart(Reading low, Reading high) {
        return high.at().subtract(low.at()).compareTo(driver.tick()) > 0;
    }

    private void solve(Limit limit, Reading from, Reading to) {
        Reading low = from;
        Reading high = to;
        boolean halve = false;
        while (isApart(low, high) && !isFull() && turns(limit, low, high)) {
            BigDecimal middle = halve ? middle(low, high) : secant(limit, low, high);
            Reading between = read(inside(middle, low, high));
            if (between.distances().getOrDefault(limit, BigDecimal.ZERO).signum() == 0) {
                around(between.at());
                return;
            }
            if (turns(limit, low, between)) {
                high = between;
            } else {
                low = between;
            }
            halve = !halve;
        }
        if (!isApart(low, high) && turns(limit, low, high)) {
            read(low.at().subtract(driver.tick()));
            read(high.at().add(driver.tick()));
        }
    }

    private static boolean turns(Limit limit, Reading low, Reading high) {
        BigDecimal below = low.distances().get(limit);
        BigDecimal above = high.distances().get(limit);
        return below != null && above != null && below.signum() * above.signum() < 0;
    }

    private static BigDecimal secant(Limit limit, Reading low, Reading high) {
        BigDecimal below = low.distances().get(limit);
        BigDecimal above = high.distances().get(limit);
        if (below == null || above == null || below.compareTo(above) == 0) {
            return middle(low, high);
        }
        BigDecimal share = below.divide(below.subtract(above), DIGITS);
        return low.at().add(high.at().subtract(low.at()).multiply(share, DIGITS));
    }

    private static BigDecimal middle(Reading low, Reading high) {
        return low.at().add(high.at()).divide(BigDecimal.TWO, DIGITS);
    }

    /** A value at least a tick from both ends. */
    private BigDecimal inside(BigDecimal value, Reading low, Reading high) {
        BigDecimal first = low.at().add(driver.tick());
        BigDecimal last = high.at().subtract(driver.tick());
        return value.max(first).min(last.max(first));
    }

    private void bisect(Reading from, Reading to) {
        Reading low = from;
        for (Reading high :
                List.copyOf(readings.subMap(from.at(), false, to.at(), true).values())) {
            halve(low, high);
            low = high;
        }
    }

    private void halve(Reading from, Reading to) {
        Reading low = from;
        Reading high = to;
        while (isApart(low, high) && !isFull() && !low.signature().equals(high.signature())) {
            Reading between = read(inside(middle(low, high), low, high));
            if (between.signature().equals(low.signature())) {
                low = between;
            } else {
                high = between;
            }
        }
    }
}
