package io.plimsoll.audit;

import io.plimsoll.audit.FillLog.DueAccount;
import io.plimsoll.decision.Decided;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.Redecisions;
import io.plimsoll.decision.ReportedFill;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reconciles what was to be closed with what was: keeps each fill, and decides its account anew where the open intent is no longer what is due.
 * It does not know where a fill came from. Sending one again after any doubt changes nothing.
 */
@ApplicationScoped
public class FillHandler {

    private static final Logger LOG = Logger.getLogger(FillHandler.class);

    /** An account that cannot be decided, for want of a policy, is tried again after this time and reported each time. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final PostgresDecisionLog log;
    private final FillLog fills;
    private final Redecisions redecisions;
    private final InstantSource clock;
    private final ClosureMetrics metrics;

    @Inject
    FillHandler(
            PostgresDecisionLog log,
            FillLog fills,
            DecisionService service,
            InstantSource clock,
            ClosureMetrics metrics) {
        this.log = log;
        this.fills = fills;
        this.redecisions = service.redecisions();
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Keeps a fill and reconciles its account. When this returns both are durable.
     *
     * @throws FillConflict if its id was reported before with other content
     * @throws LogUnavailable if it cannot be written now, or was and its account cannot be decided now: sending it again does what is left
     */
    public HandledFill handle(ReportedFill report) throws FillConflict, LogUnavailable {
        RecordedFill fill = fills.record(report, clock.instant());
        if (!fill.isDuplicate()) {
            metrics.filled(fill);
        }
        String accountId = fill.accountId();
        return accountId == null || fill.isDuplicate()
                ? new HandledFill(fill, null)
                : new HandledFill(fill, reconcile(new DueAccount(accountId, fill.revision())));
    }

    /** The account of a closure intent; empty if nobody issued it. */
    public Optional<String> accountOf(String intentId) throws LogUnavailable {
        return fills.accountOf(intentId);
    }

    /** What instances left undecided that ended between a fill and its decision. */
    @Scheduled(
            identity = "closure-fills",
            every = "${plimsoll.closures.every:1s}",
            delayed = "1s",
            concurrentExecution = ConcurrentExecution.SKIP)
    void reconcileWhatWasLeft() {
        if (!log.isReachable()) {
            return; // the accounts stay due, and readiness tells
        }
        try {
            List<DueAccount> due = fills.due(clock.instant());
            while (!due.isEmpty()) {
                SideBySide.each(due, this::reconcile);
                due = fills.due(clock.instant()); // each was decided, or is looked at again later
            }
        } catch (LogUnavailable e) {
            LOG.warnf("fills wait for the decision log: failure=%s", DatabaseFailure.described(e));
        }
    }

    /** The id of the decision that the fill led to; null if none was needed, or none can be made yet. */
    private @Nullable String reconcile(DueAccount account) throws LogUnavailable {
        try {
            Optional<Decided> decided = redecisions.afterFills(account.accountId());
            if (decided.isPresent() && decided.get() instanceof Decided.Fresh fresh) {
                LOG.infof(
                        "decided after a fill: decisionId=%s pack=%s version=%d outcome=%s",
                        fresh.decision().decisionId(),
                        fresh.decision().policy().pack(),
                        fresh.decision().policy().version(),
                        fresh.decision().outcome());
                return fresh.decision().decisionId();
            }
            fills.reconciled(account.accountId(), account.revision(), null);
        } catch (NoPolicyFits e) {
            LOG.errorf("account cannot be decided after a fill: reason=%s", e.getMessage());
            fills.reconciled(
                    account.accountId(), account.revision(), clock.instant().plus(RETRY_AFTER));
        } catch (RuntimeException e) {
            LOG.errorf(e, "account cannot be decided after a fill");
            fills.reconciled(
                    account.accountId(), account.revision(), clock.instant().plus(RETRY_AFTER));
        }
        return null;
    }

    /**
     * What became of a fill.
     *
     * @param decisionId the decision that it led to; null if none was needed, or for one that had been reported before
     */
    public record HandledFill(RecordedFill fill, @Nullable String decisionId) {}
}
