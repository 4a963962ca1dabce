package io.plimsoll.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.api.Snapshots;
import io.plimsoll.decision.DecisionService;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AccountRevisionsIT {

    @Inject
    DecisionService service;

    @Inject
    AccountRevisions revisions;

    @Test
    void accountsThatWereMovedOnAreToldAndNoOthers() throws Exception {
        // Given
        String moved = Snapshots.newAccount("moved");
        String still = Snapshots.newAccount("still");
        service.decide(
                Snapshots.read(Snapshots.json(moved, 1, "20000", Instant.now().toString())), "perpetuals");
        service.decide(
                Snapshots.read(Snapshots.json(still, 1, "20000", Instant.now().toString())), "perpetuals");
        assertEquals(Map.of(), revisions.later(Map.of(moved, 1L, still, 1L, "never decided", 0L)));
        assertEquals(Map.of(), revisions.later(Map.of()));

        // When
        service.decide(
                Snapshots.read(Snapshots.json(moved, 2, "21000", Instant.now().toString())), "perpetuals");

        // Then
        assertEquals(Map.of(moved, 2L), revisions.later(Map.of(moved, 1L, still, 1L, "never decided", 0L)));
    }
}
