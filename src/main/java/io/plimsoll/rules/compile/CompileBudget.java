package io.plimsoll.rules.compile;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * What is left to a compilation. The engine's compiler cannot be interrupted, but it asks for classes all the time, and is answered with an
 * exception once nothing is left.
 */
public final class CompileBudget {

    private final CompileLimits limits;
    private final LongSupplier nanoTime;
    private final LongSupplier allocatedBytes;
    private volatile long beganNanos;
    private volatile long beganBytes;

    /** For what the calling thread does from now on. */
    public static CompileBudget ofThisThread(CompileLimits limits) {
        LongSupplier bytes = ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
                ? () -> Math.max(threads.getCurrentThreadAllocatedBytes(), 0)
                : () -> 0;
        return new CompileBudget(limits, System::nanoTime, bytes);
    }

    /** @param allocatedBytes what the compiling thread has taken so far */
    CompileBudget(CompileLimits limits, LongSupplier nanoTime, LongSupplier allocatedBytes) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.allocatedBytes = allocatedBytes;
        renew();
    }

    /** The next rules have the whole budget again. */
    void renew() {
        beganNanos = nanoTime.getAsLong();
        beganBytes = allocatedBytes.getAsLong();
    }

    boolean isOver() {
        return isOutOfTime() || allocatedBytes.getAsLong() - beganBytes > limits.bytesMax();
    }

    /** Nanoseconds since the budget was over in time; negative while it is not. */
    long overdueNanos() {
        return nanoTime.getAsLong() - beganNanos - limits.timeMax().toNanos();
    }

    /** @throws Over if nothing is left */
    public void check() {
        if (isOver()) {
            throw new Over(inWords());
        }
    }

    String inWords() {
        return isOutOfTime()
                ? "takes longer than " + limits.timeMax().toMillis() + " ms to compile"
                : "takes more than " + limits.bytesMax() + " bytes to compile";
    }

    private boolean isOutOfTime() {
        return overdueNanos() > 0;
    }

    /** There is nothing left. */
    public static final class Over extends RuntimeException {
        private static final long serialVersionUID = 1;

        Over(String message) {
            super(message);
        }
    }
}
