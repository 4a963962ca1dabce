package io.plimsoll.stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Red while Kafka is configured and snapshots cannot come in by it, or decisions cannot go out; green where it is not configured. */
@Readiness
@ApplicationScoped
public class StreamReadiness implements HealthCheck {

    private final Streams streams;

    @Inject
    StreamReadiness(Streams streams) {
        this.streams = streams;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> failure = streams.failure();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("Streams")
                .status(failure.isEmpty())
                .withData("configured", streams.isConfigured());
        streams.withoutBounds()
                .forEach((reason, accounts) -> response.withData("every mark decides: " + reason, accounts));
        failure.ifPresent(reason -> response.withData("failure", reason));
        return response.build();
    }
}
