package io.plimsoll.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What operators see of an intake. */
final class IntakeMetrics {

    private static final String READS = "reads";

    private final MeterRegistry registry;
    private final String what;
    private final Timer decision;
    private final Timer commit;
    private final Counter decided;
    private final Counter kept;
    private final Counter repeated;
    private final Counter waits;
    private final Counter commitFailures;
    private final AtomicLong lag;
    private final AtomicLong inFlight;
    private final AtomicLong partitions;
    private final AtomicLong paused;

    /** @param what what is read, see {@link IntakeSource#what} */
    IntakeMetrics(MeterRegistry registry, String what) {
        this.registry = registry;
        this.what = what;
        decision = Timer.builder("plimsoll.decision")
                .description("Time from a snapshot to its durable decision")
                .publishPercentileHistogram()
                .register(registry);
        commit = Timer.builder("plimsoll.intake.commit")
                .description("Time of one commit of offsets, with the dead letters before them")
                .tag(READS, what)
                .register(registry);
        decided = records("decided");
        kept = records("kept");
        repeated = records("repeated");
        waits = Counter.builder("plimsoll.intake.waits")
                .description("Times a record waited because the decision log was away")
                .tag(READS, what)
                .register(registry);
        commitFailures = Counter.builder("plimsoll.intake.commit.failures")
                .description("Commits of offsets that failed and are made again")
                .tag(READS, what)
                .register(registry);
        lag = gauge("plimsoll.intake.lag", "Records of this instance's partitions that are not yet settled");
        inFlight = gauge("plimsoll.intake.in.flight", "Records that are read and not yet settled");
        partitions = gauge("plimsoll.intake.partitions", "Partitions that this instance owns");
        paused = gauge("plimsoll.intake.paused", "1 while nothing more is read because too much is in flight");
    }

    private Counter records(String result) {
        return Counter.builder("plimsoll.intake.records")
                .description("Records that are settled")
                .tag(READS, what)
                .tag("result", result)
                .register(registry);
    }

    private AtomicLong gauge(String name, String description) {
        AtomicLong value = new AtomicLong();
        Gauge.builder(name, value, AtomicLong::get)
                .description(description)
                .tag(READS, what)
                .strongReference(true)
                .register(registry);
        return value;
    }

    void decided(long nanos) {
        decision.record(nanos, TimeUnit.NANOSECONDS);
        decided.increment();
    }

    /** A record that leads to no decision by itself. */
    void kept() {
        kept.increment();
    }

    void repeated() {
        repeated.increment();
    }

    void waitsForLog() {
        waits.increment();
    }

    void deadLetter(DeadLetter letter) {
        registry.counter("plimsoll.dead.letters", READS, what, "problem", letter.kind())
                .increment();
    }

    void committed(long nanos) {
        commit.record(nanos, TimeUnit.NANOSECONDS);
    }

    void commitFailed() {
        commitFailures.increment();
    }

    void at(long lagRecords, long inFlightRecords, int ownedPartitions, boolean isPaused) {
        lag.set(lagRecords);
        inFlight.set(inFlightRecords);
        partitions.set(ownedPartitions);
        paused.set(isPaused ? 1 : 0);
    }
}
