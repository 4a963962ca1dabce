package io.plimsoll.wire;

import java.util.List;

/** A snapshot that cannot be taken, with everything that is wrong with it. */
public final class SnapshotFaults extends Exception {
    private static final long serialVersionUID = 1;

    /** Most faults that are reported; a document of a million faults gets no answer of a million lines. */
    public static final int FAULTS_MAX = 200;

    private final transient List<Fault> faults;

    /** @param faults at least one, in the order of the document */
    public SnapshotFaults(List<Fault> faults) {
        super(message(faults));
        this.faults = List.copyOf(faults);
    }

    /** At least one and at most {@value #FAULTS_MAX}; faults of single values first, contradictions between values after them. */
    public List<Fault> faults() {
        return faults;
    }

    /** True if the text was no JSON document at all, so that nothing can be said about its fields. */
    public boolean isMalformed() {
        return faults.getFirst().code() == Fault.Code.MALFORMED_JSON;
    }

    private static String message(List<Fault> faults) {
        Fault first = faults.getFirst();
        String place = first.pointer().isEmpty() ? "" : first.pointer() + ": ";
        String others = faults.size() == 1 ? "" : " (and " + (faults.size() - 1) + " more)";
        return place + first.detail() + others;
    }
}
