package io.plimsoll.stream;

import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.stream.RecordDocuments.Undecidable;
import io.plimsoll.wire.Problem;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/** From a record to what is durable of it, or to the reason why nothing is. */
abstract class RecordHandler {

    private static final Logger LOG = Logger.getLogger(RecordHandler.class);

    private final Duration retryInterval;
    private final IntakeMetrics metrics;

    RecordHandler(Duration retryInterval, IntakeMetrics metrics) {
        this.retryInterval = retryInterval;
        this.metrics = metrics;
    }

    /**
     * Does what is to be done for a record; once it returns, that is durable.
     *
     * @throws Undecidable if nothing can be done for it, however often it is read
     * @throws LogUnavailable if it may be done later
     */
    abstract void handle(Delivery delivery) throws Undecidable, LogUnavailable;

    /** Returns once the delivery is settled or abandoned, and never throws; while the log is away it waits. */
    final void settle(Delivery delivery) {
        try {
            while (!delivery.isAbandoned() && !isSettled(delivery)) {
                metrics.waitsForLog();
                Thread.sleep(retryInterval);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the service stops: the record is read again
        }
    }

    /** One attempt; false if it must be made again. */
    private boolean isSettled(Delivery delivery) {
        try {
            handle(delivery);
            delivery.done();
            return true;
        } catch (Undecidable e) {
            delivery.refused(e.problem());
            return true;
        } catch (LogUnavailable e) {
            LOG.debugf("a record waits for the decision log: reason=%s", e.getMessage());
            return false;
        } catch (OutOfMemoryError e) {
            return false;
        } catch (RuntimeException | Error e) {
            return isRefusedFor(e, delivery);
        }
    }

    /** A fault of ours must not stop the records behind it; while the service stops, everything fails and nothing is refused. */
    private static boolean isRefusedFor(Throwable failure, Delivery delivery) {
        if (delivery.isAbandoned() || Thread.currentThread().isInterrupted()) {
            return false;
        }
        String reference = UUID.randomUUID().toString();
        LOG.errorf(
                failure,
                "record cannot be handled: reference=%s topic=%s partition=%d offset=%d",
                reference,
                delivery.record().topic(),
                delivery.record().partition(),
                delivery.record().offset());
        delivery.refused(Problem.internal(reference));
        return true;
    }
}
