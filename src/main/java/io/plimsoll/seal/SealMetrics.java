package io.plimsoll.seal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** What operators see of sealing. */
final class SealMetrics {

    private final Counter rows;
    private final Counter altered;
    private final Counter notAnchored;
    private final Timer batch;

    SealMetrics(MeterRegistry registry, LogSealer sealer) {
        rows = Counter.builder("plimsoll.seal.rows")
                .description("Decisions that this instance sealed")
                .register(registry);
        altered = Counter.builder("plimsoll.seal.altered")
                .description("Times that the last head was found not to be as it was signed or anchored; must stay 0")
                .register(registry);
        notAnchored = Counter.builder("plimsoll.seal.anchor.failures")
                .description("Times that the file of anchors could not be written")
                .register(registry);
        batch = Timer.builder("plimsoll.seal.batch")
                .description("Time to seal one batch, whatever its size")
                .register(registry);
        Gauge.builder("plimsoll.seal.age", sealer, it -> it.sinceCaughtUp().toMillis() / 1000.0)
                .baseUnit("seconds")
                .description("Time since this instance sealed a batch or found nothing to seal")
                .register(registry);
    }

    void sealed(double count) {
        rows.increment(count);
    }

    void altered() {
        altered.increment();
    }

    void notAnchored() {
        notAnchored.increment();
    }

    void took(long nanos) {
        batch.record(nanos, TimeUnit.NANOSECONDS);
    }
}
