package io.plimsoll.seal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What operators see of retention. */
final class RetentionMetrics {

    private final Counter removed;
    private final Counter failures;
    private final Map<KeptReason, AtomicLong> kept = new EnumMap<>(KeptReason.class);

    RetentionMetrics(MeterRegistry registry) {
        removed = Counter.builder("plimsoll.log.removed")
                .description("Decisions that retention has removed")
                .register(registry);
        failures = Counter.builder("plimsoll.log.retention.failures")
                .description("Times that retention could not go on")
                .register(registry);
        for (KeptReason reason : KeptReason.values()) {
            AtomicLong count = new AtomicLong();
            kept.put(reason, count);
            Gauge.builder("plimsoll.log.kept", count, AtomicLong::get)
                    .tag("reason", reason.name())
                    .description("Partitions that are old enough to go and were kept at the last look, by the reason")
                    .register(registry);
        }
    }

    void removed(double rows) {
        removed.increment(rows);
    }

    void failed() {
        failures.increment();
    }

    void kept(Collection<KeptReason> reasons) {
        kept.forEach((reason, count) ->
                count.set(reasons.stream().filter(reason::equals).count()));
    }
}
