package io.plimsoll.decision;

import io.plimsoll.decision.DecisionLog.LogUnavailable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one decision on an account happen at a time within this process, so that two snapshots of an account do not race to the log. Between
 * processes the log itself decides who came first.
 */
final class AccountTurns {

    private static final int STRIPES = 1024;

    private final ReentrantLock[] locks = new ReentrantLock[STRIPES];
    private final Duration waitMax;

    AccountTurns(Duration waitMax) {
        this.waitMax = waitMax;
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new ReentrantLock(true);
        }
    }

    /**
     * Waits for the account's turn; close it to pass it on.
     *
     * @throws LogUnavailable if decisions before it take longer than may be waited for, which only a log that hangs explains
     */
    Turn take(String accountId) throws LogUnavailable {
        ReentrantLock lock = locks[Math.floorMod(accountId.hashCode(), STRIPES)];
        try {
            if (!lock.tryLock(waitMax.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LogUnavailable(
                        "earlier decisions are not durable yet", new TimeoutException("waited " + waitMax));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailable("interrupted while earlier decisions were made durable", e);
        }
        return lock::unlock;
    }

    /** An account's turn, held until closed. */
    @FunctionalInterface
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }
}
