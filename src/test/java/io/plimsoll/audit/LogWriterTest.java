package io.plimsoll.audit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.api.Snapshots;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Decision.MarginAccountDecision;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionLog.Overtaken;
import io.plimsoll.decision.DecisionLog.Standing;
import io.plimsoll.decision.Figures;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.margin.MarginAccountId;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogWriterTest {

    private static final SignedIntentChange NO_INTENTS =
            new SignedIntentChange(null, List.of(), null, null, null, null, "key", "{}");
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);

    private final AtomicLong nanoTime = new AtomicLong();
    private final Reachability reachability = new Reachability(PROBE_INTERVAL, nanoTime::get);
    private final List<List<String>> batches = new ArrayList<>();
    private @Nullable LogWriter writer;

    @AfterEach
    void stop() {
        if (writer != null) {
            writer.stop(WAIT);
        }
    }

    @Test
    void writesWhatHasGatheredInOneBatch() throws Exception {
        // Given: the first batch is on its way to the disk while three more entries come
        CountDownLatch gathered = new CountDownLatch(1);
        LogWriter started = start(batch -> {
            gathered.await();
            return accountsOf(batch);
        });
        LogEntry first = enqueue(started, "a");
        awaitBatches(1);
        List<LogEntry> others = List.of(enqueue(started, "b"), enqueue(started, "c"), enqueue(started, "d"));

        // When
        gathered.countDown();
        first.await(WAIT);
        for (LogEntry other : others) {
            other.await(WAIT);
        }

        // Then
        assertEquals(List.of(List.of("a"), List.of("b", "c", "d")), batches);
        assertEquals(4, counter("plimsoll.decisions"));
        assertEquals(0, counter("plimsoll.decisions.dropped"));
    }

    @Test
    void writesTwoEntriesOfAnAccountOneAfterTheOther() throws Exception {
        // Given
        CountDownLatch gathered = new CountDownLatch(1);
        LogWriter started = start(batch -> {
            gathered.await();
            return accountsOf(batch);
        });
        enqueue(started, "x");
        awaitBatches(1);
        LogEntry first = enqueue(started, "a");
        LogEntry neighbour = enqueue(started, "b");
        LogEntry second = enqueue(started, "a");

        // When
        gathered.countDown();
        first.await(WAIT);
        neighbour.await(WAIT);
        second.await(WAIT);

        // Then
        assertEquals(List.of(List.of("x"), List.of("a", "b"), List.of("a")), batches);
    }

    @Test
    void tellsWhoWasOvertaken() throws Exception {
        // Given
        LogWriter started = start(batch -> Set.of());

        // When
        LogEntry entry = enqueue(started, "a");

        // Then
        assertThrows(Overtaken.class, () -> entry.await(WAIT));
        assertEquals(0, counter("plimsoll.decisions"));
    }

    @Test
    void writesNeighboursOfARefusedEntryOneByOne() throws Exception {
        // Given
        CountDownLatch gathered = new CountDownLatch(1);
        LogWriter started = start(batch -> {
            gathered.await();
            if (accountsOf(batch).contains("poisonous")) {
                throw new SQLException("invalid byte sequence", "22021");
            }
            return accountsOf(batch);
        });
        enqueue(started, "x");
        awaitBatches(1);
        LogEntry before = enqueue(started, "a");
        LogEntry poisonous = enqueue(started, "poisonous");
        LogEntry after = enqueue(started, "b");

        // When
        gathered.countDown();
        before.await(WAIT);
        after.await(WAIT);

        // Then
        assertThrows(LogUnavailable.class, () -> poisonous.await(WAIT));
        reachability.check(); // the database itself is well
    }

    @Test
    void failsAWholeBatchAtOnceWhenTheDatabaseIsAway() throws Exception {
        // Given
        LogWriter started = start(batch -> {
            throw new SQLException("connection refused", "08001");
        });

        // When
        LogEntry entry = enqueue(started, "a");

        // Then
        assertThrows(LogUnavailable.class, () -> entry.await(WAIT));
        assertThrows(LogUnavailable.class, reachability::check);
        nanoTime.addAndGet(PROBE_INTERVAL.toNanos() - 1);
        assertThrows(LogUnavailable.class, reachability::check);
        nanoTime.addAndGet(1);
        reachability.check(); // one caller is let through to try
        assertThrows(LogUnavailable.class, reachability::check);
        assertEquals(1, batches.size());
    }

    @Test
    void survivesWhateverAStoreThrows() throws Exception {
        // Given
        LogWriter started = start(batch -> {
            if (batches.size() == 1) {
                throw new StackOverflowError();
            }
            throw new IllegalStateException();
        });

        // Then
        assertThrows(LogUnavailable.class, () -> enqueue(started, "a").await(WAIT));
        assertThrows(LogUnavailable.class, () -> enqueue(started, "b").await(WAIT));
        assertTrue(started.isAlive());
    }

    @Test
    void refusesBeyondItsQueueAndForgetsWhoGaveUp() throws Exception {
        // Given
        CountDownLatch gathered = new CountDownLatch(1);
        LogWriter started = start(batch -> {
            gathered.await();
            return accountsOf(batch);
        });
        LogEntry first = enqueue(started, "x");
        awaitBatches(1);
        LogEntry impatient = enqueue(started, "impatient");
        for (int index = 1; index < 8; index++) {
            enqueue(started, "a" + index);
        }

        // Then
        assertThrows(LogUnavailable.class, () -> enqueue(started, "one too many"));
        assertThrows(LogUnavailable.class, () -> impatient.await(Duration.ofMillis(1)));

        // When
        gathered.countDown();
        first.await(WAIT);
        started.stop(WAIT);

        // Then
        assertEquals(List.of("x"), batches.getFirst());
        assertEquals(
                List.of("a1", "a2", "a3", "a4", "a5", "a6", "a7"),
                batches.subList(1, batches.size()).stream()
                        .flatMap(List::stream)
                        .toList());
        assertFalse(started.isAlive());
        assertThrows(LogUnavailable.class, () -> enqueue(started, "late"));
    }

    private LogWriter start(Store store) {
        LogWriter started = new LogWriter(
                batch -> {
                    synchronized (batches) {
                        batches.add(batch.stream().map(LogEntry::accountId).toList());
                    }
                    try {
                        return store.write(batch);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                new LogMetrics(registry),
                reachability,
                4,
                8);
        started.start();
        writer = started;
        return started;
    }

    private void awaitBatches(int count) {
        await().atMost(WAIT).until(() -> {
            synchronized (batches) {
                return batches.size() >= count;
            }
        });
    }

    private double counter(String name) {
        return registry.find(name).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static Set<String> accountsOf(List<LogEntry> batch) {
        return batch.stream().map(LogEntry::accountId).collect(Collectors.toSet());
    }

    private static LogEntry enqueue(LogWriter writer, String account) throws LogUnavailable {
        AccountSnapshot snapshot = Snapshots.read(Snapshots.json(account.replace(' ', '-'), 1, "1"));
        Figures figures = new Figures(
                BigDecimal.ONE,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ONE,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                null);
        Decision decision = new Decision(
                "d-" + account,
                snapshot.accountId(),
                1,
                snapshot.asOf(),
                snapshot.asOf(),
                snapshot.asOf(),
                Trigger.SNAPSHOT,
                new PolicyId("plain", 1, "sha256:plain"),
                "USDT",
                Outcome.HEALTHY,
                null,
                List.of(),
                List.of(new MarginAccountDecision(
                        MarginAccountId.CROSS, Outcome.HEALTHY, figures, List.of(), List.of())),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of());
        LogEntry entry = new LogEntry(snapshot, "sha256:digest", decision, Standing.NEW, NO_INTENTS);
        writer.enqueue(entry);
        return entry;
    }

    /** What the database does with a batch. */
    @FunctionalInterface
    private interface Store {
        Set<String> write(List<LogEntry> batch) throws SQLException, InterruptedException;
    }
}
