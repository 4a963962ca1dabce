package io.plimsoll.proof;

import io.plimsoll.proof.ExportFinding.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The removals that an export tells of, against each other and against its heads. */
final class Removals {

    private final boolean isComplete;
    private final List<Removal> all = new ArrayList<>();

    /** @param isComplete true if the export is of the whole log, and so must tell of every removal */
    Removals(boolean isComplete) {
        this.isComplete = isComplete;
    }

    List<Removal> all() {
        return List.copyOf(all);
    }

    /** Takes the next one, with what is wrong about it. */
    List<ExportFinding> add(Removal next, String log, long line) {
        List<ExportFinding> findings = new ArrayList<>();
        if (!next.log().equals(log)) {
            findings.add(new ExportFinding(line, Kind.CHAIN, "removal " + next.number() + " is of another log"));
            return findings;
        }
        Removal last = all.isEmpty() ? null : all.getLast();
        long expected = last == null ? 1 : last.number() + 1;
        if (next.number() < expected) {
            findings.add(new ExportFinding(
                    line, Kind.REORDERED, "removal " + next.number() + " stands after removal " + (expected - 1)));
            return findings;
        }
        if (next.number() > expected && (isComplete || last != null)) {
            findings.add(new ExportFinding(line, Kind.REMOVED, "removal " + expected + ", before " + next.number()));
        } else if (last != null && !next.previous().equals(last.hash())) {
            findings.add(new ExportFinding(
                    line, Kind.CHAIN, "removal " + next.number() + " does not follow the one before it"));
        }
        all.add(next);
        return findings;
    }

    /** The leaves of a batch that were removed. */
    BitSet leavesOf(LogHead head) {
        BitSet leaves = new BitSet();
        for (Removal removal : all) {
            long from = Math.max(0, removal.rowsBefore() - head.rowsBefore());
            long to = Math.min(head.size(), removal.rowsBefore() + removal.rows() - head.rowsBefore());
            if (from < to) {
                leaves.set(Math.toIntExact(from), Math.toIntExact(to));
            }
        }
        return leaves;
    }

    /** True if the row of a position was removed. */
    boolean hold(long position) {
        return all.stream()
                .anyMatch(removal -> position >= removal.firstPosition() && position <= removal.lastPosition());
    }

    /** True if each removal that was made behind this head names it. */
    boolean agreeWith(LogHead head) {
        return all.stream()
                .allMatch(removal ->
                        removal.batch() != head.batch() || removal.head().equals(head.hash()));
    }

    /** Number of the last batch that a removal was made behind; 0 without removals. */
    long lastBatch() {
        return all.stream().mapToLong(Removal::batch).max().orElse(0);
    }
}
