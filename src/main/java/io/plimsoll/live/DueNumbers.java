package io.plimsoll.live;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Which accounts are to be decided again, by number; each is named once and not again before it is done. For one thread. */
final class DueNumbers {

    /** A mark or the time has left their bounds. */
    private final BitSet touched = new BitSet();

    /** Their bounds are not known, or are another policy version's. */
    private final BitSet unlooked = new BitSet();

    private final BitSet named = new BitSet();
    private int nextUnlooked;

    void touch(int number) {
        touched.set(number);
    }

    void look(int number) {
        unlooked.set(number);
    }

    /** It is not looked after any more. */
    void clear(int number) {
        touched.clear(number);
        unlooked.clear(number);
        named.clear(number);
    }

    /** What has touched it so far will be heeded; what comes from now on may come too late for that. */
    void begun(int number) {
        touched.clear(number);
        unlooked.clear(number);
    }

    void done(int number) {
        named.clear(number);
    }

    boolean isEmpty() {
        return touched.isEmpty() && unlooked.isEmpty();
    }

    List<Integer> touched() {
        List<Integer> due = new ArrayList<>();
        for (int number = touched.nextSetBit(0); number >= 0; number = touched.nextSetBit(number + 1)) {
            if (!named.get(number)) {
                due.add(number);
            }
        }
        due.forEach(number -> {
            named.set(number);
            begun(number);
        });
        return due;
    }

    /** In turn, so that none is left out for ever where those before it come again and again. */
    List<Integer> unlooked(int most) {
        List<Integer> due = new ArrayList<>();
        int size = unlooked.cardinality();
        for (int seen = 0; seen < size && due.size() < most; seen++) {
            int next = unlooked.nextSetBit(nextUnlooked);
            int number = next >= 0 ? next : unlooked.nextSetBit(0);
            nextUnlooked = number + 1;
            if (!named.get(number)) {
                due.add(number);
                named.set(number);
                begun(number);
            }
        }
        return due;
    }
}
