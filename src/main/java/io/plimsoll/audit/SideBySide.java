package io.plimsoll.audit;

import io.plimsoll.decision.DecisionLog.LogUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Does the same for many accounts at a time, so that their decisions share commits. */
final class SideBySide {

    /** Enough to share commits, and few enough that none of them waits long for a connection to the database: that would be taken for its absence. */
    private static final int AT_ONCE_MAX = 32;

    private SideBySide() {}

    /** Something done for one of many. */
    @FunctionalInterface
    interface Work<T> {
        void of(T one) throws LogUnavailable;
    }

    /** @throws LogUnavailable if any of them failed, after all were tried */
    static <T> void each(List<T> all, Work<T> work) throws LogUnavailable {
        Semaphore permits = new Semaphore(AT_ONCE_MAX);
        List<Callable<Void>> calls = new ArrayList<>();
        for (T one : all) {
            calls.add(() -> {
                permits.acquire();
                try {
                    work.of(one);
                } finally {
                    permits.release();
                }
                return null;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> done : threads.invokeAll(calls)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new LogUnavailable("what is due cannot be decided now", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailable("interrupted while what is due was decided", e);
        }
    }
}
