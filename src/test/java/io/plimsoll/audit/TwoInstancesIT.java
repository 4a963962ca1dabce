package io.plimsoll.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.api.Snapshots;
import io.plimsoll.audit.DecisionArchive.Search;
import io.plimsoll.decision.Decided;
import io.plimsoll.decision.Decided.Fresh;
import io.plimsoll.decision.Decided.Repeated;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.SequenceRefused;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances of the service on one database, each with a writer of its own and ignorant of the other. */
@QuarkusTest
class TwoInstancesIT {

    private static final int ACCOUNTS = 60;
    private static final int SEQUENCES = 4;

    @Inject
    AgroalDataSource dataSource;

    @Inject
    LogConfig config;

    @Inject
    IntentSigner signer;

    @Inject
    DecisionArchive archive;

    @Inject
    MarginCallArchive calls;

    @Inject
    DueMetrics metrics;

    private PostgresDecisionLog oneLog;
    private PostgresDecisionLog otherLog;

    @BeforeEach
    void start() {
        oneLog = new PostgresDecisionLog(dataSource, new SimpleMeterRegistry(), config, signer);
        otherLog = new PostgresDecisionLog(dataSource, new SimpleMeterRegistry(), config, signer);
        oneLog.start(new StartupEvent());
        otherLog.start(new StartupEvent());
    }

    @AfterEach
    void stop() {
        oneLog.stop(new ShutdownEvent());
        otherLog.stop(new ShutdownEvent());
    }

    @Test
    void aSnapshotSentToBothIsDecidedOnce() throws Exception {
        // Given
        String prefix = Snapshots.newAccount("two");
        DecisionService one = service(oneLog, InstantSource.system());
        DecisionService other = service(otherLog, InstantSource.system());
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int sequence = 1; sequence <= SEQUENCES; sequence++) {
            for (int account = 0; account < ACCOUNTS; account++) {
                AccountSnapshot snapshot = Snapshots.read(Snapshots.json(prefix + "-" + account, sequence, "9000"));
                requests.add(() -> answer(one, snapshot));
                requests.add(() -> answer(other, snapshot));
            }
        }

        // When
        Map<String, Set<String>> decisionIds = new HashMap<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(40)) {
            for (Future<Answer> answer : callers.invokeAll(requests)) {
                if (!answer.get().decisionId().isEmpty()) {
                    decisionIds
                            .computeIfAbsent(answer.get().snapshot(), key -> new HashSet<>())
                            .add(answer.get().decisionId());
                }
            }
        }

        // Then: whoever got an answer got the same one, and the log has each once
        decisionIds.forEach((snapshot, ids) -> assertEquals(1, ids.size(), snapshot));
        int logged = 0;
        for (int account = 0; account < ACCOUNTS; account++) {
            List<DecisionSummary> decisions = decisions(prefix + "-" + account);
            List<Long> sequences =
                    decisions.stream().map(DecisionSummary::snapshotSequence).toList();
            assertEquals(
                    sequences.stream()
                            .sorted((left, right) -> Long.compare(right, left))
                            .distinct()
                            .toList(),
                    sequences);
            assertEquals((long) SEQUENCES, sequences.getFirst());
            assertEquals(
                    1,
                    calls.find(prefix + "-" + account, null, null, null, 10)
                            .items()
                            .size());
            assertEquals(
                    decisions.size(), oneLog.standing(prefix + "-" + account).revision());
            logged += decisions.size();
        }
        assertEquals(decisionIds.size(), logged);
    }

    @Test
    void aDeadlineIsDecidedByOneOfThem() throws Exception {
        // Given
        String prefix = Snapshots.newAccount("deadlines");
        for (int account = 0; account < 10; account++) {
            AccountSnapshot snapshot = Snapshots.read(Snapshots.json(prefix + "-" + account, 1, "9000"));
            service(oneLog, InstantSource.system()).decide(snapshot, null);
        }
        AtomicReference<Instant> now =
                new AtomicReference<>(Instant.now().plus(PlainRules.CURE).plusSeconds(60));
        InstantSource late = now::get;
        Deadlines one = new Deadlines(oneLog, calls, service(oneLog, late), late, metrics);
        Deadlines other = new Deadlines(otherLog, calls, service(otherLog, late), late, metrics);

        // When both look: a look ends where the log does not answer in time, and a call that could not be decided is
        // due again after half a minute
        for (int look = 0; look < 30 && deadlines(prefix).containsValue(0L); look++) {
            bothAtOnce(one::decideDueCalls, other::decideDueCalls);
            now.updateAndGet(before -> before.plusSeconds(31));
        }
        bothAtOnce(one::decideDueCalls, other::decideDueCalls);

        // Then
        deadlines(prefix).forEach((account, fired) -> assertEquals(1, fired, account));
    }

    private static void bothAtOnce(Runnable one, Runnable other) throws Exception {
        try (ExecutorService schedulers = Executors.newFixedThreadPool(2)) {
            for (Future<Object> done :
                    schedulers.invokeAll(List.of(Executors.callable(one), Executors.callable(other)))) {
                done.get();
            }
        }
    }

    /** How often the deadline of each account was decided. */
    private Map<String, Long> deadlines(String prefix) throws Exception {
        Map<String, Long> fired = new HashMap<>();
        for (int account = 0; account < 10; account++) {
            fired.put(
                    prefix + "-" + account,
                    decisions(prefix + "-" + account).stream()
                            .filter(decision -> decision.trigger() == Trigger.DEADLINE)
                            .count());
        }
        return fired;
    }

    private List<DecisionSummary> decisions(String account) throws Exception {
        return archive.find(new Search(account, null, null, null, null, null, null, null), 100)
                .items();
    }

    private static DecisionService service(PostgresDecisionLog log, InstantSource clock) {
        return new DecisionService(new PlainPolicies(), log, new Sha256SnapshotDigest(), clock);
    }

    private static Answer answer(DecisionService service, AccountSnapshot snapshot) throws Exception {
        String name = snapshot.accountId() + " " + snapshot.sequence();
        try {
            Decided decided = service.decide(snapshot, null);
            return new Answer(
                    name,
                    switch (decided) {
                        case Fresh fresh -> fresh.decision().decisionId();
                        case Repeated repeated -> repeated.decisionId();
                    });
        } catch (SequenceRefused refused) {
            assertTrue(refused.isStale());
            return new Answer(name, "");
        }
    }

    /** The id of the decision that answered a snapshot; empty if it was refused as stale. */
    private record Answer(String snapshot, String decisionId) {}
}
