package io.plimsoll.policy;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Activations counted and timed, and the version that each pack serves. */
final class PolicyMetrics {
    private final ActivePolicies active;
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final Set<String> gauged = ConcurrentHashMap.newKeySet();

    PolicyMetrics(ActivePolicies active, MeterRegistry meters, InstantSource clock) {
        this.active = active;
        this.meters = meters;
        this.clock = clock;
    }

    void took(Attempt attempt) {
        String pack = attempt.pack();
        String result = attempt.state().name().toLowerCase(Locale.ROOT);
        meters.counter("plimsoll.activations", "pack", pack, "result", result).increment();
        meters.timer("plimsoll.activation", "pack", pack, "result", result).record(attempt.took());
        if (attempt.compiledIn() != null) {
            meters.timer("plimsoll.policy.compile", "pack", pack).record(attempt.compiledIn());
        }
        if (gauged.add(pack)) {
            Gauge.builder("plimsoll.policy.version", () -> versionOf(pack))
                    .tag("pack", pack)
                    .description("version in force; 0 while there is none")
                    .register(meters);
        }
    }

    private int versionOf(String pack) {
        return active.timeline(pack)
                .at(clock.instant())
                .map(version -> version.id().version())
                .orElse(0);
    }
}
