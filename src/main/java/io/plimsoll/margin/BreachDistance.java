package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import io.plimsoll.pricing.RealFunctions;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/**
 * How far a margin account or a position is from its breach: in money, in price, in standard deviations and in time. Volatility is the
 * standard deviation of a year's return as a fraction (0.8 is 80 %), of a year of 365 days. Results have 34 digits.
 *
 * <p>None of them is ever infinite or not a number: where a figure does not apply, it is empty.
 */
public final class BreachDistance {

    private static final Duration YEAR = Duration.ofDays(365);
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000);
    private static final MathContext DOWN = new MathContext(Decimals.QUOTIENT.getPrecision(), RoundingMode.FLOOR);

    /** A time longer than this is as good as never. */
    private static final Duration EVER = YEAR.multipliedBy(10_000);

    private BreachDistance() {}

    /** {@code (equity − maintenance) / maintenance}, rounded down; negative if breached, empty where nothing is required. */
    public static Optional<BigDecimal> buffer(BigDecimal equity, BigDecimal maintenance) {
        return maintenance.signum() == 0
                ? Optional.empty()
                : Optional.of(Decimals.quotientRoundedDown(equity.subtract(maintenance), maintenance));
    }

    /** {@code |price − liquidation| / price} as a fraction, rounded down; both positive. */
    public static BigDecimal ofPrice(BigDecimal price, BigDecimal liquidation) {
        requirePositive("price", price);
        requirePositive("liquidation price", liquidation);
        return Decimals.quotientRoundedDown(price.subtract(liquidation).abs(), price);
    }

    /**
     * {@code |ln(price / liquidation)| / (volatility · √horizon)}: how many standard deviations of the horizon's return away the breach is,
     * zero or more; empty where nothing moves.
     */
    public static Optional<BigDecimal> inDeviations(
            BigDecimal price, BigDecimal liquidation, BigDecimal volatility, Duration horizon) {
        requirePositive("price", price);
        requirePositive("liquidation price", liquidation);
        BigDecimal deviation = move(volatility, horizon, BigDecimal.ONE);
        if (deviation.signum() == 0) {
            return Optional.empty();
        }
        BigDecimal away =
                RealFunctions.ln(price.divide(liquidation, Decimals.QUOTIENT)).abs();
        return Optional.of(Decimals.normalised(away.divide(deviation, DOWN)));
    }

    /**
     * {@code 2 · Φ(−deviations)}: the probability that a price without drift touches the breach within the horizon (reflection principle).
     *
     * @param deviations zero or more, as {@link #inDeviations} gives
     */
    public static BigDecimal touchProbability(BigDecimal deviations) {
        requireNotNegative("deviations", deviations);
        return Decimals.normalised(TWO.multiply(RealFunctions.normal(deviations.negate())));
    }

    /** {@code deviations · volatility · √span}: the move as a fraction of price that a span, such as the latency of a decision and its execution, may bring. */
    public static BigDecimal move(BigDecimal volatility, Duration span, BigDecimal deviations) {
        requireNotNegative("volatility", volatility);
        requireNotNegative("deviations", deviations);
        requireNotNegative("span", seconds(span));
        BigDecimal years = seconds(span).divide(seconds(YEAR), Decimals.QUOTIENT);
        return Decimals.normalised(
                deviations.multiply(volatility).multiply(RealFunctions.sqrt(years), Decimals.QUOTIENT));
    }

    /**
     * {@code min(cap, max(floor, move))}: a maintenance rate that follows volatility.
     *
     * @throws IllegalArgumentException if the cap is below the floor
     */
    public static BigDecimal scaledRate(
            BigDecimal floor, BigDecimal cap, BigDecimal volatility, Duration horizon, BigDecimal deviations) {
        if (cap.compareTo(floor) < 0) {
            throw new IllegalArgumentException("the cap " + cap + " is below the floor " + floor);
        }
        return Decimals.smallest(cap, Decimals.largest(floor, move(volatility, horizon, deviations)));
    }

    /** The rate wanted, but no farther from the one before than a step, zero or more: a threshold does not run after every print. */
    public static BigDecimal stepped(BigDecimal before, BigDecimal wanted, BigDecimal stepMax) {
        requireNotNegative("step", stepMax);
        return Decimals.largest(before.subtract(stepMax), Decimals.smallest(before.add(stepMax), wanted));
    }

    /**
     * How long funding, interest or decay take to use up what lies between equity and requirement while prices stand still.
     *
     * @param carry what a period adds, settlement currency; negative is paid
     * @return rounded down to the second, zero if nothing is left; empty if it never comes to that
     */
    public static Optional<Duration> timeToBreach(
            BigDecimal equity, BigDecimal maintenance, BigDecimal carry, Duration period) {
        requirePositive("period", seconds(period));
        BigDecimal left = equity.subtract(maintenance);
        if (left.signum() <= 0) {
            return Optional.of(Duration.ZERO);
        }
        if (carry.signum() >= 0) {
            return Optional.empty();
        }
        BigDecimal time = seconds(period).multiply(left).divide(carry.negate(), DOWN);
        return time.compareTo(seconds(EVER)) > 0
                ? Optional.empty()
                : Optional.of(
                        Duration.ofSeconds(time.setScale(0, RoundingMode.FLOOR).longValueExact()));
    }

    private static BigDecimal seconds(Duration span) {
        return BigDecimal.valueOf(span.getSeconds())
                .add(BigDecimal.valueOf(span.getNano()).divide(NANOS_PER_SECOND));
    }

    private static void requirePositive(String name, BigDecimal value) {
        if (value.signum() <= 0) {
            throw new IllegalArgumentException("the " + name + " must be positive, was " + value);
        }
    }

    private static void requireNotNegative(String name, BigDecimal value) {
        if (value.signum() < 0) {
            throw new IllegalArgumentException("the " + name + " must not be negative, was " + value);
        }
    }
}
