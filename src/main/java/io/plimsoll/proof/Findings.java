package io.plimsoll.proof;

import io.plimsoll.proof.ExportFinding.Kind;
import java.util.ArrayList;
import java.util.List;

/** What a verifier has found so far; of very many the first are kept and all are counted. */
final class Findings {

    private static final int KEPT_MAX = 1_000;

    private final List<ExportFinding> kept = new ArrayList<>();
    private long count;
    private long line;

    /** What is found from now on is found in this line. */
    void at(long lineNumber) {
        line = lineNumber;
    }

    long line() {
        return line;
    }

    void add(Kind kind, String detail) {
        add(new ExportFinding(line, kind, detail));
    }

    void add(ExportFinding finding) {
        count++;
        if (kept.size() < KEPT_MAX) {
            kept.add(finding);
        }
    }

    List<ExportFinding> kept() {
        return kept;
    }

    long count() {
        return count;
    }
}
