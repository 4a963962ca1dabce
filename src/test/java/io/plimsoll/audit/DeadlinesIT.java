package io.plimsoll.audit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.api.Snapshots;
import io.plimsoll.audit.DecisionArchive.Search;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.MarginCall.Status;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With plain rules and a clock of the test's own; the last one with the shipped pack and the running scheduler. */
@QuarkusTest
class DeadlinesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    PostgresDecisionLog log;

    @Inject
    DecisionService shipped;

    @Inject
    DecisionArchive archive;

    @Inject
    MarginCallArchive calls;

    @Inject
    DueMetrics metrics;

    @Inject
    MeterRegistry registry;

    @Inject
    AgroalDataSource dataSource;

    @Test
    void anUnmetCallIsClosedWhenItsTimeHasPassed() throws Exception {
        // Given
        String account = Snapshots.newAccount("expires");
        service().decide(Snapshots.read(Snapshots.json(account, 1, "9000")), null);

        // When
        deadlinesAfter(PlainRules.CURE.minusSeconds(60)).decideDueCalls();

        // Then
        assertEquals(List.of(), deadlineDecisions(account));
        assertEquals(Status.OPENED, callOf(account).status);

        // When
        deadlinesAfter(PlainRules.CURE).decideDueCalls();

        // Then
        DecisionSummary closure = deadlineDecisions(account).getFirst();
        assertEquals(Outcome.LIQUIDATE, closure.outcome());
        assertEquals(Instant.parse("2026-11-22T20:00:00.123456Z"), closure.evaluatedAt());
        assertEquals(Status.EXPIRED, callOf(account).status);
    }

    @Test
    void aCuredCallIsLeftAlone() throws Exception {
        // Given
        String account = Snapshots.newAccount("cured");
        service().decide(Snapshots.read(Snapshots.json(account, 1, "9000")), null);
        service().decide(Snapshots.read(Snapshots.json(account, 2, "20000", "2026-11-22T19:10:00Z")), null);

        // When
        deadlinesAfter(PlainRules.CURE.multipliedBy(2)).decideDueCalls();

        // Then
        assertEquals(List.of(), deadlineDecisions(account));
        assertEquals(Status.CURED, callOf(account).status);
    }

    @Test
    void aCallWithoutAPolicyStaysDue() throws Exception {
        // Given
        String account = Snapshots.newAccount("orphan");
        service().decide(Snapshots.read(Snapshots.json(account, 1, "9000")), null);
        Instant late = Instant.now().plus(PlainRules.CURE).plusSeconds(60);
        DecisionService without = new DecisionService(
                (snapshot, pack, at) -> {
                    throw new NoPolicyFits("no policy is active");
                },
                log,
                new Sha256SnapshotDigest(),
                InstantSource.fixed(late));

        double before = undecided();

        // When
        new Deadlines(log, calls, without, InstantSource.fixed(late), metrics).decideDueCalls();

        // Then
        assertEquals(Status.OPENED, callOf(account).status);
        Instant wakesAt = callOf(account).wakesAt;
        assertNotNull(wakesAt);
        assertTrue(wakesAt.isAfter(late) && wakesAt.isBefore(late.plusSeconds(120)), wakesAt::toString);
        assertTrue(undecided() > before, "operators are told");
    }

    private double undecided() {
        return registry.get("plimsoll.due.undecided")
                .tag("due", "deadline")
                .counter()
                .count();
    }

    /** Marks as old as the deadline do not carry a closure; the next snapshot does. */
    @Test
    void theShippedPackHoldsAtTheDeadlineAndClosesOnTheNextSnapshot() throws Exception {
        // Given
        String account = Snapshots.newAccount("shipped");
        shipped.decide(Snapshots.read(Snapshots.json(account, 1, Snapshots.CALLED)), null);
        assertNotNull(callOf(account).wakesAt);

        // When
        letTimePass(account);

        // Then
        assertEquals(Outcome.HOLD, awaitDeadline(account).outcome());
        MarginCallRow call = callOf(account);
        assertEquals(Status.OVERDUE, call.status);
        assertTrue(call.isOpen);
        assertNull(call.wakesAt);
        new Deadlines(log, calls, shipped, InstantSource.system(), metrics).decideDueCalls();
        assertEquals(1, deadlineDecisions(account).size());

        // When
        shipped.decide(Snapshots.read(Snapshots.json(account, 2, Snapshots.CALLED, "2026-11-22T19:31:00Z")), null);

        // Then
        assertEquals(Status.EXPIRED, callOf(account).status);
        assertTrue(latest(account).outcome().closesPositions());
    }

    private DecisionService service() {
        return new DecisionService(new PlainPolicies(), log, new Sha256SnapshotDigest(), InstantSource.system());
    }

    private Deadlines deadlinesAfter(Duration time) {
        InstantSource clock = InstantSource.fixed(Instant.now().plus(time).plusSeconds(1));
        return new Deadlines(log, calls, service(), clock, metrics);
    }

    private DecisionSummary awaitDeadline(String account) throws Exception {
        await().atMost(PATIENCE).until(() -> !deadlineDecisions(account).isEmpty());
        return deadlineDecisions(account).getFirst();
    }

    private List<DecisionSummary> deadlineDecisions(String account) throws Exception {
        return decisions(account).stream()
                .filter(decision -> decision.trigger() == Trigger.DEADLINE)
                .toList();
    }

    private DecisionSummary latest(String account) throws Exception {
        return decisions(account).getFirst();
    }

    private List<DecisionSummary> decisions(String account) throws Exception {
        return archive.find(new Search(account, null, null, null, null, null, null, null), 100)
                .items();
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
