package io.plimsoll.proof;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Which leaves of a batch an export has shown. */
final class BatchLeaves {

    private final LogHead head;
    private final BitSet removed;
    private final BitSet accounted;
    private long told;

    /** @param removed leaves that retention removed, which nobody misses */
    BatchLeaves(LogHead head, BitSet removed) {
        this.head = head;
        this.removed = removed;
        this.accounted = (BitSet) removed.clone();
    }

    boolean isRemoved(long leaf) {
        return isLeaf(leaf) && removed.get(Math.toIntExact(leaf));
    }

    void show(long leaf) {
        if (isLeaf(leaf)) {
            accounted.set(Math.toIntExact(leaf));
        }
    }

    private boolean isLeaf(long leaf) {
        return leaf >= 0 && leaf < head.size();
    }

    /** So many rows of the batch are told of as missing already. */
    void tell(long rows) {
        told += rows;
    }

    /** What is missing and was not told, in words; from then on it is told. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (head.size() - accounted.cardinality() > told) {
            for (int from = accounted.nextClearBit(0); from < head.size(); ) {
                int present = accounted.nextSetBit(from);
                long to = present < 0 ? head.size() : present;
                String which = to == from + 1 ? "row " + (from + 1) : "rows " + (from + 1) + " to " + to;
                missing.add(which + " of the " + head.size() + " rows of batch " + head.batch() + ", positions "
                        + head.firstPosition() + " to " + head.lastPosition());
                from = present < 0 ? Math.toIntExact(head.size()) : accounted.nextClearBit(present);
            }
        }
        accounted.set(0, Math.toIntExact(head.size()));
        told = 0;
        return missing;
    }
}
