package io.plimsoll.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What operators see of the publisher. */
final class PublisherMetrics {

    private final Timer delay;
    private final Counter decisions;
    private final Counter failures;
    private final AtomicLong position = new AtomicLong();
    private final AtomicLong isPublishing = new AtomicLong();

    PublisherMetrics(MeterRegistry registry) {
        delay = Timer.builder("plimsoll.publish.delay")
                .description("Time from a decision to its being readable in the topics")
                .publishPercentileHistogram()
                .register(registry);
        decisions = Counter.builder("plimsoll.publish.decisions")
                .description("Decisions that this instance published")
                .register(registry);
        failures = Counter.builder("plimsoll.publish.failures")
                .description("Attempts to publish that failed and are made again")
                .register(registry);
        Gauge.builder("plimsoll.publish.position", position, AtomicLong::get)
                .description("Position in the decision log up to which this instance has published")
                .register(registry);
        Gauge.builder("plimsoll.publish.active", isPublishing, AtomicLong::get)
                .description("1 on the one instance that publishes")
                .register(registry);
    }

    void published(Duration sinceDecision) {
        delay.record(sinceDecision.isNegative() ? Duration.ZERO : sinceDecision);
        decisions.increment();
    }

    void failed() {
        failures.increment();
    }

    void at(long logPosition) {
        position.set(logPosition);
    }

    void isPublishing(boolean now) {
        isPublishing.set(now ? 1 : 0);
    }
}
