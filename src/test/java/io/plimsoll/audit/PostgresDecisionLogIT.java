package io.plimsoll.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.api.Snapshots;
import io.plimsoll.decision.Decided;
import io.plimsoll.decision.Decided.Fresh;
import io.plimsoll.decision.Decided.Repeated;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionLog;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionLog.Overtaken;
import io.plimsoll.decision.DecisionLog.Standing;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.LastDecision;
import io.plimsoll.decision.MarginCall.Status;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.SequenceRefused;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.plimsoll.wire.SnapshotJson;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class PostgresDecisionLogIT {

    @Inject
    DecisionLog log;

    @Inject
    DecisionArchive archive;

    @Inject
    AgroalDataSource dataSource;

    private DecisionService service;

    @BeforeEach
    void buildTheServiceOnPlainRules() {
        service = new DecisionService(new PlainPolicies(), log, new Sha256SnapshotDigest(), InstantSource.system());
    }

    @Test
    void keepsADecisionWithItsSnapshotAsItWasAnswered() throws Exception {
        // Given
        String account = Snapshots.newAccount("log");
        AccountSnapshot snapshot = Snapshots.read(Snapshots.json(account, 7, "20000.10"));

        // When
        Decision decision = fresh(service.decide(snapshot, null));

        // Then
        assertEquals(
                Json.text(DecisionJson.write(decision)),
                archive.document(decision.decisionId()).orElseThrow());
        assertEquals(Optional.of(snapshot), log.lastJudged(account));
        Standing standing = log.standing(account);
        assertEquals(1, standing.revision());
        assertEquals(7, standing.sequence());
        assertEquals(new Sha256SnapshotDigest().of(snapshot), standing.snapshotDigest());
        assertEquals(decision.decisionId(), standing.decisionId());
        assertEquals(decision.policy().pack(), standing.pack());
        assertEquals(decision.leaves(), standing.lastDecisions());
        assertEquals(
                SnapshotJson.canonical(snapshot),
                ask("select snapshot from decision where account_id = '" + account + "'"));
        assertEquals(
                "7 SNAPSHOT " + decision.outcome() + " {COL-001,COL-002,MRG-001,MRG-002}",
                ask("select concat_ws(' ', snapshot_sequence, trigger, outcome, rules) from decision"
                        + " where account_id = '" + account + "'"));
    }

    @Test
    void anAccountNeverDecidedStandsNowhere() throws Exception {
        // Given
        String account = Snapshots.newAccount("new");

        // Then
        assertEquals(Standing.NEW, log.standing(account));
        assertEquals(Optional.empty(), log.lastJudged(account));
    }

    @Test
    void refusesADecisionThatRestsOnAnEarlierStanding() throws Exception {
        // Given
        String account = Snapshots.newAccount("cas");
        AccountSnapshot first = Snapshots.read(Snapshots.json(account, 1, "20000"));
        AccountSnapshot second = Snapshots.read(Snapshots.json(account, 2, "9000"));
        String digest = new Sha256SnapshotDigest().of(second);
        Decision onSecond = service.whatIf(second, null);
        service.decide(first, null);

        // When
        assertThrows(Overtaken.class, () -> log.append(second, digest, onSecond, Standing.NEW));

        // Then
        assertEquals(1, log.standing(account).revision());
        assertEquals(List.of(), log.standing(account).openCalls());
        assertEquals("1", ask("select count(*) from decision where account_id = '" + account + "'"));
    }

    @Test
    void writesManyAccountsAtOnceAndEachExactlyOnce() throws Exception {
        // Given
        String prefix = Snapshots.newAccount("many");
        List<Callable<Decided>> decisions = new ArrayList<>();
        for (int index = 0; index < 1_000; index++) {
            AccountSnapshot snapshot = Snapshots.read(Snapshots.json(prefix + "-" + index % 250, index / 250, "9000"));
            decisions.add(() -> service.decide(snapshot, null));
        }

        // When
        int fresh = 0;
        int refused = 0;
        try (ExecutorService callers = Executors.newFixedThreadPool(64)) {
            for (Future<Decided> decided : callers.invokeAll(decisions)) {
                if (succeeded(decided)) {
                    fresh++;
                } else {
                    refused++;
                }
            }
        }

        // Then
        assertEquals(1_000, fresh + refused);
        assertEquals(
                Integer.toString(fresh), ask("select count(*) from decision where account_id like '" + prefix + "%'"));
        assertEquals("250", ask("select count(*) from account_standing where account_id like '" + prefix + "%'"));
        assertEquals(
                "250", ask("select count(*) from margin_call where is_open and account_id like '" + prefix + "%'"));
        assertEquals(
                Integer.toString(fresh),
                ask("select sum(revision) from account_standing where account_id like '" + prefix + "%'"));
    }

    @Test
    void aRefusedEntryDoesNotTakeItsNeighboursWithIt() throws Exception {
        // Given: a decision whose id is taken cannot be written, whatever shares its batch
        String prefix = Snapshots.newAccount("poison");
        AccountSnapshot taken = Snapshots.read(Snapshots.json(prefix + "-0", 1, "20000"));
        Decision decided = fresh(service.decide(taken, null));
        AccountSnapshot other = Snapshots.read(Snapshots.json(prefix + "-poisonous", 1, "20000"));
        Decision poisonous = withId(service.whatIf(other, null), decided.decisionId());

        // When
        List<Callable<Boolean>> calls = new ArrayList<>();
        calls.add(() -> {
            assertThrows(LogUnavailable.class, () -> log.append(other, "sha256:x", poisonous, Standing.NEW));
            return true;
        });
        for (int index = 1; index <= 100; index++) {
            AccountSnapshot snapshot = Snapshots.read(Snapshots.json(prefix + "-" + index, 1, "20000"));
            calls.add(() -> service.decide(snapshot, null) instanceof Fresh);
        }

        // Then
        try (ExecutorService callers = Executors.newFixedThreadPool(101)) {
            for (Future<Boolean> call : callers.invokeAll(calls)) {
                assertTrue(call.get());
            }
        }
        assertEquals("101", ask("select count(*) from decision where account_id like '" + prefix + "%'"));
        assertEquals(Standing.NEW, log.standing(prefix + "-poisonous"));
    }

    @Test
    void keepsAMarginCallFromItsOpeningToItsEnd() throws Exception {
        // Given
        String account = Snapshots.newAccount("call");
        Instant asOf = Instant.parse(Snapshots.AS_OF);

        // When
        Decision opened = fresh(service.decide(Snapshots.read(Snapshots.json(account, 1, "9000")), null));

        // Then
        OpenCall call = log.standing(account).openCalls().getFirst();
        assertEquals(asOf, call.openedAt());
        assertEquals(asOf.plus(Duration.ofHours(1)), call.dueBy());
        assertEquals("1000.00", call.amount().toPlainString());
        MarginCallRow row = row(call.callId());
        assertEquals(Status.OPENED, row.status);
        assertEquals(opened.decisionId(), row.openedBy);
        Instant wakesAt = row.wakesAt;
        assertNotNull(wakesAt);
        assertTrue(Duration.between(opened.decidedAt().plus(Duration.ofHours(1)), wakesAt)
                        .abs()
                        .compareTo(Duration.ofNanos(1_000))
                <= 0);

        // When
        service.decide(Snapshots.read(Snapshots.json(account, 2, "9500", "2026-11-22T19:30:00Z")), null);

        // Then
        row = row(call.callId());
        assertEquals(Status.STANDING, row.status);
        assertEquals("500.00", row.amount.toPlainString());
        assertEquals(call.dueBy(), row.dueBy());
        assertEquals(1, log.standing(account).openCalls().size());

        // When
        Decision cured = fresh(
                service.decide(Snapshots.read(Snapshots.json(account, 3, "15000", "2026-11-22T19:40:00Z")), null));

        // Then
        row = row(call.callId());
        assertEquals(Status.CURED, row.status);
        assertEquals(cured.decisionId(), row.lastChangedBy);
        assertEquals(Instant.parse("2026-11-22T19:40:00Z"), row.endedAt);
        assertNull(row.wakesAt);
        assertEquals(List.of(), log.standing(account).openCalls());
    }

    @Test
    void keepsToTheNanosecondSinceWhenAnOutcomeIsTheSame() throws Exception {
        // Given
        String account = Snapshots.newAccount("last");
        Instant since = Instant.parse("2026-11-22T19:00:00.123456789Z");

        // When
        service.decide(Snapshots.read(Snapshots.json(account, 1, "9000", since.toString())), null);
        Decision second =
                fresh(service.decide(Snapshots.read(Snapshots.json(account, 2, "9000", "2026-11-22T19:00:01Z")), null));

        // Then
        LastDecision left = new LastDecision(MarginAccountId.CROSS, Outcome.MARGIN_CALL, since, null);
        assertEquals(List.of(left), second.startedFrom());
        assertEquals(List.of(left), log.standing(account).lastDecisions());
    }

    @Test
    void aDeadlinesDecisionDoesNotReplaceTheSnapshots() throws Exception {
        // Given
        String account = Snapshots.newAccount("deadline");
        AccountSnapshot snapshot = Snapshots.read(Snapshots.json(account, 1, "9000"));
        Decision opened = fresh(service.decide(snapshot, null));
        String callId = opened.marginCalls().getFirst().callId();

        // When
        Decision atDeadline =
                fresh(service.redecisions().atDeadline(account, callId).orElseThrow());

        // Then
        assertEquals(Outcome.LIQUIDATE, atDeadline.outcome());
        assertEquals(Status.EXPIRED, row(callId).status);
        assertEquals(2, log.standing(account).revision());
        assertEquals(opened.decisionId(), log.standing(account).decisionId());
        assertEquals(new Repeated(opened.decisionId()), service.decide(snapshot, null));
        assertEquals(Optional.empty(), service.redecisions().atDeadline(account, callId));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"update decision set outcome = 'HEALTHY'", "delete from decision", "truncate decision cascade"})
    void refusesToChangeWhatWasDecided(String change) throws Exception {
        // Given
        service.decide(Snapshots.read(Snapshots.json(Snapshots.newAccount("fixed"), 1, "20000")), null);

        // When
        SQLException refused = assertThrows(SQLException.class, () -> execute(change));

        // Then
        assertTrue(refused.getMessage().contains("append-only"), refused.getMessage());
    }

    private MarginCallRow row(String callId) throws LogUnavailable {
        return QuarkusTransaction.requiringNew().call(() -> MarginCallRow.<MarginCallRow>findById(callId));
    }

    private static boolean succeeded(Future<Decided> decided) throws InterruptedException {
        try {
            assertInstanceOf(Fresh.class, decided.get());
            return true;
        } catch (ExecutionException e) {
            assertInstanceOf(SequenceRefused.class, e.getCause());
            return false;
        }
    }

    private static Decision fresh(Decided decided) {
        return assertInstanceOf(Fresh.class, decided).decision();
    }

    private static Decision withId(Decision decision, String decisionId) {
        return new Decision(
                decisionId,
                decision.accountId(),
                decision.snapshotSequence(),
                decision.asOf(),
                decision.evaluatedAt(),
                decision.decidedAt(),
                decision.trigger(),
                decision.policy(),
                decision.settlementCurrency(),
                decision.outcome(),
                decision.withheld(),
                decision.holdReasons(),
                decision.marginAccounts(),
                decision.collateral(),
                decision.positions(),
                decision.marginCalls(),
                decision.closure(),
                decision.because(),
                decision.fills(),
                decision.startedFrom(),
                decision.underlyings());
    }

    private String ask(String query) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    private void execute(String command) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}
