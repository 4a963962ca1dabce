package io.plimsoll.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** What operators see of accounts that are due without a snapshot. */
@ApplicationScoped
class DueMetrics {

    private final Counter deadlines;
    private final Counter expiries;

    @Inject
    DueMetrics(MeterRegistry registry) {
        deadlines = undecided(registry, "deadline");
        expiries = undecided(registry, "expiry");
    }

    private static Counter undecided(MeterRegistry registry, String due) {
        return Counter.builder("plimsoll.due.undecided")
                .description(
                        "Attempts to decide an account at a deadline or an expiry that failed and are made again; the log's absence not counted")
                .tag("due", due)
                .register(registry);
    }

    void undecidedDeadlines(int count) {
        deadlines.increment(count);
    }

    void undecidedExpiries(int count) {
        expiries.increment(count);
    }
}
