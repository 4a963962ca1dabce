package io.plimsoll.stream;

import io.plimsoll.audit.AccountRevisions;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.live.LiveAccounts;
import java.time.Duration;
import java.util.Map;

/**
 * Asks the log which of the accounts that are being closed a fill has moved on. A fill that needs no decision is in no topic, but the bounds of
 * its account were found without it.
 */
final class FillWatch extends StreamThread {

    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final Duration RETRY_WAIT = Duration.ofMillis(500);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final LiveAccounts accounts;
    private final AccountRevisions revisions;

    FillWatch(LiveAccounts accounts, AccountRevisions revisions) {
        super(() -> {}, RETRY_WAIT, "fills of accounts that are being closed are not watched", "fill-watch");
        this.accounts = accounts;
        this.revisions = revisions;
    }

    @Override
    void work() {
        while (!isStopping()) {
            Map<String, Long> closing = accounts.closing();
            if (!closing.isEmpty()) {
                accounts.movedOn(moved(closing));
            }
            works();
            pause(INTERVAL);
        }
    }

    private Map<String, Long> moved(Map<String, Long> closing) {
        try {
            return revisions.later(closing);
        } catch (LogUnavailable e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    Duration closeWaitMax() {
        return CLOSE_WAIT;
    }
}
