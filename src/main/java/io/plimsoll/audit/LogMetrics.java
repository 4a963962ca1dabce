package io.plimsoll.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.plimsoll.decision.Decision;
import java.util.concurrent.TimeUnit;

/** What operators see of the log. */
final class LogMetrics {

    private final MeterRegistry registry;
    private final Timer commit;
    private final Timer append;
    private final DistributionSummary batchSize;
    private final Counter dropped;

    LogMetrics(MeterRegistry registry) {
        this.registry = registry;
        commit = Timer.builder("plimsoll.log.commit")
                .description("Time of one commit of the decision log, whatever its size")
                .publishPercentileHistogram()
                .register(registry);
        append = Timer.builder("plimsoll.log.append")
                .description("Time from a decision to its being durable, waiting included")
                .publishPercentileHistogram()
                .register(registry);
        batchSize = DistributionSummary.builder("plimsoll.log.batch.size")
                .description("Decisions that shared one commit")
                .register(registry);
        dropped = Counter.builder("plimsoll.decisions.dropped")
                .description("Decisions that were accepted for the log and neither written nor refused; must stay 0")
                .register(registry);
    }

    void committed(int entries, long nanos) {
        commit.record(nanos, TimeUnit.NANOSECONDS);
        batchSize.record(entries);
    }

    void appended(long nanos) {
        append.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Counts a decision that is durable. */
    void decided(Decision decision) {
        registry.counter(
                        "plimsoll.decisions",
                        "outcome",
                        decision.outcome().name(),
                        "pack",
                        decision.policy().pack(),
                        "version",
                        Integer.toString(decision.policy().version()))
                .increment();
    }

    void dropped() {
        dropped.increment();
    }
}
