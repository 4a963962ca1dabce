package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.policy.Attempt.Cause;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.wire.Json;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyStatusTest {
    private final InstantSource clock = InstantSource.system();
    private final ActivePolicies active = new ActivePolicies();
    private final MemoryRegistry registry = new MemoryRegistry();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Activator activator = new Activator(active, registry, clock);
    private final PolicyStatus status = new PolicyStatus(
            active, registry, new PolicyMetrics(active, meters, clock), clock, Duration.ZERO, activator::pending);

    private PolicyStatus reporting = status;

    @Test
    void saysWhatServesBesideWhatWasRefusedAndWhy() {
        // Given
        status.took(activator.attempt(TestPacks.small(), "small", Cause.START));

        // When
        status.took(activator.attempt(
                TestPacks.smallWith("policies/small/tables/right.csv", "ANY,1", "ANY,one"), "small", Cause.CHANGE));

        // Then
        ObjectNode pack = (ObjectNode) written().at("/packs/0");
        assertEquals(1, pack.at("/active/version").asInt());
        assertEquals(4, pack.at("/active/tables/Bracket").asInt());
        assertEquals(4, pack.at("/active/rules").asInt());
        assertEquals("REFUSED", pack.at("/lastAttempt/state").asText());
        assertEquals("PLM-807", pack.at("/lastAttempt/findings/0/code").asText());
        assertEquals(2, pack.at("/lastAttempt/findings/0/range/start/line").asInt());
        assertEquals(5, pack.at("/lastAttempt/findings/0/range/start/column").asInt());
        assertEquals(1, count("active"));
        assertEquals(1, count("refused"));
        assertTrue(status.isServing());
    }

    @Test
    void isNotServingWhileTheOnlyPackIsBroken() {
        // When
        status.took(activator.attempt(
                TestPacks.smallWith("policies/small/pack.yaml", "owner: tests", "ownr: tests"), "small", Cause.START));

        // Then
        assertFalse(status.isServing());
        assertTrue(written().at("/packs/0/active").isNull());
    }

    @Test
    void recordsLaterWhatTheRegistryCouldNotTake() {
        // Given
        registry.isAway = true;
        status.took(activator.attempt(
                TestPacks.smallWith("policies/small/pack.yaml", "owner: tests", "ownr: tests"), "small", Cause.START));
        assertEquals(0, registry.recorded.size());

        // When
        registry.isAway = false;
        status.retry(clock.instant());

        // Then
        assertEquals(1, registry.recorded.size());
    }

    @Test
    void saysWhatAnAttemptUnderWayIsAt() {
        // Given
        List<ObjectNode> seen = new ArrayList<>();
        VersionRegistry looking = new VersionRegistry() {
            @Override
            public int numberOf(String pack, String hash, List<PolicyFile> files) throws RegistryUnavailable {
                seen.add(written());
                return registry.numberOf(pack, hash, files);
            }

            @Override
            public List<List<PolicyFile>> lastInForce(String pack) {
                return registry.lastInForce(pack);
            }

            @Override
            public void record(Attempt attempt) throws RegistryUnavailable {
                registry.record(attempt);
            }
        };
        Activator watched = new Activator(active, looking, clock);
        PolicyStatus ofWatched = new PolicyStatus(
                active, looking, new PolicyMetrics(active, meters, clock), clock, Duration.ZERO, watched::pending);
        reporting = ofWatched;

        // When
        ofWatched.took(watched.attempt(TestPacks.small(), "small", Cause.START));

        // Then
        assertEquals("small", seen.getFirst().at("/packs/0/pack").asText());
        assertEquals("REGISTER", seen.getFirst().at("/packs/0/pending/step").asText());
        assertEquals("START", seen.getFirst().at("/packs/0/pending/cause").asText());
        assertTrue(written().at("/packs/0/pending").isNull());
    }

    private ObjectNode written() {
        ObjectNode node = Json.object();
        reporting.write(node);
        return node;
    }

    private int count(String result) {
        return (int) meters.counter("plimsoll.activations", "pack", "small", "result", result)
                .count();
    }
}
