package io.plimsoll.stream;

import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.live.LiveAccounts;
import io.plimsoll.live.MarkTick;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Decides accounts again when marks, or the time, may have changed what is decided of them. In rounds: while one is under way the marks of the
 * next gather, so that under load the latest price counts and no account is decided twice for it.
 */
final class LiveDecisions implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LiveDecisions.class);

    /** What time alone makes due is found so late at most. */
    private static final Duration WAIT_MAX = Duration.ofMillis(20);

    private static final Duration RETRY_WAIT = Duration.ofMillis(500);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

    private final LiveAccounts accounts;
    private final Function<Instant, Set<PolicyId>> inForce;
    private final InstantSource clock;
    private final LiveMetrics metrics;
    /** Few enough that a round does not hold up snapshots that come in meanwhile, enough to share commits. */
    private final Semaphore permits;

    private final int atOnceMax;

    private final Semaphore news = new Semaphore(0);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread thread = new Thread(this::run, "live-decisions");
    private volatile long firstTickAtNanos = System.nanoTime();
    private volatile boolean isStopping;

    /** @param inForce the policy versions at an instant; after they have changed every account is due */
    LiveDecisions(
            LiveAccounts accounts,
            Function<Instant, Set<PolicyId>> inForce,
            InstantSource clock,
            LiveMetrics metrics,
            int atOnceMax) {
        this.accounts = accounts;
        this.inForce = inForce;
        this.clock = clock;
        this.metrics = metrics;
        this.atOnceMax = atOnceMax;
        this.permits = new Semaphore(atOnceMax);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void tick(MarkTick tick) {
        accounts.tick(tick);
        if (news.availablePermits() == 0) {
            firstTickAtNanos = System.nanoTime();
            news.release();
        }
    }

    @Override
    public void close() {
        isStopping = true;
        news.release();
        try {
            thread.join(CLOSE_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }

    private void run() {
        Set<PolicyId> policies = inForce.apply(clock.instant());
        while (!isStopping) {
            try {
                long waitMax = accounts.isMoreDue() ? 0 : WAIT_MAX.toMillis();
                boolean isTicked = news.tryAcquire(waitMax, TimeUnit.MILLISECONDS);
                news.drainPermits();
                long sinceNanos = isTicked ? firstTickAtNanos : System.nanoTime();
                Instant now = clock.instant();
                Set<PolicyId> policiesNow = inForce.apply(now);
                if (!policiesNow.equals(policies)) {
                    policies = policiesNow;
                    accounts.policiesChanged();
                }
                List<String> due = accounts.due(now);
                if (!due.isEmpty() && !decideAll(due, sinceNanos)) {
                    Thread.sleep(RETRY_WAIT);
                }
            } catch (InterruptedException e) {
                LOG.debug("live decisions end by close, not by interruption");
            } catch (RuntimeException e) {
                LOG.error("a round of live decisions failed", e);
            }
        }
    }

    /** @return false if the log could not take a decision, so that trying again at once would not help */
    private boolean decideAll(List<String> due, long sinceNanos) throws InterruptedException {
        long startedAtNanos = System.nanoTime();
        AtomicBoolean isDone = new AtomicBoolean(true);
        Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        for (String accountId : due) {
            permits.acquire();
            Future<?> unused = threads.submit(() -> {
                try {
                    decide(accountId, sinceNanos, isDone, failures);
                } finally {
                    permits.release();
                }
            });
        }
        permits.acquire(atOnceMax); // all have come back
        permits.release(atOnceMax);
        if (!failures.isEmpty()) { // one line, because thousands of accounts may want for the same pack
            LOG.errorf(
                    "accounts cannot be decided at new marks, next attempt soon: accounts=%d failure=%s",
                    failures.size(), failures.peek());
        }
        metrics.round(
                System.nanoTime() - startedAtNanos,
                accounts.withoutBounds().values().stream()
                        .mapToLong(Integer::longValue)
                        .sum());
        return isDone.get();
    }

    private void decide(String accountId, long sinceNanos, AtomicBoolean isDone, Queue<Exception> failures) {
        try {
            metrics.evaluated();
            if (accounts.decide(accountId, clock.instant()).isPresent()) {
                metrics.decided(System.nanoTime() - sinceNanos);
            }
        } catch (LogUnavailable e) {
            isDone.set(false);
            metrics.failed();
            LOG.debugf("an account waits to be decided: %s", e.getMessage());
        } catch (NoPolicyFits | RuntimeException e) {
            metrics.failed();
            failures.add(e);
        }
    }
}
