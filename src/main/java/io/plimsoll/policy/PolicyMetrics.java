package io.plimsoll.policy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.policy.EvaluatorFault.Kind;
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
            Gauge.builder("plimsoll.policy.straight", () -> isStraight(pack) ? 1 : 0)
                    .tag("pack", pack)
                    .description("1 while the straight evaluator runs the pack's rules, 0 while the engine does")
                    .register(meters);
            for (Kind kind : Kind.values()) {
                faults(pack, kind);
            }
            Gauge.builder("plimsoll.policy.version", () -> versionOf(pack))
                    .tag("pack", pack)
                    .description("version in force; 0 while there is none")
                    .register(meters);
        }
    }

    void took(EvaluatorFault fault) {
        faults(fault.pack(), fault.kind()).increment();
    }

    /** Counts a decision of the sample. */
    void compared(String pack, DecisionSample.Result result) {
        meters.counter(
                        "plimsoll.evaluator.compared",
                        "pack",
                        pack,
                        "result",
                        result.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** Known before the first fault, so that its increase can be told. */
    private Counter faults(String pack, Kind kind) {
        return meters.counter(
                "plimsoll.evaluator.faults", "pack", pack, "kind", kind.name().toLowerCase(Locale.ROOT));
    }

    private boolean isStraight(String pack) {
        return active.timeline(pack)
                .at(clock.instant())
                .filter(version -> version.decides().evaluator() == Evaluator.STRAIGHT)
                .isPresent();
    }

    private int versionOf(String pack) {
        return active.timeline(pack)
                .at(clock.instant())
                .map(version -> version.id().version())
                .orElse(0);
    }
}
