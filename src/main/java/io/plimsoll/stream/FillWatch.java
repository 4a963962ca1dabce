package io.plimsoll.stream;

import io.plimsoll.audit.FilledAccounts;
import io.plimsoll.audit.FilledAccounts.Filled;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.live.LiveAccounts;
import java.time.Duration;

/** Makes accounts due that a fill has moved on without a decision: their bounds were found without it. */
final class FillWatch extends StreamThread {

    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final Duration RETRY_WAIT = Duration.ofMillis(500);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final LiveAccounts accounts;
    private final FilledAccounts fills;

    /** Read to here; −1 before the first look, which is before any account has bounds. */
    private long position = -1;

    FillWatch(LiveAccounts accounts, FilledAccounts fills) {
        super(() -> {}, RETRY_WAIT, "fills that need no decision are not noticed", "fill-watch");
        this.accounts = accounts;
        this.fills = fills;
    }

    @Override
    void work() {
        while (!isStopping()) {
            try {
                look();
            } catch (LogUnavailable e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
            works();
            pause(INTERVAL);
        }
    }

    private void look() throws LogUnavailable {
        if (position < 0) {
            position = fills.head();
        }
        Filled filled = fills.after(position);
        accounts.movedOn(filled.revisions());
        position = filled.position();
    }

    @Override
    Duration closeWaitMax() {
        return CLOSE_WAIT;
    }
}
