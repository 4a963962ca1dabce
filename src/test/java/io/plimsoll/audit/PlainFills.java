package io.plimsoll.audit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.wire.Sha256SnapshotDigest;
import java.time.InstantSource;

/** Handles fills under {@link PlainPolicies}, where an account that is short of its margin is closed as a whole. */
public final class PlainFills {

    private PlainFills() {}

    public static DecisionService service(PostgresDecisionLog log) {
        return new DecisionService(new PlainPolicies(), log, new Sha256SnapshotDigest(), InstantSource.system());
    }

    public static FillHandler handler(PostgresDecisionLog log, FillLog fills) {
        return new FillHandler(
                log, fills, service(log), InstantSource.system(), new ClosureMetrics(new SimpleMeterRegistry()));
    }
}
