package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.CollateralStage.Collaterals;
import io.plimsoll.decision.Decided.Fresh;
import io.plimsoll.decision.Decided.Repeated;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionLog.Overtaken;
import io.plimsoll.decision.DecisionLog.Standing;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.margin.MarginAccount;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The whole pipeline: a snapshot goes in, a durable decision comes out. It does not know where a snapshot came from.
 *
 * <p>A decision is returned only once the log holds it. What the data does not carry is decided as {@link Outcome#HOLD}; what cannot be
 * decided at all (an old sequence, no policy, no log) is an exception and leaves no trace.
 */
public final class DecisionService {

    /** Attempts to append before giving up; another instance must overtake this one each time to use them up. */
    private static final int ATTEMPTS_MAX = 5;

    private static final Duration TURN_WAIT_MAX = Duration.ofSeconds(10);

    private final Policies policies;
    private final DecisionLog log;
    private final SnapshotDigest digest;
    private final LatestMarks marks;
    private final InstantSource clock;
    private final MadeDecisions seen;
    private final AccountTurns turns = new AccountTurns(TURN_WAIT_MAX);

    /** Where no feed of marks is followed. */
    public DecisionService(Policies policies, DecisionLog log, SnapshotDigest digest, InstantSource clock) {
        this(policies, log, digest, LatestMarks.NONE, clock);
    }

    /** @param marks at which an account is judged where no snapshot came: at a deadline, after a fill, at an expiry */
    public DecisionService(
            Policies policies, DecisionLog log, SnapshotDigest digest, LatestMarks marks, InstantSource clock) {
        this(policies, log, digest, marks, clock, MadeDecisions.UNSEEN);
    }

    /** @param seen told of every decision that is logged */
    public DecisionService(
            Policies policies,
            DecisionLog log,
            SnapshotDigest digest,
            LatestMarks marks,
            InstantSource clock,
            MadeDecisions seen) {
        this.policies = policies;
        this.log = log;
        this.digest = digest;
        this.marks = marks;
        this.clock = clock;
        this.seen = seen;
    }

    /** Decides accounts again where no snapshot comes, in turn with the decisions made here. */
    public Redecisions redecisions() {
        return new Redecisions(this, policies, log, digest, marks, clock, turns);
    }

    /** The five stages. A pure function: the same case under the same policy version is the same decision, always and everywhere. */
    public static Decision evaluate(Case given, Policy policy, Instant decidedAt) {
        return evaluated(given, policy, decidedAt).decision();
    }

    /** The same, and how far each underlying may move: that decides nothing, and for a portfolio takes some twenty times as long. */
    public static Decision evaluateInFull(Case given, Policy policy, Instant decidedAt) {
        return evaluated(given, policy, decidedAt).inFull();
    }

    /**
     * What is due, as {@link #evaluate} would decide it, without what only explains it: liquidation prices, figures of positions, the steps of
     * closings, the rules that spoke. Takes a fraction of the time where no rule asks for liquidation prices.
     */
    public static OutcomeAlone outcomeAlone(Case reported, Policy policy) {
        Judging judging = Judging.of(reported, policy, Extent.OUTCOME_ALONE);
        return OutcomeAlone.of(policy.id(), judging.judgements(), judging.trail());
    }

    /** A decision, and what it takes to say how far its underlyings may move. */
    record Evaluated(Decision decision, View view, List<Margined> accounts, Policy policy) {
        Decision inFull() {
            return decision.withUnderlyings(UnderlyingMoves.of(view, accounts, policy));
        }
    }

    static Evaluated evaluated(Case reported, Policy policy, Instant decidedAt) {
        Judging judging = Judging.of(reported, policy, Extent.WHOLE);
        Decision decision = Conclusion.draw(
                judging.given(), policy, judging.collaterals(), judging.judgements(), judging.trail(), decidedAt);
        return new Evaluated(decision, judging.view(), judging.accounts(), policy);
    }

    /** The five stages as they leave a case. */
    private record Judging(
            Case given,
            View view,
            Collaterals collaterals,
            List<Margined> accounts,
            List<Judgement> judgements,
            Trail trail) {

        static Judging of(Case reported, Policy policy, Extent extent) {
            Trail trail = extent == Extent.WHOLE ? Trail.explaining() : Trail.ofHolds();
            FilledAccount filled = FilledAccount.of(reported.snapshot(), reported.fills());
            filled.unclear().forEach(trail::hold);
            Case given = reported.on(filled);
            View view = GuardStage.run(given.snapshot(), given.evaluatedAt(), policy, trail);
            Collaterals collaterals = CollateralStage.run(view, policy, trail);
            List<Margined> accounts = MarginStage.run(view, collaterals, policy, trail);
            List<Judgement> judgements = new ArrayList<>(accounts.size());
            for (Margined account : accounts) { // threshold and liquidation stage, each account by itself
                judgements.add(Judgement.of(view, account, collaterals, given, policy, extent, trail));
            }
            ClosingHolds.apply(judgements, trail);
            return new Judging(given, view, collaterals, accounts, judgements, trail);
        }
    }

    /** The margin accounts of a case as the first three stages leave them, the cross margin account first. */
    public static List<MarginAccount> marginAccounts(Case given, Policy policy) {
        Trail unseen = Trail.ofHolds();
        View view = GuardStage.run(given.snapshot(), given.evaluatedAt(), policy, unseen);
        return MarginStage.run(view, CollateralStage.run(view, policy, unseen), policy, unseen).stream()
                .map(Margined::account)
                .toList();
    }

    /**
     * Decides a snapshot and logs the decision. The same account, sequence and content again is the decision already made.
     *
     * @param pack name of a pack; null to let the snapshot choose
     * @throws SequenceRefused if the account was already decided at a later sequence, or at this one with other content
     */
    public Decided decide(AccountSnapshot snapshot, @Nullable String pack)
            throws SequenceRefused, NoPolicyFits, LogUnavailable {
        String snapshotDigest = digest.of(snapshot);
        try (var turn = turns.take(snapshot.accountId())) {
            for (int attempt = 1; ; attempt++) {
                Standing standing = log.standing(snapshot.accountId());
                Optional<Decided> repeated = repeated(snapshot, snapshotDigest, standing);
                if (repeated.isPresent()) {
                    return repeated.get();
                }
                Policy policy = policies.choose(snapshot, pack);
                Case given = Case.of(Trigger.SNAPSHOT, snapshot, snapshotDigest, standing, snapshot.asOf());
                try {
                    return append(given, policy, standing);
                } catch (Overtaken e) {
                    refuseAfter(attempt, e);
                }
            }
        }
    }

    /** Decides a snapshot as {@link #decide} would now, but logs nothing and refuses no sequence. */
    public Decision whatIf(AccountSnapshot snapshot, @Nullable String pack) throws NoPolicyFits, LogUnavailable {
        Policy policy = policies.choose(snapshot, pack);
        Standing standing = log.standing(snapshot.accountId());
        Case given = Case.of(Trigger.WHAT_IF, snapshot, digest.of(snapshot), standing, snapshot.asOf());
        return evaluateInFull(given, policy, clock.instant());
    }

    /**
     * What would spare the account the decision that {@link #whatIf} would make now.
     *
     * @param timeMax longest it is looked for; what was found until then is returned
     */
    public WouldChange wouldChange(AccountSnapshot snapshot, @Nullable String pack, Duration timeMax)
            throws NoPolicyFits, LogUnavailable {
        Policy policy = policies.choose(snapshot, pack);
        Standing standing = log.standing(snapshot.accountId());
        Case given = Case.of(Trigger.WHAT_IF, snapshot, digest.of(snapshot), standing, snapshot.asOf());
        return Counterfactuals.of(given.includingFills(), policy, after(timeMax));
    }

    private BooleanSupplier after(Duration time) {
        Instant end = clock.instant().plus(time);
        return () -> clock.instant().isAfter(end);
    }

    /**
     * What would have spared an account an earlier decision.
     *
     * @param policyHash content of the policy version that decided
     * @param timeMax longest it is looked for; what was found until then is returned
     * @return empty if another version has come into force since: what it would decide explains nothing
     */
    public Optional<WouldChange> wouldHaveChanged(Case given, String pack, String policyHash, Duration timeMax)
            throws NoPolicyFits {
        Policy policy = policies.choose(given.snapshot(), pack);
        return policy.id().hash().equals(policyHash)
                ? Optional.of(Counterfactuals.of(given.includingFills(), policy, after(timeMax)))
                : Optional.empty();
    }

    private static Optional<Decided> repeated(AccountSnapshot snapshot, String snapshotDigest, Standing standing)
            throws SequenceRefused {
        if (snapshot.sequence() > standing.sequence()) {
            return Optional.empty();
        }
        String decisionId = standing.decisionId();
        if (snapshot.sequence() == standing.sequence()
                && snapshotDigest.equals(standing.snapshotDigest())
                && decisionId != null) {
            return Optional.of(new Repeated(decisionId));
        }
        throw new SequenceRefused(snapshot.accountId(), snapshot.sequence(), standing.sequence());
    }

    Decided append(Case given, Policy policy, Standing standing) throws Overtaken, LogUnavailable {
        Decision decision = evaluateInFull(given, policy, clock.instant());
        append(given, decision, standing);
        return new Fresh(decision);
    }

    void append(Case given, Decision decision, Standing standing) throws Overtaken, LogUnavailable {
        log.append(given.snapshot(), given.snapshotDigest(), decision, standing);
        seen.made(given, decision);
    }

    static void refuseAfter(int attempt, Overtaken overtaken) throws LogUnavailable {
        if (attempt == ATTEMPTS_MAX) {
            throw new LogUnavailable("other instances keep deciding the same account", overtaken);
        }
    }
}
