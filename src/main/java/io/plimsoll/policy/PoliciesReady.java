package io.plimsoll.policy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Red while no policy version is active: nothing could be decided. */
@Readiness
@ApplicationScoped
public class PoliciesReady implements HealthCheck {
    private final PolicyEngine engine;

    @Inject
    PoliciesReady(PolicyEngine engine) {
        this.engine = engine;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Active policies")
                .status(engine.isServing())
                .build();
    }
}
