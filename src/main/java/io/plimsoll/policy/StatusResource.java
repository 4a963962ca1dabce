package io.plimsoll.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.installation.BuildInfo;
import io.plimsoll.wire.Json;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** What is in force and what is wrong, for a person or a monitor. */
@Path("/v1/status")
public class StatusResource {
    private final PolicyEngine engine;
    private final Instance<HealthCheck> checks;

    @Inject
    StatusResource(PolicyEngine engine, @Readiness Instance<HealthCheck> checks) {
        this.engine = engine;
        this.checks = checks;
    }

    /** Answers at all times, whatever is broken. */
    @GET
    @Blocking
    @Produces(MediaType.APPLICATION_JSON)
    public String status() {
        ObjectNode node = Json.object();
        Duration uptime = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        node.putObject("service")
                .put("version", BuildInfo.ofThisProgram().version())
                .put(
                        "startedAt",
                        Instant.ofEpochMilli(
                                        ManagementFactory.getRuntimeMXBean().getStartTime())
                                .toString())
                .put("uptimeSeconds", uptime.toSeconds());
        boolean ready = true;
        ArrayNode parts = Json.object().putArray("checks");
        for (HealthCheck check : checks) {
            ready &= write(check, parts.addObject());
        }
        node.put("ready", ready);
        node.set("checks", parts);
        engine.status().write(node);
        return Json.text(node);
    }

    private static boolean write(HealthCheck check, ObjectNode node) {
        try {
            HealthCheckResponse response = check.call();
            boolean up = response.getStatus() == HealthCheckResponse.Status.UP;
            node.put("name", response.getName()).put("up", up);
            response.getData().ifPresent(data -> {
                ObjectNode values = node.putObject("data");
                data.forEach((name, value) -> values.put(name, String.valueOf(value)));
            });
            return up;
        } catch (RuntimeException e) {
            node.put("name", check.getClass().getSimpleName()).put("up", false).put("failure", e.toString());
            return false;
        }
    }
}
