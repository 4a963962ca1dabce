package io.plimsoll.audit;

import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionLog.Standing;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Reads where accounts stand, everybody who asks at the same time by one query. Hundreds of callers so need two connections and not
 * hundreds, and those read together reach the writer together, which makes its batches large.
 */
final class StandingReader {

    private static final int THREADS = 2;
    private static final long IDLE_MS_MAX = 100;

    private final StandingStore store;
    private final Reachability reachability;
    private final int groupMax;
    private final BlockingQueue<Request> queue;
    private final List<Thread> threads = IntStream.rangeClosed(1, THREADS)
            .mapToObj(number -> new Thread(this::run, "decision-log-reader-" + number))
            .toList();
    private volatile boolean isStopping;

    StandingReader(StandingStore store, Reachability reachability, int groupMax, int queueMax) {
        this.store = store;
        this.reachability = reachability;
        this.groupMax = groupMax;
        this.queue = new ArrayBlockingQueue<>(queueMax);
    }

    void start() {
        threads.forEach(Thread::start);
    }

    void stop() {
        isStopping = true;
    }

    /** @throws LogUnavailable if the database does not answer, not in time, or too many ask already */
    Standing read(String accountId, Duration waitMax) throws LogUnavailable {
        reachability.check();
        Request request = new Request(accountId, new CompletableFuture<>());
        if (isStopping || !queue.offer(request)) {
            String reason = isStopping ? "the service is stopping" : "too many callers read the decision log";
            throw new LogUnavailable(reason, new RejectedExecutionException(reason));
        }
        try {
            return request.standing().get(waitMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new LogUnavailable("the decision log cannot be read", e);
        } catch (TimeoutException e) {
            throw new LogUnavailable("the decision log is not read after " + waitMax, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailable("interrupted while the decision log was read", e);
        }
    }

    private void run() {
        while (!isStopping || !queue.isEmpty()) {
            List<Request> group = nextGroup();
            if (!group.isEmpty()) {
                answer(group);
            }
        }
    }

    private List<Request> nextGroup() {
        List<Request> group = new ArrayList<>();
        try {
            Request first = queue.poll(IDLE_MS_MAX, TimeUnit.MILLISECONDS);
            if (first != null) {
                group.add(first);
                queue.drainTo(group, groupMax - 1);
            }
        } catch (InterruptedException e) {
            isStopping = true;
        }
        return group;
    }

    private void answer(List<Request> group) {
        try {
            Set<String> accountIds = new HashSet<>();
            group.forEach(request -> accountIds.add(request.accountId()));
            Map<String, Standing> standings = store.read(accountIds);
            reachability.succeeded();
            group.forEach(
                    request -> request.standing().complete(standings.getOrDefault(request.accountId(), Standing.NEW)));
        } catch (SQLException | RuntimeException | LinkageError | OutOfMemoryError failure) {
            reachability.noteFailure(failure);
            group.forEach(request -> request.standing().completeExceptionally(failure));
        }
    }

    private record Request(String accountId, CompletableFuture<Standing> standing) {}

    /** Where standings are kept. */
    @FunctionalInterface
    interface StandingStore {
        /** The standing of each of the accounts that has one. */
        Map<String, Standing> read(Set<String> accountIds) throws SQLException;
    }
}
