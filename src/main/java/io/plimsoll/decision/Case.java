package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.PositionId;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionLog.Standing;
import io.plimsoll.margin.MarginAccountId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything a decision depends on besides the policy. The same case and the same policy version always yield the same decision.
 *
 * @param openCalls margin calls of the account that have not ended
 * @param lastDecisions what the decisions before left of each margin account, in no particular order; one never decided has none
 * @param fills fills that the snapshot may not include, in no particular order
 * @param evaluatedAt the instant the account is judged at: the snapshot's {@code asOf}, the deadline of a call, the expiry of an intent, a fill,
 *     or when a mark was taken
 */
public record Case(
        AccountSnapshot snapshot,
        String snapshotDigest,
        List<OpenCall> openCalls,
        List<LastDecision> lastDecisions,
        List<BookedFill> fills,
        Trigger trigger,
        Instant evaluatedAt) {

    public Case {
        openCalls = List.copyOf(openCalls);
        lastDecisions = List.copyOf(lastDecisions);
        fills = List.copyOf(fills);
    }

    /** A snapshot that came in, judged at its own instant. */
    public static Case ofSnapshot(AccountSnapshot snapshot, String snapshotDigest, List<OpenCall> openCalls) {
        return new Case(snapshot, snapshotDigest, openCalls, List.of(), List.of(), Trigger.SNAPSHOT, snapshot.asOf());
    }

    /** The last snapshot of an account, judged again at the deadline of a call that no newer snapshot has met. */
    public static Case ofDeadline(
            AccountSnapshot snapshot, String snapshotDigest, List<OpenCall> openCalls, Instant deadline) {
        return new Case(snapshot, snapshotDigest, openCalls, List.of(), List.of(), Trigger.DEADLINE, deadline);
    }

    /** A snapshot of an account that stands so, judged at an instant. */
    static Case of(
            Trigger trigger, AccountSnapshot snapshot, String snapshotDigest, Standing standing, Instant evaluatedAt) {
        return new Case(
                        snapshot,
                        snapshotDigest,
                        standing.openCalls(),
                        standing.lastDecisions(),
                        List.of(),
                        trigger,
                        evaluatedAt)
                .filledBy(standing.fills());
    }

    /** The same case after decisions that left this. */
    public Case after(List<LastDecision> decisions) {
        return new Case(snapshot, snapshotDigest, openCalls, decisions, fills, trigger, evaluatedAt);
    }

    /** The same case with fills, of which those before the snapshot are left out: it includes them. */
    public Case filledBy(List<BookedFill> reported) {
        List<BookedFill> later = reported.stream()
                .filter(fill -> !fill.filledAt().isBefore(snapshot.asOf()))
                .sorted(BookedFill.IN_ORDER)
                .toList();
        return new Case(snapshot, snapshotDigest, openCalls, lastDecisions, later, trigger, evaluatedAt);
    }

    /** The same case with the account as it stands after the fills in the place of its snapshot. */
    Case on(FilledAccount account) {
        return new Case(account.snapshot(), snapshotDigest, openCalls, lastDecisions, fills, trigger, evaluatedAt);
    }

    /** The case of a snapshot that includes the fills, to ask what altering it would do. */
    public Case includingFills() {
        AccountSnapshot account = FilledAccount.of(snapshot, fills).snapshot();
        return new Case(account, snapshotDigest, openCalls, lastDecisions, List.of(), trigger, evaluatedAt);
    }

    /** What the decisions before left of a margin account; empty for one never decided. */
    public Optional<LastDecision> lastDecision(MarginAccountId account) {
        if (lastDecisions.isEmpty()) {
            return Optional.empty();
        }
        return lastDecisions.stream()
                .filter(last -> last.marginAccount().equals(account))
                .findFirst();
    }

    /** The same case on another snapshot, at the same instant. */
    Case with(AccountSnapshot other) {
        return new Case(other, snapshotDigest, openCalls, lastDecisions, fills, Trigger.WHAT_IF, evaluatedAt);
    }

    /**
     * The margin account's open call. An isolated position that was turned from long to short, or back, takes its call along: turning it
     * must not bring new time to cure.
     */
    public Optional<OpenCall> openCall(MarginAccountId account) {
        if (openCalls.isEmpty()) {
            return Optional.empty();
        }
        return openCalls.stream()
                .filter(call -> call.marginAccount().equals(account))
                .findFirst()
                .or(() -> openCalls.stream()
                        .filter(call -> isTurnedInto(account, call.marginAccount()))
                        .findFirst()
                        .map(call -> call.of(account)));
    }

    private boolean isTurnedInto(MarginAccountId now, MarginAccountId before) {
        PositionId position = now.position();
        PositionId turned = before.position();
        return position != null
                && turned != null
                && position.instrument().equals(turned.instrument())
                && snapshot.positions().stream().noneMatch(held -> held.id().equals(turned));
    }
}
