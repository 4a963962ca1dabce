package io.plimsoll.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.decision.DecisionLog;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.MadeDecisions;
import io.plimsoll.decision.Policies;
import io.plimsoll.live.LiveMarks;
import io.plimsoll.wire.Sha256SnapshotDigest;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Builds the core, which knows no framework, from the adapters that are present. */
@Dependent
public class Core {

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    /** The service decides by what the reader of marks, where there is one, has heard last. */
    @Produces
    @Singleton
    LiveMarks liveMarks() {
        return new LiveMarks();
    }

    @Produces
    @Singleton
    DecisionService decisionService(
            Policies policies,
            DecisionLog log,
            LiveMarks marks,
            InstantSource clock,
            MadeDecisions seen,
            MeterRegistry registry) {
        return new DecisionService(
                new TimedPolicies(policies, registry), log, new Sha256SnapshotDigest(), marks, clock, seen);
    }
}
