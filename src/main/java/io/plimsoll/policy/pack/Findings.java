package io.plimsoll.policy.pack;

import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.check.Fix;
import io.plimsoll.rules.check.Severity;
import io.plimsoll.rules.model.Range;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with one file, all of it at once.
 *
 * <p>At most {@value #FINDINGS_MAX} of a file are kept: a table of a million rows with a wrong decimal separator has a million faults and
 * one cause.
 */
public final class Findings {
    static final int FINDINGS_MAX = 100;

    private final String file;
    private final String text;
    private final List<Finding> found = new ArrayList<>();
    private int dropped;
    private boolean hasErrors;

    public Findings(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /** An empty collection for the same file. */
    Findings another() {
        return new Findings(file, text);
    }

    public void error(Code code, Range range, String message) {
        add(Severity.ERROR, code, range, message, null);
    }

    public void error(Code code, Range range, String message, @Nullable String hint, Fix... fixes) {
        add(Severity.ERROR, code, range, message, hint, fixes);
    }

    /** A word that is not known here; those that are equally near are the edits that may mend it. */
    public void unknown(Code code, Range range, String message, String written, Collection<String> known) {
        Fix[] fixes = Nearest.allTo(written, known).stream()
                .map(near -> new Fix("write `" + near + "`", range, near))
                .toArray(Fix[]::new);
        error(code, range, message, Nearest.hint(written, known), fixes);
    }

    public void warning(Code code, Range range, String message, @Nullable String hint) {
        add(Severity.WARNING, code, range, message, hint);
    }

    public boolean hasErrors() {
        return hasErrors;
    }

    public List<Finding> all() {
        return dropped == 0 ? List.copyOf(found) : withRest(found, dropped, hasErrors, "in this file");
    }

    /** The first findings; of more than may be kept the last says how many there were. */
    public static List<Finding> atMost(int max, List<Finding> findings) {
        return findings.size() <= max
                ? List.copyOf(findings)
                : withRest(
                        findings.subList(0, max - 1),
                        findings.size() - max + 1,
                        findings.stream().anyMatch(Finding::isError),
                        "in this pack");
    }

    private static List<Finding> withRest(List<Finding> kept, int rest, boolean hasErrors, String where) {
        Finding last = kept.getLast();
        List<Finding> all = new ArrayList<>(kept);
        all.add(new Finding(
                hasErrors ? Severity.ERROR : Severity.WARNING,
                Code.FINDINGS_MANY.id(),
                rest + " further findings " + where + " are not shown",
                last.file(),
                new Range(
                        last.range().endLine(),
                        last.range().endColumn(),
                        last.range().endLine(),
                        last.range().endColumn()),
                null,
                last.snippet(),
                null));
        return List.copyOf(all);
    }

    /** A fault of the check itself, which must not look like a sound pack. */
    public static Finding ofFailure(String pack, Throwable failure) {
        String message = "the check failed: " + failure;
        return at(Code.CHECK_FAILED, PolicyFiles.POLICIES + pack + "/" + PolicyFiles.MANIFEST, 1, 1, message);
    }

    /** A rule file that no pack names. */
    public static Finding unused(PolicyFile file) {
        Findings findings = new Findings(file.path(), file.text());
        findings.warning(
                Code.RULE_FILE_UNUSED,
                new Range(1, 1, 1, 1),
                "no pack names this file; its rules are not in force",
                null);
        return findings.all().getFirst();
    }

    /** A finding about a file whose text is not at hand. */
    static Finding at(Code code, String file, int line, int column, String message) {
        Range range = new Range(line, column, line, column);
        return new Finding(Severity.ERROR, code.id(), message, file, range, null, "", null);
    }

    private void add(Severity severity, Code code, Range range, String message, @Nullable String hint, Fix... fixes) {
        hasErrors |= severity == Severity.ERROR;
        if (found.size() >= FINDINGS_MAX) {
            dropped++;
            return;
        }
        found.add(new Finding(
                severity, code.id(), message, file, range, null, line(range.startLine()), hint, List.of(fixes)));
    }

    /** Looked up only for a finding: a table may have a million lines and no fault. */
    private String line(int number) {
        return text.lines().skip(Math.max(0, number - 1)).findFirst().orElse("").stripTrailing();
    }
}
