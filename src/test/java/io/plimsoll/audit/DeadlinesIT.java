package io.plimsoll.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.plimsoll.api.Snapshots;
import io.plimsoll.audit.DecisionArchive.Search;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.MarginCall.Status;
import io.plimsoll.decision.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeadlinesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    DecisionService service;

    @Inject
    DecisionArchive archive;

    @Inject
    MarginCallArchive calls;

    @Inject
    AgroalDataSource dataSource;

    @Test
    void anUnmetCallIsClosedWhenItsTimeHasPassed() throws Exception {
        // Given
        String account = Snapshots.newAccount("expires");
        service.decide(Snapshots.read(Snapshots.json(account, 1, "9000")), null);

        // When
        letTimePass(account);

        // Then
        DecisionSummary closure = awaitDeadline(account);
        assertEquals(Outcome.LIQUIDATE, closure.outcome());
        assertEquals(Instant.parse("2026-11-22T20:00:00.123456Z"), closure.evaluatedAt());
        assertEquals(Status.EXPIRED, callOf(account).status);
    }

    @Test
    void aCallThatTheDataDoesNotLetExpireIsJudgedOnceAndStaysOpen() throws Exception {
        // Given: a call is open, and the data that came in since is held by a guard
        String account = Snapshots.newAccount("held");
        service.decide(Snapshots.read(Snapshots.json(account, 1, "9000")), null);
        service.decide(Snapshots.read(Snapshots.heldJson(account, 2, "9000", "2026-11-22T19:10:00Z")), null);
        assertNotNull(callOf(account).wakesAt);

        // When
        letTimePass(account);

        // Then
        assertEquals(Outcome.HOLD, awaitDeadline(account).outcome());
        MarginCallRow call = callOf(account);
        assertEquals(Status.OVERDUE, call.status);
        assertTrue(call.isOpen);
        assertNull(call.wakesAt);
        Thread.sleep(2_500); // two more turns of the scheduler
        assertEquals(1, deadlineDecisions(account).size());
    }

    @Test
    void aCallIsNotTouchedBeforeItsTime() throws Exception {
        // Given
        String account = Snapshots.newAccount("waits");
        service.decide(Snapshots.read(Snapshots.json(account, 1, "9000")), null);

        // When
        Thread.sleep(2_500);

        // Then
        assertEquals(List.of(), deadlineDecisions(account));
        assertEquals(Status.OPENED, callOf(account).status);
    }

    private DecisionSummary awaitDeadline(String account) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (deadlineDecisions(account).isEmpty()) {
            assertTrue(Instant.now().isBefore(end), "the deadline was not decided");
            Thread.sleep(100);
        }
        return deadlineDecisions(account).getFirst();
    }

    private List<DecisionSummary> deadlineDecisions(String account) throws Exception {
        Search search = new Search(account, null, null, null, null, null, null, null);
        return archive.find(search, 100).items().stream()
                .filter(decision -> decision.trigger() == Trigger.DEADLINE)
                .toList();
    }

    private MarginCallRow callOf(String account) throws Exception {
        return calls.find(account, null, null, null, 1).items().getFirst();
    }

    private void letTimePass(String account) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "update margin_call set wakes_at = now() - interval '1 second' where account_id = ?")) {
            update.setString(1, account);
            assertEquals(1, update.executeUpdate());
        }
    }
}
