package io.plimsoll.live;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Position;
import io.plimsoll.decision.AtMark;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.Policy;
import io.plimsoll.market.Market;
import io.plimsoll.policy.bounds.OutcomeBounds;
import io.plimsoll.rules.interval.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that this instance looks after: of each its latest snapshot and where it stands, and among all of them which a mark or the time
 * may have changed. Marks come in by {@link #tick}; {@link #due} names the accounts that they touch, and each of those is then decided by
 * {@link #decide}. While that goes on marks are gathered: the latest counts, and the lowest and the highest tell which accounts are due next.
 *
 * <p>Safe for several threads; an account is decided by one at a time if it is named once, as {@link #due} does.
 */
public final class LiveAccounts {

    /** An account without bounds is looked at again after so long even if no mark comes. */
    private static final Duration WITHOUT_BOUNDS = Duration.ofSeconds(10);

    /** Few enough that a mark which comes in meanwhile waits a tenth of a second. */
    private static final int UNLOOKED_AT_ONCE = 128;

    private static final double NOWHERE_LOW = Double.POSITIVE_INFINITY;
    private static final double NOWHERE_HIGH = Double.NEGATIVE_INFINITY;

    /** Decides accounts at marks. */
    public interface Deciding {

        /** As {@link io.plimsoll.decision.Redecisions#atMark}. */
        AtMark decide(AccountSnapshot snapshot, boolean held, Instant takenAt) throws NoPolicyFits, LogUnavailable;

        /** The bounds of a case that is decided so. */
        OutcomeBounds bounds(Case given, Decision decision, Policy policy);
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
    /** Due because a mark or the time has left its bounds. */
    private final BitSet waiting = new BitSet();
    /** Due because its bounds are not known, or are another policy version's: a few at a time, so that marks need not wait for all of them. */
    private final BitSet unlooked = new BitSet();

    private int nextUnlooked;
    private final LiveMarks marks;
    private final Map<String, Moved> moved = new HashMap<>();
    private final Set<String> newMarkets = new HashSet<>();
    private final Map<String, Integer> withoutBounds = new TreeMap<>();
    private final Map<Integer, String> reasons = new HashMap<>();
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
    public synchronized void put(AccountSnapshot snapshot, long revision, boolean held) {
        int number = numbers.computeIfAbsent(snapshot.accountId(), id -> newNumber());
        Kept before = accounts.get(number);
        if (before != null && before.revision() >= revision) {
            return;
        }
        turns++;
        accounts.set(number, new Kept(snapshot.accountId(), PackedSnapshot.of(snapshot), revision, held, turns));
        unlooked.set(number);
    }

    private int newNumber() {
        int number = free.nextSetBit(0);
        if (number >= 0) {
            free.clear(number);
            return number;
        }
        accounts.add(null);
        return accounts.size() - 1;
    }

    /** Lets an account go, as when another instance looks after it. */
    public synchronized void remove(String accountId) {
        Integer number = numbers.remove(accountId);
        if (number != null) {
            index.remove(number);
            explain(number, null);
            accounts.set(number, null);
            waiting.clear(number);
            unlooked.clear(number);
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
                unlooked.set(number);
            }
        }
    }

    /** True if accounts are left that {@link #due} will name although no mark comes and no time passes. */
    public synchronized boolean isMoreDue() {
        return !unlooked.isEmpty() || !waiting.isEmpty();
    }

    /**
     * The accounts whose bounds the marks since the last call, or the time, have left, and some of those whose bounds are not known. Each is
     * named once and waits for {@link #decide}.
     */
    public synchronized List<String> due(Instant now) {
        long instant = nanos(now);
        moved.forEach((instrument, move) -> {
            long time = nanos(move.latest().time());
            index.tick(instrument, move.low(), move.high(), time, instant - time, waiting::set);
            if (move.hasBasis()) {
                index.basis(instrument, move.basisLow(), move.basisHigh(), waiting::set);
            }
        });
        moved.clear();
        newMarkets.forEach(instrument -> index.all(instrument, waiting::set)); // bounds are of markets that stand still
        newMarkets.clear();
        index.now(instant, waiting::set);
        addUnlooked();
        List<String> due = new ArrayList<>();
        for (int number = waiting.nextSetBit(0); number >= 0; number = waiting.nextSetBit(number + 1)) {
            Kept kept = accounts.get(number);
            if (kept != null) {
                due.add(kept.accountId());
            }
        }
        waiting.clear();
        return due;
    }

    /** In turn, so that none is left out for ever where those before it come again and again. */
    private void addUnlooked() {
        unlooked.andNot(waiting);
        for (int count = 0; count < UNLOOKED_AT_ONCE && !unlooked.isEmpty(); count++) {
            int next = unlooked.nextSetBit(nextUnlooked);
            int number = next >= 0 ? next : unlooked.nextSetBit(0);
            unlooked.clear(number);
            waiting.set(number);
            nextUnlooked = number + 1;
        }
    }

    /**
     * Decides an account again at the latest marks and finds its new bounds.
     *
     * @return the decision that was logged; empty if there was nothing new, or the account is not looked after any more
     * @throws NoPolicyFits if no policy decides the account any more; it is due again after a second
     * @throws LogUnavailable if the log cannot take the decision; the account stays due
     */
    public Optional<Decision> decide(String accountId, Instant now) throws NoPolicyFits, LogUnavailable {
        Kept kept = kept(accountId);
        if (kept == null) {
            return Optional.empty();
        }
        try {
            AccountSnapshot snapshot = marks.of(kept.snapshot().unpacked());
            AtMark at = deciding.decide(snapshot, kept.held(), now);
            return switch (at) {
                case AtMark.Same same -> {
                    bound(kept, same.given(), boundsOf(same));
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
        }
    }

    private OutcomeBounds boundsOf(AtMark.Same same) {
        OutcomeBounds bounds = deciding.bounds(same.given(), same.decision(), same.policy());
        return same.closing() && !bounds.isOpen()
                ? OutcomeBounds.open(same.given().evaluatedAt(), "fills may come, or came since the snapshot")
                : bounds;
    }

    private synchronized @Nullable Kept kept(String accountId) {
        Integer number = numbers.get(accountId);
        return number == null ? null : accounts.get(number);
    }

    private synchronized void dueAgain(Kept kept) {
        Integer number = numbers.get(kept.accountId());
        if (number != null) {
            waiting.set(number);
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
            turns++;
            accounts.set(number, new Kept(kept.accountId(), kept.snapshot(), revision, held, turns));
            index.remove(number);
            unlooked.set(number);
        }
    }

    private boolean isUnchanged(int number, Kept kept) {
        Kept current = accounts.get(number);
        return current != null && current.turn() == kept.turn();
    }

    private synchronized void bound(Kept kept, Case given, OutcomeBounds bounds) {
        Integer number = numbers.get(kept.accountId());
        if (number == null || !isUnchanged(number, kept)) {
            return;
        }
        OutcomeBounds within = bounds.isOpen() ? nowhere(given) : bounds;
        index.put(number, within, instrument -> markTime(given, instrument));
        explain(number, bounds.open());
        for (OutcomeBounds.Instrument along : within.instruments()) {
            if (hasMovedOut(given, along)) {
                waiting.set(number); // a mark came in while the account was decided
            }
        }
        if (!marks.of(given.snapshot()).markets().equals(given.snapshot().markets())) {
            waiting.set(number);
        }
    }

    private boolean hasMovedOut(Case given, OutcomeBounds.Instrument along) {
        MarkTick latest = marks.latest(along.name()).orElse(null);
        if (latest == null || nanos(latest.time()) <= markTime(given, along.name())) {
            return false;
        }
        Moved move = Moved.by(latest);
        return move.low() < along.low()
                || move.high() > along.high()
                || (move.hasBasis() && (move.basisLow() < along.basisLow() || move.basisHigh() > along.basisHigh()));
    }

    private static long markTime(Case given, String instrument) {
        return given.snapshot().positions().stream()
                .filter(position -> position.instrument().equals(instrument))
                .findFirst()
                .map(position -> Moment.nanos(position.mark().time()))
                .orElseGet(OptionalLong::empty)
                .orElse(Long.MIN_VALUE);
    }

    /** Bounds that every mark of its instruments leaves. */
    private static OutcomeBounds nowhere(Case given) {
        List<OutcomeBounds.Instrument> instruments = given.snapshot().positions().stream()
                .map(Position::instrument)
                .distinct()
                .map(instrument -> new OutcomeBounds.Instrument(
                        instrument, NOWHERE_LOW, NOWHERE_HIGH, 0, Double.POSITIVE_INFINITY, Long.MAX_VALUE))
                .toList();
        Instant until = given.evaluatedAt().plus(WITHOUT_BOUNDS);
        return new OutcomeBounds(instruments, Long.MIN_VALUE, nanos(until), null, 0);
    }

    private void explain(int number, @Nullable String reason) {
        String before = reason == null ? reasons.remove(number) : reasons.put(number, reason);
        if (before != null) {
            withoutBounds.computeIfPresent(before, (why, count) -> count == 1 ? null : count - 1);
        }
        if (reason != null) {
            withoutBounds.merge(reason, 1, Integer::sum);
        }
    }

    /** How many accounts every tick has decided again, by the reason. */
    public synchronized Map<String, Integer> withoutBounds() {
        return Map.copyOf(withoutBounds);
    }

    public synchronized int size() {
        return numbers.size();
    }

    private static long nanos(Instant instant) {
        return Moment.nanos(instant).orElseThrow(() -> new IllegalArgumentException("no such time: " + instant));
    }
}
