package io.plimsoll.tape;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.audit.LogTail;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;

/** Keeps the tape and the ladder behind the decision log, publishes what has become due and looks out for spikes. */
@ApplicationScoped
class TapeFollower {

    private final TapeRecords records;
    private final TapeSpikes spikes;
    private final TapeConfig config;
    private final ProjectionThread tape;
    private final ProjectionThread ladder;
    private long publishDueNanos = System.nanoTime();

    @Inject
    TapeFollower(
            LogTail tail,
            TapeStore tapeStore,
            LadderStore ladderStore,
            TapeRecords records,
            TapeSpikes spikes,
            TapeConfig config,
            MeterRegistry registry) {
        this.records = records;
        this.spikes = spikes;
        this.config = config;
        this.tape = new ProjectionThread("tape", tail, tapeStore, Duration.ZERO, this::publishIfDue);
        this.ladder = new ProjectionThread(
                "ladder", tail, ladderStore, config.ladder().interval(), () -> {});
        FunctionCounter.builder("plimsoll.tape.events", tape, ProjectionThread::rows)
                .description("Events that this instance brought onto the tape")
                .register(registry);
        Gauge.builder("plimsoll.tape.behind", tape, ProjectionThread::behind)
                .description("Positions of the decision log that the tape has not come to")
                .register(registry);
        Gauge.builder("plimsoll.ladder.behind", ladder, ProjectionThread::behind)
                .description("Positions of the decision log that the ladder has not come to")
                .register(registry);
    }

    void start(@Observes StartupEvent event) {
        tape.start();
        ladder.start();
    }

    void stop(@Observes ShutdownEvent event) {
        tape.stop();
        ladder.stop();
    }

    private void publishIfDue() {
        if (System.nanoTime() - publishDueNanos >= 0) {
            publishDueNanos = System.nanoTime() + config.publishInterval().toNanos();
            records.publish();
            spikes.lookOut();
        }
    }
}
