package io.plimsoll.stream;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Ends several at a time: each may wait for a broker or a database that does not answer, and together they are to wait no longer than one. */
final class SideBySide {

    private SideBySide() {}

    /** Returns when all have. */
    static void run(List<Runnable> all) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            all.forEach(threads::execute);
        }
    }
}
