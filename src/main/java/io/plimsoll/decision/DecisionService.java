package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.PositionId;
import io.plimsoll.decision.CollateralStage.Collaterals;
import io.plimsoll.decision.Decided.Fresh;
import io.plimsoll.decision.Decided.Repeated;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionLog.Overtaken;
import io.plimsoll.decision.DecisionLog.Standing;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.market.Mark;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
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

    /** The five stages. A pure function: the same case under the same policy version is the same decision, always and everywhere. */
    public static Decision evaluate(Case given, Policy policy, Instant decidedAt) {
        return evaluated(given, policy, decidedAt).decision();
    }

    /** The same, and how far each underlying may move: that decides nothing, and for a portfolio takes some twenty times as long. */
    public static Decision evaluateInFull(Case given, Policy policy, Instant decidedAt) {
        return evaluated(given, policy, decidedAt).inFull();
    }

    /** A decision, and what it takes to say how far its underlyings may move. */
    private record Evaluated(Decision decision, View view, List<Margined> accounts, Policy policy) {
        Decision inFull() {
            return decision.withUnderlyings(UnderlyingMoves.of(view, accounts, policy));
        }
    }

    private static Evaluated evaluated(Case reported, Policy policy, Instant decidedAt) {
        Trail trail = new Trail();
        FilledAccount filled = FilledAccount.of(reported.snapshot(), reported.fills());
        filled.unclear().forEach(trail::hold);
        Case given = reported.on(filled);
        View view = GuardStage.run(given.snapshot(), given.evaluatedAt(), policy, trail);
        Collaterals collaterals = CollateralStage.run(view, policy, trail);
        List<Margined> accounts = MarginStage.run(view, collaterals, policy, trail);
        List<Judgement> judgements = accounts.stream() // threshold and liquidation stage, each account by itself
                .map(account -> Judgement.of(view, account, collaterals, given, policy, trail))
                .toList();
        ClosingHolds.apply(judgements, trail);
        Decision decision = Conclusion.draw(given, policy, collaterals, judgements, trail, decidedAt);
        return new Evaluated(decision, view, accounts, policy);
    }

    /** The margin accounts of a case as the first three stages leave them, the cross margin account first. */
    public static List<MarginAccount> marginAccounts(Case given, Policy policy) {
        Trail unseen = new Trail();
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

    /**
     * Decides an account again on its last snapshot at the latest marks, at the deadline of a margin call that no newer snapshot has met.
     *
     * @return empty if the call has ended, or was already judged at or after its deadline
     */
    public Optional<Decided> decideOverdue(String accountId, String callId) throws NoPolicyFits, LogUnavailable {
        try (var turn = turns.take(accountId)) {
            Standing standing = log.standing(accountId);
            Optional<OpenCall> call = standing.openCalls().stream()
                    .filter(open -> open.callId().equals(callId))
                    .findFirst();
            Optional<AccountSnapshot> judged = log.lastJudged(accountId);
            if (call.isEmpty()
                    || call.get().isJudgedAtDeadline()
                    || judged.isEmpty()
                    || call.get().isOverdueAt(judged.get().asOf())) {
                return Optional.empty();
            }
            AccountSnapshot snapshot = marks.of(judged.get());
            Case given = Case.of(
                    Trigger.DEADLINE,
                    snapshot,
                    digest.of(snapshot),
                    standing,
                    latest(call.get().dueBy(), struckSince(judged.get(), snapshot)));
            return Optional.of(append(given, policyOf(given, standing), standing));
        } catch (Overtaken e) {
            return Optional.empty(); // a snapshot came in meanwhile and was judged with the call
        }
    }

    /**
     * Decides an account again at other marks than its last snapshot has, and logs the decision if it says anything new.
     *
     * @param snapshot the last snapshot at the new marks; if the account has a later one by now, this one is worth nothing
     * @param held true if the account's last decision was held
     * @param takenAt the instant it is judged at
     */
    public AtMark decideMark(AccountSnapshot snapshot, boolean held, Instant takenAt)
            throws NoPolicyFits, LogUnavailable {
        Standing now = log.standing(snapshot.accountId());
        if (now.sequence() != snapshot.sequence()) {
            return new AtMark.Superseded();
        }
        String snapshotDigest = digest.of(snapshot);
        Case given = Case.of(Trigger.MARK, snapshot, snapshotDigest, now, takenAt);
        Policy policy = policyOf(given, now);
        Evaluated evaluated = evaluated(given, policy, clock.instant());
        if (!Stance.of(evaluated.decision()).isNews(now, held)) {
            return new AtMark.Same(
                    given,
                    evaluated.decision(),
                    policy,
                    now.openIntent() != null || !now.fills().isEmpty());
        }
        try (var turn = turns.take(snapshot.accountId())) {
            Decision whole = evaluated.inFull();
            log.append(snapshot, snapshotDigest, whole, now);
            seen.made(given, whole);
            return new AtMark.Logged(whole, now.revision() + 1);
        } catch (Overtaken e) {
            return new AtMark.Superseded();
        }
    }

    /**
     * Decides an account again on its last snapshot at the latest marks when its closure intent has expired.
     *
     * @return empty if the intent has ended
     */
    public Optional<Decided> decideExpired(String accountId, String intentId) throws NoPolicyFits, LogUnavailable {
        try (var turn = turns.take(accountId)) {
            Standing standing = log.standing(accountId);
            OpenIntent open = standing.openIntent();
            Optional<AccountSnapshot> judged = log.lastJudged(accountId);
            if (open == null || !open.intentId().equals(intentId) || judged.isEmpty()) {
                return Optional.empty();
            }
            AccountSnapshot snapshot = marks.of(judged.get());
            Instant notBefore = latest(notBefore(snapshot, standing), struckSince(judged.get(), snapshot));
            Case given = Case.of(
                    Trigger.EXPIRY, snapshot, digest.of(snapshot), standing, latest(open.judgedAtExpiry(), notBefore));
            return Optional.of(append(given, policyOf(given, standing), standing));
        } catch (Overtaken e) {
            return Optional.empty(); // a decision came first and has ended the intent, or left it to the next look
        }
    }

    /**
     * Decides an account again on its last snapshot at the latest marks after fills were reported, unless what its open intent still has to do
     * is what is due.
     *
     * @return empty if no decision is needed: the open intent stands, or nothing is due and nothing is open, or the data carries no decision
     */
    public Optional<Decided> decideFilled(String accountId) throws NoPolicyFits, LogUnavailable {
        try (var turn = turns.take(accountId)) {
            for (int attempt = 1; ; attempt++) {
                Standing standing = log.standing(accountId);
                Optional<AccountSnapshot> judged = log.lastJudged(accountId);
                if (judged.isEmpty()) {
                    return Optional.empty();
                }
                AccountSnapshot snapshot = marks.of(judged.get());
                Case given = Case.of(
                        Trigger.FILL,
                        snapshot,
                        digest.of(snapshot),
                        standing,
                        latest(notBefore(snapshot, standing), struckSince(judged.get(), snapshot)));
                Policy policy = policyOf(given, standing);
                Decision decision = evaluate(given, policy, clock.instant());
                if (decision.outcome() == Outcome.HOLD || isCarriedOut(decision, standing.openIntent())) {
                    return Optional.empty();
                }
                try {
                    return Optional.of(append(given, policy, standing));
                } catch (Overtaken e) {
                    refuseAfter(attempt, e);
                }
            }
        }
    }

    /** True if the open intent's orders, as far as they are not filled, are those of the decision. */
    private static boolean isCarriedOut(Decision decision, @Nullable OpenIntent open) {
        Map<PositionId, BigDecimal> left = open == null ? Map.of() : open.remaining();
        ClosurePlan plan = decision.closure();
        return (plan == null ? Map.of() : plan.quantities()).equals(left);
    }

    /** The account stays with the pack that decided it before, in the version in force when it is judged. */
    private Policy policyOf(Case given, Standing standing) throws NoPolicyFits {
        return policies.choose(given.snapshot(), standing.pack(), given.evaluatedAt());
    }

    /** When the last of the marks was struck that were put in; the snapshot's own instant if none was. */
    private static Instant struckSince(AccountSnapshot before, AccountSnapshot snapshot) {
        Instant struck = before.asOf();
        for (int index = 0; index < before.positions().size(); index++) {
            Mark mark = snapshot.positions().get(index).mark();
            if (!mark.equals(before.positions().get(index).mark())) {
                struck = latest(struck, mark.time());
            }
        }
        return struck;
    }

    /** Where time stands for the account: its snapshot, what was filled since, and the deadlines that have passed for it. */
    private static Instant notBefore(AccountSnapshot snapshot, Standing standing) {
        Instant instant = standing.judgedAt() == null ? snapshot.asOf() : latest(snapshot.asOf(), standing.judgedAt());
        for (BookedFill fill : standing.fills()) {
            instant = latest(instant, fill.filledAt());
        }
        for (OpenCall call : standing.openCalls()) {
            instant = call.isJudgedAtDeadline() ? latest(instant, call.dueBy()) : instant;
        }
        return instant;
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
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

    private Decided append(Case given, Policy policy, Standing standing) throws Overtaken, LogUnavailable {
        Decision decision = evaluateInFull(given, policy, clock.instant());
        log.append(given.snapshot(), given.snapshotDigest(), decision, standing);
        seen.made(given, decision);
        return new Fresh(decision);
    }

    private static void refuseAfter(int attempt, Overtaken overtaken) throws LogUnavailable {
        if (attempt == ATTEMPTS_MAX) {
            throw new LogUnavailable("other instances keep deciding the same account", overtaken);
        }
    }
}
