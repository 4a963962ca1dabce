package io.plimsoll.audit;

import io.plimsoll.decision.DecisionLog.LogUnavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Group commit: one thread takes what waits, writes it in one transaction and answers everybody in it. While one commit is on its way
 * to the disk the next batch gathers, so the log keeps up with any number of callers at the price of one commit each.
 */
final class LogWriter {

    private static final Logger LOG = Logger.getLogger(LogWriter.class);
    private static final long IDLE_MS_MAX = 100;

    private final BatchStore store;
    private final LogMetrics metrics;
    private final Reachability reachability;
    private final int batchMax;
    private final BlockingQueue<LogEntry> queue;
    /** Entries of accounts that had one in the batch before; touched by the writer thread only. */
    private final Deque<LogEntry> postponed = new ArrayDeque<>();

    private final List<Runnable> whenWritten = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "decision-log-writer");
    private volatile boolean isStopping;

    LogWriter(BatchStore store, LogMetrics metrics, Reachability reachability, int batchMax, int queueMax) {
        this.store = store;
        this.metrics = metrics;
        this.reachability = reachability;
        this.batchMax = batchMax;
        this.queue = new ArrayBlockingQueue<>(queueMax);
    }

    void start() {
        thread.start();
    }

    /** @param listener is run after each commit that wrote something, once those who waited are answered */
    void whenWritten(Runnable listener) {
        whenWritten.add(listener);
    }

    boolean isAlive() {
        return thread.isAlive() && !isStopping;
    }

    /** @throws LogUnavailable if too many entries wait already, or the service is stopping */
    void enqueue(LogEntry entry) throws LogUnavailable {
        if (isStopping || !queue.offer(entry)) {
            String reason = isStopping ? "the service is stopping" : "too many decisions wait to become durable";
            throw new LogUnavailable(reason, new RejectedExecutionException(reason));
        }
        if (!thread.isAlive() && queue.remove(entry)) { // stopped between the two lines above
            throw new LogUnavailable("the service is stopping", new RejectedExecutionException("writer has ended"));
        }
    }

    /** Writes what waits, then ends. */
    void stop(Duration waitMax) {
        isStopping = true;
        try {
            thread.join(waitMax);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<LogEntry> batch = nextBatch();
        while (!(isStopping && batch.isEmpty())) {
            if (!batch.isEmpty()) {
                write(batch);
                answerTheForgotten(batch);
            }
            batch = nextBatch();
        }
    }

    /** At most one entry an account: two in one statement could not both pass the account's gate. */
    private List<LogEntry> nextBatch() {
        Map<String, LogEntry> batch = new LinkedHashMap<>();
        Deque<LogEntry> candidates = new ArrayDeque<>(postponed);
        postponed.clear();
        if (candidates.isEmpty()) {
            addIfAny(candidates);
        }
        List<LogEntry> waiting = new ArrayList<>();
        queue.drainTo(waiting, Math.max(0, batchMax - candidates.size()));
        candidates.addAll(waiting);
        for (LogEntry entry : candidates) {
            if (batch.containsKey(entry.accountId())) {
                postponed.add(entry);
            } else if (entry.take()) {
                batch.put(entry.accountId(), entry);
            }
        }
        return List.copyOf(batch.values());
    }

    private void addIfAny(Deque<LogEntry> candidates) {
        try {
            LogEntry first = queue.poll(IDLE_MS_MAX, TimeUnit.MILLISECONDS);
            if (first != null) {
                candidates.add(first);
            }
        } catch (InterruptedException e) {
            LOG.debug("the writer ends by stop, not by interruption");
        }
    }

    private void write(List<LogEntry> batch) {
        long startedAtNanos = System.nanoTime();
        try {
            Set<String> written = store.write(batch);
            reachability.succeeded();
            metrics.committed(batch.size(), System.nanoTime() - startedAtNanos);
            batch.forEach(entry -> answer(entry, written.contains(entry.accountId())));
            if (!written.isEmpty()) {
                whenWritten.forEach(Runnable::run);
            }
        } catch (Exception | LinkageError | OutOfMemoryError | StackOverflowError failure) {
            failed(batch, failure);
        }
    }

    private void answer(LogEntry entry, boolean isWritten) {
        if (isWritten) {
            metrics.decided(entry.decision());
            entry.succeed();
        } else {
            entry.overtaken();
        }
    }

    /** One entry that the database refuses must not take its neighbours with it. */
    private void failed(List<LogEntry> batch, Throwable failure) {
        if (batch.size() > 1 && DatabaseFailure.concernsContent(failure)) {
            LOG.warnf(
                    "batch refused, entries are written one by one: entries=%d failure=%s",
                    batch.size(), DatabaseFailure.described(failure));
            batch.forEach(entry -> write(List.of(entry)));
            return;
        }
        reachability.noteFailure(failure);
        LOG.warnf("decisions not written: entries=%d failure=%s", batch.size(), DatabaseFailure.described(failure));
        batch.forEach(entry -> entry.fail(failure));
    }

    /** Nobody may wait for an answer that does not come; one forgotten is a fault of this class, and the metric shows it. */
    private void answerTheForgotten(List<LogEntry> batch) {
        for (LogEntry entry : batch) {
            if (!entry.isAnswered()) {
                metrics.dropped();
                entry.fail(new IllegalStateException("entry was taken and not written"));
            }
        }
    }
}
