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
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Decides accounts again when marks, or the time, may have changed what is decided of them. Each account that is touched waits for a thread and
 * for no other account; an account that is touched again while it waits is decided once, at the latest marks.
 *
 * <p>Threads of its own and not virtual ones: those are scheduled in turn, behind every snapshot that is being decided at the time.
 */
final class LiveDecisions implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LiveDecisions.class);

    /** What time alone makes due is found so late at most. */
    private static final Duration WAIT_MAX = Duration.ofMillis(20);

    private static final Duration RETRY_WAIT = Duration.ofMillis(500);
    private static final Duration FAILURES_TOLD_EVERY = Duration.ofSeconds(1);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /**
     * Accounts whose bounds are looked for at a time, so that the log is asked about them together; a mark that comes in meanwhile has its accounts share
     * the processors with no more than these.
     */
    private static final int LOOKING_MAX = 8 * PROCESSORS;

    private final LiveAccounts accounts;
    private final Function<Instant, Set<PolicyId>> inForce;
    private final InstantSource clock;
    private final LiveMetrics metrics;
    private final ExecutorService deciding;
    private final ExecutorService looking = Executors.newFixedThreadPool(LOOKING_MAX, threads("live-bounds"));
    private final AtomicInteger touchedInFlight = new AtomicInteger();
    private final AtomicInteger lookedAtInFlight = new AtomicInteger();
    private final AtomicLong firstTickAtNanos = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Semaphore news = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "live-decisions");
    private volatile String failure = "";
    private volatile long retryAtNanos = System.nanoTime();
    private volatile boolean isStopping;

    /**
     * @param inForce the policy versions at an instant; after they have changed every account is due
     * @param atOnceMax accounts that marks have touched and that are decided at a time, so that they share commits
     */
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
        this.deciding = Executors.newFixedThreadPool(atOnceMax, threads("live-decision"));
        thread.setDaemon(true);
    }

    private static ThreadFactory threads(String name) {
        return Thread.ofPlatform().daemon().name(name + "-", 1).factory();
    }

    void start() {
        thread.start();
    }

    void tick(MarkTick tick) {
        accounts.tick(tick);
        firstTickAtNanos.compareAndSet(0, System.nanoTime());
        wake();
    }

    private void wake() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    @Override
    public void close() {
        isStopping = true;
        wake();
        try {
            thread.join(CLOSE_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        deciding.shutdownNow();
        looking.shutdownNow();
    }

    private void run() {
        Set<PolicyId> policies = inForce.apply(clock.instant());
        long toldAtNanos = System.nanoTime() - FAILURES_TOLD_EVERY.toNanos();
        while (!isStopping) {
            try {
                boolean unused = news.tryAcquire(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
                news.drainPermits();
                Instant now = clock.instant();
                Set<PolicyId> policiesNow = inForce.apply(now);
                if (!policiesNow.equals(policies)) {
                    policies = policiesNow;
                    accounts.policiesChanged();
                }
                if (System.nanoTime() - retryAtNanos >= 0) {
                    begin(now);
                }
                if (failed.get() > 0 && System.nanoTime() - toldAtNanos >= FAILURES_TOLD_EVERY.toNanos()) {
                    toldAtNanos =
                            System.nanoTime(); // one line, because thousands of accounts may want for the same pack
                    LOG.errorf(
                            "accounts cannot be decided at new marks, next attempt soon: accounts=%d failure=%s",
                            failed.getAndSet(0), failure);
                }
            } catch (InterruptedException e) {
                LOG.debug("live decisions end by close, not by interruption");
            } catch (RuntimeException e) {
                LOG.error("accounts are not decided at new marks, next attempt soon", e);
            }
        }
    }

    private void begin(Instant now) {
        long tickedAtNanos = firstTickAtNanos.getAndSet(0);
        long sinceNanos = tickedAtNanos == 0 ? System.nanoTime() : tickedAtNanos;
        List<String> touched = accounts.touched(now);
        touchedInFlight.addAndGet(touched.size());
        for (String accountId : touched) {
            submit(deciding, accountId, sinceNanos, touchedInFlight);
        }
        // what marks touch goes first, and what has no bounds yet has its turn all the same
        int more = (touchedInFlight.get() == 0 ? LOOKING_MAX : 1) - lookedAtInFlight.get();
        List<String> unlooked = more > 0 ? accounts.unlooked(more) : List.of();
        lookedAtInFlight.addAndGet(unlooked.size());
        for (String accountId : unlooked) {
            submit(looking, accountId, System.nanoTime(), lookedAtInFlight);
        }
        metrics.waiting(touchedInFlight.get(), accounts.countWithoutBounds());
    }

    private void submit(ExecutorService on, String accountId, long sinceNanos, AtomicInteger inFlight) {
        Future<?> unused = on.submit(() -> {
            try {
                decide(accountId, sinceNanos);
            } finally {
                if (inFlight.decrementAndGet() == 0) {
                    wake();
                }
            }
        });
    }

    private void decide(String accountId, long sinceNanos) {
        try {
            metrics.evaluated();
            if (accounts.decide(accountId, clock.instant()).isPresent()) {
                metrics.decided(System.nanoTime() - sinceNanos);
            }
        } catch (LogUnavailable e) {
            retryAtNanos = System.nanoTime() + RETRY_WAIT.toNanos();
            metrics.failed();
            LOG.debugf("an account waits to be decided: %s", e.getMessage());
        } catch (NoPolicyFits | RuntimeException e) {
            metrics.failed();
            failure = e.toString();
            failed.incrementAndGet();
        }
    }
}
