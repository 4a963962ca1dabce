package io.plimsoll.stream;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.audit.DecisionArchive;
import io.plimsoll.decision.Decided;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.SequenceRefused;
import io.plimsoll.decision.SnapshotDigest;
import io.plimsoll.stream.SnapshotRecords.Undecidable;
import io.plimsoll.wire.Problem;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** From a record to its durable decision, or to the reason why there is none. */
final class RecordDecider {

    private static final Logger LOG = Logger.getLogger(RecordDecider.class);

    private final DecisionService service;
    private final DecisionArchive archive;
    private final SnapshotDigest digest;
    private final BooleanSupplier isAnyPolicyActive;
    private final Duration retryInterval;
    private final IntakeMetrics metrics;

    RecordDecider(
            DecisionService service,
            DecisionArchive archive,
            SnapshotDigest digest,
            BooleanSupplier isAnyPolicyActive,
            Duration retryInterval,
            IntakeMetrics metrics) {
        this.service = service;
        this.archive = archive;
        this.digest = digest;
        this.isAnyPolicyActive = isAnyPolicyActive;
        this.retryInterval = retryInterval;
        this.metrics = metrics;
    }

    /** Returns once the delivery is settled or abandoned, and never throws; while the log is away it waits. */
    void decide(Delivery delivery) {
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
            AccountSnapshot snapshot = SnapshotRecords.read(delivery.record());
            decide(snapshot, delivery);
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

    private void decide(AccountSnapshot snapshot, Delivery delivery) throws LogUnavailable, Undecidable {
        long startedAtNanos = System.nanoTime();
        try {
            switch (service.decide(snapshot, null)) {
                case Decided.Fresh fresh -> {
                    metrics.decided(System.nanoTime() - startedAtNanos);
                    report(fresh.decision());
                }
                case Decided.Repeated repeated -> metrics.repeated();
            }
        } catch (SequenceRefused refused) {
            if (!refused.isStale()
                    || !archive.isDecided(snapshot.accountId(), snapshot.sequence(), digest.of(snapshot))) {
                throw new Undecidable(Problem.of(refused));
            }
            metrics.repeated(); // delivered again after later ones were decided
        } catch (NoPolicyFits refused) {
            if (!isAnyPolicyActive.getAsBoolean()) {
                throw new LogUnavailable("no policy is active yet", refused);
            }
            throw new Undecidable(Problem.of(refused));
        }
        delivery.decided();
    }

    /** A fault of ours must not stop the records behind it; while the service stops, everything fails and nothing is refused. */
    private static boolean isRefusedFor(Throwable failure, Delivery delivery) {
        if (delivery.isAbandoned() || Thread.currentThread().isInterrupted()) {
            return false;
        }
        String reference = UUID.randomUUID().toString();
        LOG.errorf(
                failure,
                "record cannot be decided: reference=%s topic=%s partition=%d offset=%d",
                reference,
                delivery.record().topic(),
                delivery.record().partition(),
                delivery.record().offset());
        delivery.refused(Problem.internal(reference));
        return true;
    }

    private static void report(Decision decision) {
        if (decision.outcome().closesPositions()) {
            LOG.infof(
                    "closure decided: decisionId=%s pack=%s version=%d outcome=%s",
                    decision.decisionId(),
                    decision.policy().pack(),
                    decision.policy().version(),
                    decision.outcome());
        }
    }
}
