package io.plimsoll.live;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * How one instrument's mark has moved since its accounts were last looked at: the latest, and the lowest and highest of all of them.
 *
 * @param earliest when the first of them was struck
 */
record Moved(MarkTick latest, double low, double high, double basisLow, double basisHigh, Instant earliest) {

    static Moved by(MarkTick tick) {
        double nearest = tick.price().doubleValue();
        BigDecimal index = tick.indexPrice();
        double basis = index == null ? Double.NaN : index.doubleValue() / nearest;
        return new Moved(
                tick,
                below(nearest, tick.price()),
                above(nearest, tick.price()),
                basis * (1 - 0x1p-50),
                basis * (1 + 0x1p-50),
                tick.time());
    }

    private static double below(double nearest, BigDecimal exact) {
        return new BigDecimal(nearest).compareTo(exact) > 0 ? Math.nextDown(nearest) : nearest;
    }

    private static double above(double nearest, BigDecimal exact) {
        return new BigDecimal(nearest).compareTo(exact) < 0 ? Math.nextUp(nearest) : nearest;
    }

    boolean hasBasis() {
        return !Double.isNaN(basisLow);
    }

    /** The later mark wins; one that is older than the latest counts for nothing. */
    Moved then(MarkTick tick) {
        if (tick.time().isBefore(latest.time())) {
            return this;
        }
        Moved next = by(tick);
        return new Moved(
                tick,
                Math.min(low, next.low),
                Math.max(high, next.high),
                least(basisLow, next.basisLow),
                most(basisHigh, next.basisHigh),
                earliest.isBefore(tick.time()) ? earliest : tick.time());
    }

    private static double least(double one, double other) {
        return Double.isNaN(one) ? other : Double.isNaN(other) ? one : Math.min(one, other);
    }

    private static double most(double one, double other) {
        return Double.isNaN(one) ? other : Double.isNaN(other) ? one : Math.max(one, other);
    }
}
