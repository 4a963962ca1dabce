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
import io.plimsoll.stream.RecordDocuments.Undecidable;
import io.plimsoll.wire.Problem;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Decides the snapshots of records. */
final class RecordDecider extends RecordHandler {

    private static final Logger LOG = Logger.getLogger(RecordDecider.class);

    private final DecisionService service;
    private final DecisionArchive archive;
    private final SnapshotDigest digest;
    private final BooleanSupplier isAnyPolicyActive;
    private final IntakeMetrics metrics;

    RecordDecider(
            DecisionService service,
            DecisionArchive archive,
            SnapshotDigest digest,
            BooleanSupplier isAnyPolicyActive,
            Duration retryInterval,
            IntakeMetrics metrics) {
        super(retryInterval, metrics);
        this.service = service;
        this.archive = archive;
        this.digest = digest;
        this.isAnyPolicyActive = isAnyPolicyActive;
        this.metrics = metrics;
    }

    @Override
    void handle(Delivery delivery) throws LogUnavailable, Undecidable {
        AccountSnapshot snapshot = SnapshotRecords.read(delivery.record());
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
