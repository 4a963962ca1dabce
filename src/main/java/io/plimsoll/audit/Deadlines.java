package io.plimsoll.audit;

import io.plimsoll.audit.MarginCallArchive.DueCall;
import io.plimsoll.decision.Decided;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionService;
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
 * Decides accounts whose margin call ran out without a newer snapshot. Every instance looks; the account's standing lets one of them
 * decide, and the decision takes the call off the list. While the log is away nothing is lost: the calls stay due.
 */
@ApplicationScoped
public class Deadlines {

    private static final Logger LOG = Logger.getLogger(Deadlines.class);

    /** A call that cannot be decided, for want of a policy, is tried again after this time and reported each time. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final PostgresDecisionLog log;
    private final MarginCallArchive calls;
    private final Redecisions redecisions;
    private final InstantSource clock;
    private final DueMetrics metrics;

    @Inject
    Deadlines(
            PostgresDecisionLog log,
            MarginCallArchive calls,
            DecisionService service,
            InstantSource clock,
            DueMetrics metrics) {
        this.log = log;
        this.calls = calls;
        this.redecisions = service.redecisions();
        this.clock = clock;
        this.metrics = metrics;
    }

    @Scheduled(
            identity = "margin-call-deadlines",
            every = "${plimsoll.deadlines.every:1s}",
            delayed = "1s",
            concurrentExecution = ConcurrentExecution.SKIP)
    void decideDueCalls() {
        if (!log.isReachable()) {
            return; // the calls stay due, and readiness tells
        }
        Instant now = clock.instant();
        Undecided undecided = new Undecided();
        try {
            List<DueCall> due = calls.due(now);
            while (!due.isEmpty()) {
                SideBySide.each(due, call -> decide(call, now, undecided)); // thousands may run out in the same second
                due = calls.due(now); // each was decided, or is looked at again later
            }
        } catch (LogUnavailable e) {
            LOG.warnf("deadlines wait for the decision log: failure=%s", DatabaseFailure.described(e));
        }
        metrics.undecidedDeadlines(undecided.count());
        undecided.report(LOG, "overdue margin calls");
    }

    private void decide(DueCall call, Instant now, Undecided undecided) throws LogUnavailable {
        try {
            Optional<Decided> decided = redecisions.atDeadline(call.accountId(), call.callId());
            if (decided.isPresent() && decided.get() instanceof Decided.Fresh fresh) {
                LOG.infof(
                        "deadline passed: decisionId=%s callId=%s pack=%s version=%d outcome=%s",
                        fresh.decision().decisionId(),
                        call.callId(),
                        fresh.decision().policy().pack(),
                        fresh.decision().policy().version(),
                        fresh.decision().outcome());
            } else {
                calls.postpone(call, now, now.plus(RETRY_AFTER));
            }
        } catch (NoPolicyFits | RuntimeException e) {
            undecided.add(call.callId(), e);
            calls.postpone(call, now, now.plus(RETRY_AFTER));
        }
    }
}
