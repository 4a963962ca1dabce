package io.plimsoll.live;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.AtMark;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.OutcomeAlone;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.market.Market;
import io.plimsoll.policy.bounds.OutcomeBounds;
import io.plimsoll.rules.interval.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that this instance looks after: of each its latest snapshot and where it stands, and among all of them which a mark or the time
 * may have changed. Marks come in by {@link #tick}; {@link #touched} names the accounts that they touch, and each of those is then decided by
 * {@link #decide}. Between two calls marks are gathered: the latest counts, and the lowest and the highest tell which accounts are touched.
 *
 * <p>Safe for several threads. An account that was named is not named again before it is decided.
 */
public final class LiveAccounts {

    /** An account without bounds is looked at again after so long even if no mark comes. */
    private static final Duration WITHOUT_BOUNDS = Duration.ofSeconds(10);

    /** Decides accounts at marks. */
    public interface Deciding {

        /** As {@link io.plimsoll.decision.Redecisions#atMark}. */
        AtMark decide(AccountSnapshot snapshot, boolean held, Instant takenAt) throws NoPolicyFits, LogUnavailable;

        /** The bounds of a case that is decided so. */
        OutcomeBounds bounds(Case given, OutcomeAlone due, Policy policy);
    }

    /**
     * An account as it is kept.
     *
     * @param revision tells what is newer, see {@link io.plimsoll.decision.DecisionLog.Standing#revision}
     * @param held true if its last decision was held
     * @param turn counts what was kept, so that what was found meanwhile about an earlier state is not taken for one of this
     */
    private record Kept(String accountId, PackedSnapshot snapshot, long revision, boolean held, long turn) {}

    private final Deciding deciding;
    private final TriggerIndex index = new TriggerIndex();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<@Nullable Kept> accounts = new ArrayList<>();
    private final BitSet free = new BitSet();
    private final DueNumbers due = new DueNumbers();

    /** By number, the revision that its bounds were found at; of one that is to be looked at anyhow the greatest. */
    private long[] lookedAt = new long[0];

    private final LiveMarks marks;
    private final Map<String, Moved> moved = new HashMap<>();
    private final Set<String> newMarkets = new HashSet<>();
    private final Reasons withoutBounds = new Reasons();
    private long turns;

    /** @param marks kept for others too; whoever else brings some in changes nothing here */
    public LiveAccounts(LiveMarks marks, Deciding deciding) {
        this.marks = marks;
        this.deciding = deciding;
    }

    /**
     * Takes where an account stands after a decision, whoever made it; it is due soon, to find its bounds. What is known already, or older,
     * changes nothing.
     *
     * @param revision of the account after that decision, see {@link io.plimsoll.decision.DecisionLog.Standing#revision}
     * @param held true if that decision was held
     */
    public void put(AccountSnapshot snapshot, long revision, boolean held) {
        put(snapshot.accountId(), PackedSnapshot.of(snapshot), revision, held);
    }

    private synchronized void put(String accountId, PackedSnapshot snapshot, long revision, boolean held) {
        int number = numbers.computeIfAbsent(accountId, id -> newNumber());
        Kept before = accounts.get(number);
        if (before != null && before.revision() >= revision) {
            return;
        }
        keep(number, accountId, snapshot, revision, held);
    }

    private void keep(int number, String accountId, PackedSnapshot snapshot, long revision, boolean held) {
        turns++;
        accounts.set(number, new Kept(accountId, snapshot, revision, held, turns));
        notLookedAt(number);
        due.look(number);
    }

    private int newNumber() {
        int number = free.nextSetBit(0);
        if (number >= 0) {
            free.clear(number);
            return number;
        }
        accounts.add(null);
        if (accounts.size() > lookedAt.length) {
            lookedAt = Arrays.copyOf(lookedAt, Slots.grown(accounts.size(), lookedAt.length));
        }
        return accounts.size() - 1;
    }

    /** Lets an account go, as when another instance looks after it. */
    public synchronized void remove(String accountId) {
        Integer number = numbers.remove(accountId);
        if (number != null) {
            index.remove(number);
            withoutBounds.note(number, null);
            accounts.set(number, null);
            notLookedAt(number);
            due.clear(number);
            free.set(number);
        }
    }

    /** Takes a mark; one that is older than the instrument's latest counts for nothing. */
    public synchronized void tick(MarkTick tick) {
        Optional<Market> before = marks.market(tick.instrument());
        Optional<MarkTick> taken = marks.tick(tick);
        if (taken.isPresent()) {
            moved.merge(tick.instrument(), Moved.by(taken.get()), (earlier, now) -> earlier.then(taken.get()));
            if (tick.market() != null && !Optional.of(tick.market()).equals(before)) {
                newMarkets.add(tick.instrument());
            }
        }
    }

    /** Makes every account due, a few at a time: after another policy version has come into force. */
    public synchronized void policiesChanged() {
        for (int number = 0; number < accounts.size(); number++) {
            if (accounts.get(number) != null) {
                due.look(number);
            }
        }
    }

    /** True if accounts are left that {@link #touched} or {@link #unlooked} will name although no mark comes and no time passes. */
    public synchronized boolean isMoreDue() {
        return !due.isEmpty();
    }

    /** The accounts whose bounds the marks since the last call, or the time, have left. Each waits for {@link #decide}. */
    public synchronized List<String> touched(Instant now) {
        long instant = nanos(now);
        moved.forEach((instrument, move) -> {
            long time = nanos(move.latest().time());
            index.tick(instrument, move.low(), move.high(), time, instant - time, due::touch);
            if (move.hasBasis()) {
                index.basis(instrument, move.basisLow(), move.basisHigh(), due::touch);
            }
        });
        moved.clear();
        newMarkets.forEach(instrument -> index.all(instrument, due::touch)); // bounds are of markets that stand still
        newMarkets.clear();
        index.now(instant, due::touch);
        return names(due.touched());
    }

    /**
     * Some of the accounts whose bounds are not known, or are another policy version's. Each waits for {@link #decide}.
     *
     * @param most so many; few, so that accounts which a mark touches meanwhile need not wait for them
     */
    public synchronized List<String> unlooked(int most) {
        return names(due.unlooked(most));
    }

    private List<String> names(List<Integer> due) {
        return due.stream()
                .map(accounts::get)
                .filter(Objects::nonNull)
                .map(Kept::accountId)
                .toList();
    }

    /**
     * Makes accounts due that were moved on since they were looked at, as by a fill that needs no decision. What is not looked after is left out.
     *
     * @param revisions by account, see {@link io.plimsoll.decision.DecisionLog.Standing#revision}
     */
    public synchronized void movedOn(Map<String, Long> revisions) {
        revisions.forEach((accountId, revision) -> {
            Integer number = numbers.get(accountId);
            if (number != null && lookedAt[number] < revision) {
                notLookedAt(number);
                due.touch(number);
            }
        });
    }

    private void notLookedAt(int number) {
        lookedAt[number] = Long.MAX_VALUE;
    }

    /**
     * Decides an account again at the latest marks and finds its new bounds.
     *
     * @return the decision that was logged; empty if there was nothing new, or the account is not looked after any more
     * @throws NoPolicyFits if no policy decides the account any more; it is due again after a second
     * @throws LogUnavailable if the log cannot take the decision; the account stays due
     */
    public Optional<Decision> decide(String accountId, Instant now) throws NoPolicyFits, LogUnavailable {
        Kept kept = begun(accountId);
        if (kept == null) {
            return Optional.empty();
        }
        try {
            AccountSnapshot snapshot = marks.of(kept.snapshot().unpacked());
            AtMark at = deciding.decide(snapshot, kept.held(), now);
            return switch (at) {
                case AtMark.Same same -> {
                    bound(kept, same, boundsOf(kept, same));
                    yield Optional.empty();
                }
                case AtMark.Logged logged -> {
                    boolean held = logged.decision().outcome() == Outcome.HOLD;
                    putUnlessNewer(kept, logged.revision(), held);
                    yield Optional.of(logged.decision());
                }
                case AtMark.Superseded superseded -> {
                    retryLater(kept, now); // unless what came first is heard of before
                    yield Optional.empty();
                }
            };
        } catch (LogUnavailable e) {
            dueAgain(kept);
            throw e;
        } catch (NoPolicyFits | RuntimeException e) {
            retryLater(kept, now);
            throw e;
        } finally {
            done(accountId);
        }
    }

    /**
     * Bounds that were looked for in vain are not looked for at every mark: that would take longer than the decision.
     *
     * @return null where they are not looked for, because there were none a moment ago
     */
    private @Nullable OutcomeBounds boundsOf(Kept kept, AtMark.Same same) {
        return isKnownToBeOpen(kept, same) ? null : deciding.bounds(same.given(), same.due(), same.policy());
    }

    private synchronized boolean isKnownToBeOpen(Kept kept, AtMark.Same same) {
        Integer number = numbers.get(kept.accountId());
        long since = nanos(same.given().evaluatedAt().minus(WITHOUT_BOUNDS));
        return number != null
                && withoutBounds.isOpenSince(number, kept.turn(), same.policy().id(), since);
    }

    private synchronized @Nullable Kept begun(String accountId) {
        Integer number = numbers.get(accountId);
        if (number == null) {
            return null;
        }
        due.begun(number);
        return accounts.get(number);
    }

    private synchronized void done(String accountId) {
        Integer number = numbers.get(accountId);
        if (number != null) {
            due.done(number);
        }
    }

    private synchronized void dueAgain(Kept kept) {
        Integer number = numbers.get(kept.accountId());
        if (number != null) {
            due.touch(number);
        }
    }

    /** An account that cannot be decided must not hold up the others. */
    private synchronized void retryLater(Kept kept, Instant now) {
        Integer number = numbers.get(kept.accountId());
        if (number != null && isUnchanged(number, kept)) {
            long until = nanos(now.plus(WITHOUT_BOUNDS));
            index.put(number, new OutcomeBounds(List.of(), Long.MIN_VALUE, until, null, 0), instrument -> 0);
        }
    }

    /** What a decision left is looked at once more, since rules may look back on it; after those that marks touch. */
    private synchronized void putUnlessNewer(Kept kept, long revision, boolean held) {
        Integer number = numbers.get(kept.accountId());
        if (number != null && isUnchanged(number, kept)) {
            keep(number, kept.accountId(), kept.snapshot(), revision, held);
            index.remove(number);
        }
    }

    private boolean isUnchanged(int number, Kept kept) {
        Kept current = accounts.get(number);
        return current != null && current.turn() == kept.turn();
    }

    /** @param found null if there are none, and it is known already why */
    private synchronized void bound(Kept kept, AtMark.Same same, @Nullable OutcomeBounds found) {
        Case given = same.given();
        Integer number = numbers.get(kept.accountId());
        if (number == null || !isUnchanged(number, kept)) {
            return;
        }
        String open = found == null ? null : found.open();
        OutcomeBounds within = found == null || open != null ? Around.nowhere(given, WITHOUT_BOUNDS) : found;
        if (found != null) {
            PolicyId policy = same.policy().id();
            withoutBounds.note(
                    number,
                    open == null ? null : new Reasons.Open(open, kept.turn(), policy, nanos(given.evaluatedAt())));
        }
        index.put(number, within, instrument -> Around.markTime(given, instrument));
        lookedAt[number] = same.revision();
        for (OutcomeBounds.Instrument along : within.instruments()) {
            if (Around.hasLeft(along, given, marks.latest(along.name()).orElse(null))) {
                due.touch(number); // a mark came in while the account was decided
            }
        }
        if (!marks.of(given.snapshot()).markets().equals(given.snapshot().markets())) {
            due.touch(number);
        }
    }

    /** How many accounts every tick has decided again, by the reason. */
    public synchronized Map<String, Integer> withoutBounds() {
        return withoutBounds.counts();
    }

    /** How many accounts every tick has decided again. */
    public synchronized int countWithoutBounds() {
        return withoutBounds.accounts();
    }

    public synchronized int size() {
        return numbers.size();
    }

    private static long nanos(Instant instant) {
        return Moment.nanos(instant).orElseThrow(() -> new IllegalArgumentException("no such time: " + instant));
    }
}
