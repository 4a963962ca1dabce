package io.plimsoll.live;

import io.plimsoll.policy.bounds.OutcomeBounds;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The bounds of all accounts along one instrument. An account's bounds here are one leg, in a slot that is used again when it is gone. For
 * one thread.
 */
final class Legs {

    private static final int NONE = -1;

    private int[] account = new int[0];
    private long[] next = new long[0];
    private long[] oldest = new long[0];
    private long[] own = new long[0];
    private int[] free = new int[0];
    private int freed;
    private int used;
    private final Slots byLow = new Slots();
    private final Slots byHigh = new Slots();
    private final Slots byBasisLow = new Slots();
    private final Slots byBasisHigh = new Slots();
    private final Slots byOldest = new Slots();
    private long markTime = Long.MIN_VALUE;

    /**
     * Adds a leg.
     *
     * @param nextLeg the account's leg before this one
     * @param markTime of the mark that the bounds were found around
     * @return its slot
     */
    int add(int ofAccount, OutcomeBounds.Instrument bounds, long markTime, long nextLeg) {
        int slot = slot();
        account[slot] = ofAccount;
        next[slot] = nextLeg;
        oldest[slot] = bounds.oldest();
        own[slot] = markTime;
        byLow.put(slot, Slots.reversed(bounds.low()));
        byHigh.put(slot, Slots.ordered(bounds.high()));
        if (bounds.basisLow() > 0 || bounds.basisHigh() < Double.POSITIVE_INFINITY) {
            byBasisLow.put(slot, Slots.reversed(bounds.basisLow()));
            byBasisHigh.put(slot, Slots.ordered(bounds.basisHigh()));
        }
        if (followsMark(slot)) {
            byOldest.put(slot, bounds.oldest());
        }
        return slot;
    }

    private int slot() {
        if (freed > 0) {
            freed--;
            return free[freed];
        }
        if (used == account.length) {
            int length = Slots.grown(used + 1, used);
            account = Arrays.copyOf(account, length);
            next = Arrays.copyOf(next, length);
            oldest = Arrays.copyOf(oldest, length);
            own = Arrays.copyOf(own, length);
        }
        used++;
        return used - 1;
    }

    void remove(int slot) {
        byLow.remove(slot);
        byHigh.remove(slot);
        byBasisLow.remove(slot);
        byBasisHigh.remove(slot);
        byOldest.remove(slot);
        account[slot] = NONE;
        if (freed == free.length) {
            free = Arrays.copyOf(free, Slots.grown(freed + 1, freed));
        }
        free[freed] = slot;
        freed++;
    }

    int account(int slot) {
        return account[slot];
    }

    long next(int slot) {
        return next[slot];
    }

    /** True once the instrument's mark is at least as new as the one the leg's bounds were found around. */
    private boolean followsMark(int slot) {
        return own[slot] <= markTime;
    }

    /** From here on the leg's mark is the instrument's, if that is as new as its own. */
    void follow(int slot) {
        if (followsMark(slot)) {
            byOldest.put(slot, oldest[slot]);
        }
    }

    /** Last instant at which the mark is not too old; of a leg that follows the instrument's mark its slot in the order of ages tells. */
    long dueBy(int slot) {
        return followsMark(slot) ? Long.MAX_VALUE : plus(own[slot], oldest[slot]);
    }

    void tick(double low, double high, long time, IntConsumer touched) {
        markTime = Math.max(markTime, time);
        byLow.below(Slots.reversed(low), touched);
        byHigh.below(Slots.ordered(high), touched);
    }

    void basis(double low, double high, IntConsumer touched) {
        byBasisLow.below(Slots.reversed(low), touched);
        byBasisHigh.below(Slots.ordered(high), touched);
    }

    void now(long instant, IntConsumer touched) {
        if (markTime != Long.MIN_VALUE) {
            byOldest.below(instant - markTime, touched);
        }
    }

    /** True if the instrument's mark, where the leg follows it, is too old at an instant. */
    boolean isTooOld(int slot, long instant) {
        return followsMark(slot) && oldest[slot] < instant - markTime;
    }

    void each(IntConsumer then) {
        for (int slot = 0; slot < used; slot++) {
            if (account[slot] != NONE) {
                then.accept(slot);
            }
        }
    }

    private static long plus(long one, long other) {
        return other > 0 && one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }
}
