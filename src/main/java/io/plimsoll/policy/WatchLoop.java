package io.plimsoll.policy;

import io.plimsoll.policy.pack.FolderEvents;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Watches until it is interrupted: looks when the file system tells of a change, and now and then in any case. */
public final class WatchLoop implements Runnable {
    private static final Logger LOG = Logger.getLogger(WatchLoop.class);

    private final PolicyWatch watch;
    private final FolderEvents events;
    private final Duration interval;
    private final Duration settle;
    private final Runnable afterLook;

    /**
     * @param interval time between two looks while nothing is told
     * @param settle time for which what has changed must stand still before it is taken
     */
    public WatchLoop(PolicyWatch watch, FolderEvents events, Duration interval, Duration settle, Runnable afterLook) {
        this.watch = watch;
        this.events = events;
        this.interval = interval;
        this.settle = settle;
        this.afterLook = afterLook;
    }

    @Override
    public void run() {
        try (events) {
            while (!Thread.currentThread().isInterrupted()) {
                if (watch.isSettled()) {
                    events.await(interval);
                } else {
                    Thread.sleep(settle);
                }
                look();
            }
        } catch (InterruptedException e) {
            LOG.debug("the folders are no longer watched");
        }
    }

    /** A failure of one look must not end the watching. */
    private void look() {
        try {
            watch.tick();
            afterLook.run();
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "the folders could not be looked at");
        }
    }
}
