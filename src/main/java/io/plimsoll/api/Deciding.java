package io.plimsoll.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.audit.DecisionArchive;
import io.plimsoll.decision.Decided;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.SequenceRefused;
import io.plimsoll.replay.LoggedCase;
import io.plimsoll.replay.LoggedReplays;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Problem;
import io.plimsoll.wire.WouldChangeJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** From a snapshot to the text of its decision, the same text each time the snapshot is sent. */
@ApplicationScoped
class Deciding {

    private static final Logger LOG = Logger.getLogger(Deciding.class);

    private final DecisionService service;
    private final DecisionArchive archive;
    private final LoggedReplays replays;
    private final WouldChangeConfig wouldChange;
    private final Timer decision;

    @Inject
    Deciding(
            DecisionService service,
            DecisionArchive archive,
            LoggedReplays replays,
            WouldChangeConfig wouldChange,
            MeterRegistry registry) {
        this.service = service;
        this.archive = archive;
        this.replays = replays;
        this.wouldChange = wouldChange;
        this.decision = Timer.builder("plimsoll.decision")
                .description("Time from a snapshot to its durable decision")
                .publishPercentileHistogram()
                .register(registry);
    }

    /** Decides and logs; answers the decision's JSON. */
    String decide(AccountSnapshot snapshot, @Nullable String pack)
            throws SequenceRefused, NoPolicyFits, LogUnavailable {
        long startedAtNanos = System.nanoTime();
        return switch (service.decide(snapshot, pack)) {
            case Decided.Fresh fresh -> {
                decision.record(System.nanoTime() - startedAtNanos, TimeUnit.NANOSECONDS);
                report(fresh.decision());
                yield Json.text(DecisionJson.write(fresh.decision()));
            }
            case Decided.Repeated repeated -> stored(repeated.decisionId());
        };
    }

    /** Decides without logging. */
    String whatIf(AccountSnapshot snapshot, @Nullable String pack) throws NoPolicyFits, LogUnavailable {
        return Json.text(DecisionJson.write(service.whatIf(snapshot, pack)));
    }

    /** What would spare the account that decision. */
    String wouldChange(AccountSnapshot snapshot, @Nullable String pack) throws NoPolicyFits, LogUnavailable {
        return Json.text(WouldChangeJson.write(service.wouldChange(snapshot, pack, wouldChange.timeMax())));
    }

    /** What would have spared an account a decision of the log. */
    String wouldHaveChanged(String decisionId) throws NoPolicyFits, LogUnavailable {
        LoggedCase logged =
                replays.logged(decisionId).orElseThrow(() -> new Refused(Problem.notFound("no decision has this id")));
        return service.wouldHaveChanged(
                        logged.given(), logged.policy().pack(), logged.policy().hash(), wouldChange.timeMax())
                .map(found -> Json.text(WouldChangeJson.write(found)))
                .orElseThrow(() -> new Refused(Problem.of(
                        409,
                        "other-version",
                        "Another version of the pack is in force",
                        "what would have changed a decision is found by the version that made it, "
                                + logged.policy().hash())));
    }

    private String stored(String decisionId) throws LogUnavailable {
        return document(decisionId)
                .orElseThrow(() -> new IllegalStateException("standing names an unknown decision " + decisionId));
    }

    /**
     * A decision as it was answered; empty if there never was such a one.
     *
     * @throws Refused if retention has removed it
     */
    Optional<String> document(String decisionId) throws LogUnavailable {
        Optional<String> document = archive.document(decisionId);
        if (document.isEmpty() && archive.isRemoved(decisionId)) {
            throw new Refused(Problem.gone("decision " + decisionId + " was older than decisions are kept"));
        }
        return document;
    }

    private static void report(Decision decision) {
        LOG.debugf(
                "decided: decisionId=%s accountId=%s pack=%s version=%d outcome=%s",
                decision.decisionId(),
                decision.accountId(),
                decision.policy().pack(),
                decision.policy().version(),
                decision.outcome());
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
