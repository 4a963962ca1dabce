package io.plimsoll.auction;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** How a Dutch auction's price falls with time, as a fraction of its top price: 1 at the start, never below 0. */
public sealed interface PriceCurve {

    /** More steps than any auction runs for, and as many as an exponent may be. */
    int STEPS_MAX = 999_999_999;

    /**
     * @param elapsed since the start, not negative
     * @return the fraction of the top price, rounded down at 34 digits
     */
    BigDecimal fractionAt(Duration elapsed);

    /** Falls evenly to zero: {@code (length − t) / length}. */
    record Linear(Duration length) implements PriceCurve {
        public Linear {
            requirePositive("length", length);
        }

        @Override
        public BigDecimal fractionAt(Duration elapsed) {
            return new Phases(List.of(new Phase(length, Decimals.ONE, Decimals.ZERO))).fractionAt(elapsed);
        }
    }

    /**
     * Falls by a factor at each step: {@code cut ^ ⌊t / step⌋}.
     *
     * @param cut between 0 and 1, both exclusive
     */
    record Stairstep(BigDecimal cut, Duration step) implements PriceCurve {
        public Stairstep {
            requirePositive("step", step);
            if (cut.signum() <= 0 || cut.compareTo(BigDecimal.ONE) >= 0) {
                throw new IllegalArgumentException("cut must lie between 0 and 1, was " + cut);
            }
        }

        @Override
        public BigDecimal fractionAt(Duration elapsed) {
            int steps = (int) Math.min(elapsed.dividedBy(step), STEPS_MAX);
            return cut.pow(steps, Decimals.QUOTIENT);
        }
    }

    /** Falls evenly within each of several phases, one after the other; afterwards it stays where the last one ends. */
    record Phases(List<Phase> phases) implements PriceCurve {
        public Phases {
            phases = List.copyOf(phases);
            if (phases.isEmpty()) {
                throw new IllegalArgumentException("a curve has at least one phase");
            }
        }

        @Override
        public BigDecimal fractionAt(Duration elapsed) {
            Duration left = elapsed;
            for (Phase phase : phases) {
                if (left.compareTo(phase.length()) < 0) {
                    return phase.fractionAt(left);
                }
                left = left.minus(phase.length());
            }
            return phases.getLast().to();
        }
    }

    /**
     * A stretch of a curve.
     *
     * @param from fraction of the top price at its beginning
     * @param to fraction at its end, not above {@code from}, not negative
     */
    record Phase(Duration length, BigDecimal from, BigDecimal to) {
        public Phase {
            requirePositive("length", length);
            if (to.signum() < 0 || to.compareTo(from) > 0) {
                throw new IllegalArgumentException("a phase falls from " + from + " to " + to + "?");
            }
        }

        private BigDecimal fractionAt(Duration elapsed) {
            BigDecimal fallen = from.subtract(to).multiply(seconds(elapsed));
            BigDecimal whole = from.multiply(seconds(length));
            return Decimals.quotientRoundedDown(whole.subtract(fallen), seconds(length));
        }
    }

    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, was " + duration);
        }
    }
}
