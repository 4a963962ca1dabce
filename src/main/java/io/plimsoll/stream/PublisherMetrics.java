package io.plimsoll.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.plimsoll.tape.TapeViewName;
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
        this(registry, "plimsoll.publish", "decisions", Tags.empty());
    }

    /** Of a view of the liquidation tape. */
    PublisherMetrics(MeterRegistry registry, TapeViewName view) {
        this(registry, "plimsoll.tape.publish", "records", Tags.of("view", view.word()));
    }

    /** Of the signed heads of the sealed log. */
    static PublisherMetrics ofHeads(MeterRegistry registry) {
        return new PublisherMetrics(registry, "plimsoll.heads.publish", "heads", Tags.empty());
    }

    private PublisherMetrics(MeterRegistry registry, String prefix, String counted, Tags tags) {
        delay = Timer.builder(prefix + ".delay")
                .description(
                        "Time from a decision to its being readable in the topics; of the tape and of heads, from their being recorded")
                .tags(tags)
                .publishPercentileHistogram()
                .register(registry);
        decisions = Counter.builder(prefix + "." + counted)
                .description("What this instance published")
                .tags(tags)
                .register(registry);
        failures = Counter.builder(prefix + ".failures")
                .tags(tags)
                .description("Attempts to publish that failed and are made again")
                .register(registry);
        Gauge.builder(prefix + ".position", position, AtomicLong::get)
                .description("Position up to which this instance has published")
                .tags(tags)
                .register(registry);
        Gauge.builder(prefix + ".active", isPublishing, AtomicLong::get)
                .tags(tags)
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
