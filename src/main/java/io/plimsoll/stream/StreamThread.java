package io.plimsoll.stream;

import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A thread that works with Kafka until it is closed, and begins anew where that failed: brokers come and go. */
abstract class StreamThread implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(StreamThread.class);

    private final Thread thread;
    private final Runnable preparation;
    private final Duration retryWait;
    private final String complaint;
    private volatile boolean isStopping;
    private volatile boolean isWorking;
    private volatile @Nullable String failure = "not started yet";

    /**
     * @param preparation called before the work is begun, also anew; throws where it cannot be begun yet
     * @param retryWait from a failure to the next attempt
     * @param complaint what does not happen while it fails, for the log
     * @param name of the thread
     */
    StreamThread(Runnable preparation, Duration retryWait, String complaint, String name) {
        this.preparation = preparation;
        this.retryWait = retryWait;
        this.complaint = complaint;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Works until {@link #isStopping}, which it looks at often, and lets go of what it took. */
    abstract void work();

    /** Longest that the end of the work is waited for. */
    abstract Duration closeWaitMax();

    /** Ends a waiting of {@link #work} that may last. */
    void wake() {}

    final void start() {
        thread.start();
    }

    final boolean isStopping() {
        return isStopping;
    }

    /** Why it does not work; null while it does. */
    final @Nullable String failure() {
        return thread.isAlive() || isStopping ? failure : "the thread " + thread.getName() + " has ended";
    }

    final void works() {
        failure = null;
    }

    /** Notes a failure and waits a while. */
    void failed(Exception e) {
        if (!isStopping) {
            failure = e.toString();
            LOG.errorf("%s, next attempt soon: failure=%s", complaint, e);
            pause(retryWait);
        }
    }

    static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            LOG.debug("streams end by close, not by interruption");
        }
    }

    @Override
    public void close() {
        isStopping = true;
        if (!isWorking) {
            thread.interrupt(); // it waits to begin
        }
        wake();
        try {
            thread.join(closeWaitMax());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isStopping) {
            try {
                preparation.run();
                isWorking = true;
                work();
            } catch (RuntimeException e) {
                isWorking = false;
                failed(e);
            }
        }
    }
}
