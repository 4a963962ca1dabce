package io.plimsoll.live;

import io.plimsoll.account.Position;
import io.plimsoll.decision.Case;
import io.plimsoll.policy.bounds.OutcomeBounds;
import io.plimsoll.rules.interval.Moment;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Bounds around the case that they were found for. */
final class Around {

    private Around() {}

    /** The time of an instrument's mark there; of an instrument that it has no position in the earliest time there is. */
    static long markTime(Case given, String instrument) {
        return given.snapshot().positions().stream()
                .filter(position -> position.instrument().equals(instrument))
                .findFirst()
                .map(position -> Moment.nanos(position.mark().time()))
                .orElseGet(OptionalLong::empty)
                .orElse(Long.MIN_VALUE);
    }

    /** True if a mark has come in since the case that leaves the bounds. */
    static boolean hasLeft(OutcomeBounds.Instrument along, Case given, @Nullable MarkTick latest) {
        if (latest == null || nanos(latest) <= markTime(given, along.name())) {
            return false;
        }
        Moved move = Moved.by(latest);
        return move.low() < along.low()
                || move.high() > along.high()
                || (move.hasBasis() && (move.basisLow() < along.basisLow() || move.basisHigh() > along.basisHigh()));
    }

    private static long nanos(MarkTick mark) {
        return Moment.nanos(mark.time()).orElse(Long.MAX_VALUE);
    }

    /**
     * Bounds that every mark of its instruments leaves.
     *
     * @param lasting after so long they are left without a mark
     */
    static OutcomeBounds nowhere(Case given, Duration lasting) {
        List<OutcomeBounds.Instrument> instruments = given.snapshot().positions().stream()
                .map(Position::instrument)
                .distinct()
                .map(instrument -> new OutcomeBounds.Instrument(
                        instrument,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        0,
                        Double.POSITIVE_INFINITY,
                        Long.MAX_VALUE))
                .toList();
        long until = Moment.nanos(given.evaluatedAt().plus(lasting)).orElse(Long.MIN_VALUE);
        return new OutcomeBounds(instruments, Long.MIN_VALUE, until, null, 0);
    }
}
