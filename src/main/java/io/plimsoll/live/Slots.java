package io.plimsoll.live;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Numbered slots in the order of a key, the least first, of which any can be changed or taken out. A binary heap in two arrays, and one
 * that tells where each slot stands in it. For one thread.
 */
final class Slots {

    private static final int ABSENT = -1;

    private long[] keys = new long[0];
    private int[] place = new int[0];
    private int[] heap = new int[0];
    private int size;

    /** Puts a slot in, or gives it another key. */
    void put(int slot, long key) {
        if (slot >= keys.length) {
            int before = keys.length;
            int length = grown(slot + 1, before);
            keys = Arrays.copyOf(keys, length);
            place = Arrays.copyOf(place, length);
            Arrays.fill(place, before, length, ABSENT);
        }
        if (place[slot] == ABSENT) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, grown(size + 1, heap.length));
            }
            place[slot] = size;
            heap[size] = slot;
            size++;
        }
        keys[slot] = key;
        settle(place[slot]);
    }

    /** Does nothing for a slot that is not in. */
    void remove(int slot) {
        if (slot >= place.length || place[slot] == ABSENT) {
            return;
        }
        int gap = place[slot];
        place[slot] = ABSENT;
        size--;
        int last = heap[size];
        if (last != slot) {
            heap[gap] = last;
            place[last] = gap;
            settle(gap);
        }
    }

    /** Names every slot whose key is less than a limit; takes time by how many there are, not by how many are not. */
    void below(long limit, IntConsumer then) {
        below(0, limit, then);
    }

    private void below(int at, long limit, IntConsumer then) {
        if (at < size && keys[heap[at]] < limit) {
            then.accept(heap[at]);
            below(2 * at + 1, limit, then);
            below(2 * at + 2, limit, then);
        }
    }

    int size() {
        return size;
    }

    private void settle(int from) {
        int slot = heap[from];
        int at = from;
        while (at > 0 && keys[slot] < keys[heap[(at - 1) >>> 1]]) {
            move(heap[(at - 1) >>> 1], at);
            at = (at - 1) >>> 1;
        }
        while (true) {
            int child = 2 * at + 1;
            if (child + 1 < size && keys[heap[child + 1]] < keys[heap[child]]) {
                child++;
            }
            if (child >= size || keys[heap[child]] >= keys[slot]) {
                break;
            }
            move(heap[child], at);
            at = child;
        }
        move(slot, at);
    }

    private void move(int slot, int to) {
        heap[to] = slot;
        place[slot] = to;
    }

    /** A half more than there was: a million accounts are added one by one. */
    static int grown(int needed, int length) {
        return Math.max(needed, length + (length >> 1) + 8);
    }

    /** A number in whose order doubles are. */
    static long ordered(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /** A number in whose order doubles are, the greatest first. */
    static long reversed(double value) {
        return ~ordered(value);
    }
}
