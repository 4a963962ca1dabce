package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.PositionId;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionLog.Overtaken;
import io.plimsoll.decision.DecisionLog.Standing;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.market.Mark;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides accounts again on their last snapshot where no new one came: at the deadline of a margin call, at new marks, at the expiry of a
 * closure intent, after fills. The account stays with the pack that decided it before, in the version in force when it is judged.
 */
public final class Redecisions {

    private final DecisionService service;
    private final Policies policies;
    private final DecisionLog log;
    private final SnapshotDigest digest;
    private final LatestMarks marks;
    private final InstantSource clock;
    private final AccountTurns turns;

    /** @param turns those of the service: one decision of an account at a time, whatever asks for it */
    Redecisions(
            DecisionService service,
            Policies policies,
            DecisionLog log,
            SnapshotDigest digest,
            LatestMarks marks,
            InstantSource clock,
            AccountTurns turns) {
        this.service = service;
        this.policies = policies;
        this.log = log;
        this.digest = digest;
        this.marks = marks;
        this.clock = clock;
        this.turns = turns;
    }

    /**
     * Decides an account again on its last snapshot at the latest marks, at the deadline of a margin call that no newer snapshot has met.
     *
     * @return empty if the call has ended, or was already judged at or after its deadline
     */
    public Optional<Decided> atDeadline(String accountId, String callId) throws NoPolicyFits, LogUnavailable {
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
            return Optional.of(service.append(given, policyOf(given, standing), standing));
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
    public AtMark atMark(AccountSnapshot snapshot, boolean held, Instant takenAt) throws NoPolicyFits, LogUnavailable {
        Standing now = log.standing(snapshot.accountId());
        if (now.sequence() != snapshot.sequence()) {
            return new AtMark.Superseded();
        }
        Case given = Case.of(Trigger.MARK, snapshot, digest.of(snapshot), now, takenAt);
        Policy policy = policyOf(given, now);
        OutcomeAlone due = DecisionService.outcomeAlone(given, policy);
        if (!Stance.of(due).isNews(now, held)) {
            return new AtMark.Same(given, due, policy, now.revision());
        }
        Decision whole = DecisionService.evaluateInFull(given, policy, clock.instant());
        try (var turn = turns.take(snapshot.accountId())) {
            service.append(given, whole, now);
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
    public Optional<Decided> atExpiry(String accountId, String intentId) throws NoPolicyFits, LogUnavailable {
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
            return Optional.of(service.append(given, policyOf(given, standing), standing));
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
    public Optional<Decided> afterFills(String accountId) throws NoPolicyFits, LogUnavailable {
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
                Decision decision = DecisionService.evaluate(given, policy, clock.instant());
                if (decision.outcome() == Outcome.HOLD || isCarriedOut(decision, standing.openIntent())) {
                    return Optional.empty();
                }
                try {
                    return Optional.of(service.append(given, policy, standing));
                } catch (Overtaken e) {
                    DecisionService.refuseAfter(attempt, e);
                }
            }
        }
    }

    /**
     * True if the open intent's orders, as far as they are not filled, are those of the decision. A loss that somebody is to bear once everything is
     * closed is ordered by nobody yet.
     */
    private static boolean isCarriedOut(Decision decision, @Nullable OpenIntent open) {
        Map<PositionId, BigDecimal> left = open == null ? Map.of() : open.remaining();
        ClosurePlan plan = decision.closure();
        return plan == null
                ? left.isEmpty()
                : plan.quantities().equals(left) && (open != null || !plan.distributesLoss());
    }

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
}
