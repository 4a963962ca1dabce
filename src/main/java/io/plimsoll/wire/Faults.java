package io.plimsoll.wire;

import io.plimsoll.wire.Fault.Code;
import java.util.ArrayList;
import java.util.List;

/** Faults found so far; counts on beyond what it keeps. */
final class Faults {
    private final List<Fault> kept = new ArrayList<>();
    private int count;

    void add(String pointer, Code code, String detail) {
        count++;
        if (kept.size() < SnapshotFaults.FAULTS_MAX) {
            kept.add(new Fault(pointer, code, detail));
        }
    }

    int count() {
        return count;
    }

    void throwIfAny() throws SnapshotFaults {
        if (!kept.isEmpty()) {
            throw new SnapshotFaults(kept);
        }
    }
}
