package io.plimsoll.policy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Red while no policy version is active: nothing could be decided. Says which packs fell back on the engine, which decides them as well. */
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
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("Active policies").status(engine.isServing());
        engine.status().fallenBack().ifPresent(packs -> response.withData("fallenBack", packs));
        return response.build();
    }
}
