package io.plimsoll.audit;

import io.plimsoll.decision.DecisionLog.LogUnavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the last statements found out about the database. While it is away, callers are refused at once instead of each waiting for a
 * connection; one of them now and then is let through and so finds out that it is back.
 */
final class Reachability {

    private final long probeIntervalNanos;
    private final LongSupplier nanoTime;
    private final AtomicLong nextProbeNanos = new AtomicLong();
    private volatile @Nullable Throwable away;

    Reachability(Duration probeInterval) {
        this(probeInterval, System::nanoTime);
    }

    Reachability(Duration probeInterval, LongSupplier nanoTime) {
        this.probeIntervalNanos = probeInterval.toNanos();
        this.nanoTime = nanoTime;
    }

    /** @throws LogUnavailable while the database is away and it is not this caller's turn to try it */
    void check() throws LogUnavailable {
        Throwable reason = away;
        if (reason == null) {
            return;
        }
        long now = nanoTime.getAsLong();
        long next = nextProbeNanos.get();
        if (now - next < 0 || !nextProbeNanos.compareAndSet(next, now + probeIntervalNanos)) {
            throw new LogUnavailable("the database of the decision log is away", reason);
        }
    }

    void succeeded() {
        away = null;
    }

    /** Notes the failure if it means that the database is away. */
    LogUnavailable failed(SQLException failure) {
        noteFailure(failure);
        return new LogUnavailable("the database of the decision log does not answer", failure);
    }

    void noteFailure(Throwable failure) {
        if (!DatabaseFailure.concernsContent(failure)) {
            nextProbeNanos.set(nanoTime.getAsLong() + probeIntervalNanos);
            away = failure;
        }
    }
}
