package io.plimsoll.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Red while no decision could become durable: the database is away, or the writer has ended. */
@Readiness
@ApplicationScoped
public class LogReadiness implements HealthCheck {

    private final PostgresDecisionLog log;

    @Inject
    LogReadiness(PostgresDecisionLog log) {
        this.log = log;
    }

    @Override
    public HealthCheckResponse call() {
        boolean isReachable = log.isReachable();
        boolean isWriting = log.isWriting();
        return HealthCheckResponse.named("Decision log")
                .status(isReachable && isWriting)
                .withData("databaseReachable", isReachable)
                .withData("writerAlive", isWriting)
                .build();
    }
}
