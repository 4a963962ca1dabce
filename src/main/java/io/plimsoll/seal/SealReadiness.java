package io.plimsoll.seal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Red once the log has not been sealed for too long: decisions that nobody could prove must not go on without end. */
@Readiness
@ApplicationScoped
public class SealReadiness implements HealthCheck {

    private final LogSealer sealer;
    private final Duration lagMax;

    @Inject
    SealReadiness(LogSealer sealer, SealConfig config) {
        this.sealer = sealer;
        this.lagMax = config.lagMax();
    }

    @Override
    public HealthCheckResponse call() {
        Duration since = sealer.sinceCaughtUp();
        return HealthCheckResponse.named("Log sealing")
                .status(since.compareTo(lagMax) <= 0)
                .withData("secondsSinceSealed", since.toSeconds())
                .build();
    }
}
