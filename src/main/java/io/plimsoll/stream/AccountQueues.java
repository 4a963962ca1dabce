package io.plimsoll.stream;

import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Has deliveries worked on side by side, but those of one key one after the other in the order in which they came. */
final class AccountQueues {

    private final Executor threads;
    private final Consumer<Delivery> work;
    /** The first of each queue is being worked on; a key without any has no queue. */
    private final ConcurrentMap<String, Queue<Delivery>> queues = new ConcurrentHashMap<>();

    /** @param work does not throw: what comes after it in the queue would wait for ever */
    AccountQueues(Executor threads, Consumer<Delivery> work) {
        this.threads = threads;
        this.work = work;
    }

    void add(String key, Delivery delivery) {
        queues.compute(key, (ignored, waiting) -> {
            Queue<Delivery> queue = waiting;
            if (queue == null) {
                queue = new ConcurrentLinkedQueue<>();
                threads.execute(() -> workOff(key));
            }
            queue.add(delivery);
            return queue;
        });
    }

    private void workOff(String key) {
        Delivery next = first(key, false);
        while (next != null) {
            work.accept(next);
            next = first(key, true);
        }
    }

    private @Nullable Delivery first(String key, boolean isLastDone) {
        Queue<Delivery> left = queues.computeIfPresent(key, (ignored, queue) -> {
            if (isLastDone) {
                queue.remove();
            }
            return queue.isEmpty() ? null : queue;
        });
        return left == null ? null : left.peek();
    }
}
