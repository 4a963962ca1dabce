package io.plimsoll.audit;

import io.plimsoll.audit.ClosureArchive.DueIntent;
import io.plimsoll.decision.Decided;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.OpenIntent;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.Redecisions;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Decides accounts anew whose closure intent expired before all of it was filled. Every instance looks; the account's standing lets one of
 * them decide, and the decision ends the intent.
 */
@ApplicationScoped
public class IntentExpiry {

    private static final Logger LOG = Logger.getLogger(IntentExpiry.class);

    /** An account that cannot be decided, for want of a policy, is tried again after this time and reported each time. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final PostgresDecisionLog log;
    private final ClosureArchive closures;
    private final Redecisions redecisions;
    private final InstantSource clock;
    private final ClosureMetrics metrics;
    private final ClosureConfig config;
    private final DueMetrics dueMetrics;

    @Inject
    IntentExpiry(
            PostgresDecisionLog log,
            ClosureArchive closures,
            DecisionService service,
            InstantSource clock,
            ClosureMetrics metrics,
            ClosureConfig config,
            DueMetrics dueMetrics) {
        this.log = log;
        this.closures = closures;
        this.redecisions = service.redecisions();
        this.clock = clock;
        this.metrics = metrics;
        this.config = config;
        this.dueMetrics = dueMetrics;
    }

    @Scheduled(
            identity = "closure-intent-expiry",
            every = "${plimsoll.closures.every:1s}",
            delayed = "1s",
            concurrentExecution = ConcurrentExecution.SKIP)
    void decideExpired() {
        if (!log.isReachable()) {
            return; // the intents stay due, and readiness tells
        }
        Instant now = clock.instant();
        Undecided undecided = new Undecided();
        try {
            List<DueIntent> due = closures.due(now);
            while (!due.isEmpty()) {
                SideBySide.each(due, intent -> decide(intent, now, undecided));
                due = closures.due(now); // each was decided, or is looked at again later
            }
        } catch (LogUnavailable e) {
            LOG.warnf("expired intents wait for the decision log: failure=%s", DatabaseFailure.described(e));
        }
        dueMetrics.undecidedExpiries(undecided.count());
        undecided.report(LOG, "accounts of expired intents");
    }

    /** An executor that takes nothing up needs a person, not another intent. */
    private void alarmIfNeglected(String accountId) throws LogUnavailable {
        OpenIntent open = log.standing(accountId).openIntent();
        if (open != null && open.attempt() >= config.alarmedAttempt()) {
            metrics.neglected();
            LOG.errorf("nobody carries out a closure: intentId=%s attempt=%d", open.intentId(), open.attempt());
        }
    }

    private void decide(DueIntent intent, Instant now, Undecided undecided) throws LogUnavailable {
        try {
            Optional<Decided> decided = redecisions.atExpiry(intent.accountId(), intent.intentId());
            if (decided.isPresent() && decided.get() instanceof Decided.Fresh fresh) {
                metrics.expired();
                LOG.infof(
                        "intent expired: decisionId=%s intentId=%s pack=%s version=%d outcome=%s",
                        fresh.decision().decisionId(),
                        intent.intentId(),
                        fresh.decision().policy().pack(),
                        fresh.decision().policy().version(),
                        fresh.decision().outcome());
                alarmIfNeglected(intent.accountId());
            } else {
                closures.postpone(intent, now, now.plus(RETRY_AFTER));
            }
        } catch (NoPolicyFits | RuntimeException e) {
            undecided.add(intent.intentId(), e);
            closures.postpone(intent, now, now.plus(RETRY_AFTER));
        }
    }
}
