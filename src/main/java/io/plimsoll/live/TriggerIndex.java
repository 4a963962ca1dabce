package io.plimsoll.live;

import io.plimsoll.policy.bounds.OutcomeBounds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.ToLongFunction;

/**
 * Finds the accounts whose bounds a mark or the time leaves, in time by how many they are. Accounts are numbered from 0 by whoever keeps
 * them. What is named stays in until it is put in anew or removed. Not safe for several threads: one thread owns it.
 */
public final class TriggerIndex {

    private static final long NONE = -1;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Legs> instruments = new ArrayList<>();
    private final Slots byTime = new Slots();
    private long[] firstLeg = new long[0];
    private long[] until = new long[0];
    private long[] youngest = new long[0];
    private int[] named = new int[0];
    private int naming;
    private long youngestOfAll = Long.MIN_VALUE;

    /**
     * Puts an account in, or gives it other bounds.
     *
     * @param markTime by instrument, the time of the mark that the bounds were found around
     */
    public void put(int account, OutcomeBounds bounds, ToLongFunction<String> markTime) {
        remove(account);
        if (account >= firstLeg.length) {
            int before = firstLeg.length;
            int length = Slots.grown(account + 1, before);
            firstLeg = Arrays.copyOf(firstLeg, length);
            Arrays.fill(firstLeg, before, length, NONE);
            until = Arrays.copyOf(until, length);
            youngest = Arrays.copyOf(youngest, length);
            named = Arrays.copyOf(named, length);
        }
        until[account] = bounds.until();
        youngest[account] = bounds.youngest();
        youngestOfAll = Math.max(youngestOfAll, bounds.youngest());
        for (OutcomeBounds.Instrument along : bounds.instruments()) {
            int number = numbers.computeIfAbsent(along.name(), name -> {
                instruments.add(new Legs());
                return instruments.size() - 1;
            });
            int slot =
                    instruments.get(number).add(account, along, markTime.applyAsLong(along.name()), firstLeg[account]);
            firstLeg[account] = ((long) number << 32) | slot;
        }
        byTime.put(account, dueBy(account));
    }

    /** Does nothing for an account that is not in. */
    public void remove(int account) {
        if (account >= firstLeg.length) {
            return;
        }
        for (long leg = firstLeg[account]; leg != NONE; ) {
            Legs legs = legs(leg);
            long next = legs.next((int) leg);
            legs.remove((int) leg);
            leg = next;
        }
        firstLeg[account] = NONE;
        byTime.remove(account);
    }

    private Legs legs(long leg) {
        return instruments.get((int) (leg >>> 32));
    }

    /** The instant after which the account is due by time alone, but for marks whose age its instruments tell. */
    private long dueBy(int account) {
        long due = until[account];
        for (long leg = firstLeg[account]; leg != NONE; leg = legs(leg).next((int) leg)) {
            due = Math.min(due, legs(leg).dueBy((int) leg));
        }
        return due;
    }

    /**
     * Takes a mark, or the lowest and the highest of several, and names each account once whose bounds a price leaves.
     *
     * @param time when the last of them was struck, nanoseconds since 1970
     * @param age of the youngest of them where it is taken; an account whose bounds are not so young is named too
     */
    public void tick(String instrument, double low, double high, long time, long age, IntConsumer touched) {
        Legs legs = legs(instrument);
        IntConsumer once = once(legs, touched);
        legs.tick(low, high, time, once);
        if (age < youngestOfAll) {
            legs.each(slot -> {
                if (age < youngest[legs.account(slot)]) {
                    once.accept(slot);
                }
            });
        }
    }

    /** Takes the ratio of an instrument's index to its mark, or the lowest and the highest of several, and names as above. */
    public void basis(String instrument, double low, double high, IntConsumer touched) {
        Legs legs = legs(instrument);
        legs.basis(low, high, once(legs, touched));
    }

    private Legs legs(String instrument) {
        Integer number = numbers.get(instrument);
        if (number == null) {
            number = instruments.size();
            numbers.put(instrument, number);
            instruments.add(new Legs());
        }
        return instruments.get(number);
    }

    /** Names every account of an instrument. */
    public void all(String instrument, IntConsumer touched) {
        Legs legs = legs(instrument);
        legs.each(once(legs, touched));
    }

    private IntConsumer once(Legs legs, IntConsumer touched) {
        IntConsumer account = once(touched);
        return slot -> account.accept(legs.account(slot));
    }

    private IntConsumer once(IntConsumer touched) {
        naming++;
        int current = naming;
        return account -> {
            if (named[account] != current) {
                named[account] = current;
                touched.accept(account);
            }
        };
    }

    /** Names each account once whose bounds an instant leaves: it is due by itself, or one of its marks has got too old. */
    public void now(long instant, IntConsumer due) {
        IntConsumer once = once(due);
        for (Legs legs : instruments) {
            legs.now(instant, slot -> once.accept(legs.account(slot)));
        }
        List<Integer> early = new ArrayList<>();
        byTime.below(instant, account -> {
            if (dueBy(account) < instant) {
                once.accept(account);
            } else {
                early.add(account);
            }
        });
        for (int account : early) {
            follow(account, instant, once);
        }
    }

    /** A mark that came in since took the place of the account's own: from here on its instrument tells its age. */
    private void follow(int account, long instant, IntConsumer once) {
        for (long leg = firstLeg[account]; leg != NONE; leg = legs(leg).next((int) leg)) {
            Legs legs = legs(leg);
            int slot = (int) leg;
            legs.follow(slot);
            if (legs.isTooOld(slot, instant)) {
                once.accept(account);
            }
        }
        byTime.put(account, dueBy(account));
    }
}
