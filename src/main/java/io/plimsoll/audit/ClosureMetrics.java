package io.plimsoll.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.audit.RecordedFill.Status;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** What operators see of closures. */
@ApplicationScoped
class ClosureMetrics {

    private final MeterRegistry registry;
    private final Counter late;
    private final Counter expired;
    private final Counter neglected;

    @Inject
    ClosureMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Status status : Status.values()) {
            counter(status).increment(0); // there to be seen, and alerted on, before the first
        }
        late = Counter.builder("plimsoll.closure.fills.late")
                .description("Fills that came when their intent could no longer be carried out")
                .register(registry);
        expired = Counter.builder("plimsoll.closure.intents.expired")
                .description("Closure intents that expired before all of them was filled")
                .register(registry);
        neglected = Counter.builder("plimsoll.closure.intents.neglected")
                .description("Closure intents issued again after several in a row that nobody began to carry out")
                .register(registry);
    }

    void filled(RecordedFill fill) {
        counter(fill.status()).increment();
        if (fill.isLate()) {
            late.increment();
        }
    }

    void expired() {
        expired.increment();
    }

    /** An intent was issued again and again, and nobody carries it out. */
    void neglected() {
        neglected.increment();
    }

    private Counter counter(Status status) {
        return Counter.builder("plimsoll.closure.fills")
                .description("Fills that were reported, each once")
                .tag("status", status.name())
                .register(registry);
    }
}
