package io.plimsoll.tape;

import io.plimsoll.audit.DatabaseFailure;
import io.plimsoll.audit.LogTail;
import io.plimsoll.tape.Projection.Written;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Keeps a projection behind the log on a thread of its own. Every instance tries; the database lets one at a time write. */
final class ProjectionThread {

    private static final Logger LOG = Logger.getLogger(ProjectionThread.class);
    private static final Duration LOOK_UP = Duration.ofSeconds(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration WHILE_ELSEWHERE = Duration.ofMillis(250);

    private final String name;
    private final LogTail tail;
    private final Projection projection;
    private final Duration interval;
    private final Runnable whenLookedAt;
    private final AtomicLong behind = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;

    /**
     * @param interval time between two writes
     * @param whenLookedAt runs after each look at the log, whether or not there was something, at least once a second
     */
    ProjectionThread(String name, LogTail tail, Projection projection, Duration interval, Runnable whenLookedAt) {
        this.name = name;
        this.tail = tail;
        this.projection = projection;
        this.interval = interval;
        this.whenLookedAt = whenLookedAt;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopping.countDown();
        try {
            thread.join(LOOK_UP.plus(LOOK_UP));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Positions of the log that the projection has not come to. */
    long behind() {
        return behind.get();
    }

    /** How many rows this instance wrote. */
    long rows() {
        return rows.get();
    }

    private void run() {
        boolean isFailing = false;
        while (!isStopping()) {
            try {
                follow();
                isFailing = false;
            } catch (SQLException | RuntimeException e) {
                report(e, isFailing);
                isFailing = true;
                pause(AFTER_FAILURE);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void follow() throws SQLException, InterruptedException {
        long position = projection.position();
        while (!isStopping()) {
            long head = tail.awaitBeyond(position, LOOK_UP);
            if (head > position) {
                Written written = projection.write(head);
                rows.addAndGet(written.rows());
                position = written.isElsewhere() ? elsewhere() : written.position();
                pause(head > position ? Duration.ZERO : interval);
            }
            behind.set(Math.max(0, head - position));
            whenLookedAt.run();
        }
    }

    private long elsewhere() throws SQLException {
        pause(WHILE_ELSEWHERE);
        return projection.position();
    }

    /** Once a failure, however long it lasts; a database that is away is a matter of its own. */
    private void report(Exception failure, boolean isKnown) {
        if (isKnown || isStopping()) {
            LOG.debugf("projection does not go on: name=%s failure=%s", name, DatabaseFailure.described(failure));
        } else if (DatabaseFailure.isOfTheDatabase(failure)) {
            LOG.warnf(
                    "projection waits for the database: name=%s failure=%s", name, DatabaseFailure.described(failure));
        } else {
            LOG.errorf(failure, "projection does not go on, and tries again: name=%s", name);
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void pause(Duration duration) {
        try {
            if (!duration.isZero() && stopping.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.debugf("projection ends: name=%s", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
