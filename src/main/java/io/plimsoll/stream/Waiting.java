package io.plimsoll.stream;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.common.errors.InterruptException;

/** Waits for what Kafka's client does meanwhile; each request has a time limit of its own. */
final class Waiting {

    private Waiting() {}

    static <T> T on(Future<T> answer) throws ExecutionException {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e); // sets the thread's flag again
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
