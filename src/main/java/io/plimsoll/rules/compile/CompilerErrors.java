package io.plimsoll.rules.compile;

import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.Code;
import io.plimsoll.rules.check.EngineText;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.check.Severity;
import io.plimsoll.rules.model.Range;
import java.util.List;

/** Leads what only the engine's compiler finds back to its place in the author's text. */
final class CompilerErrors {

    private static final int MESSAGE_LENGTH_MAX = 400;

    private final CheckedRules checked;
    private final List<Finding> findings;

    /** @param findings where they are added */
    CompilerErrors(CheckedRules checked, List<Finding> findings) {
        this.checked = checked;
        this.findings = findings;
    }

    boolean found() {
        return !findings.isEmpty();
    }

    /** What is wrong with a rule that was compiled by itself. */
    void add(EngineText file, EngineText.Rule rule, List<Trouble> troubles) {
        for (Trouble trouble : troubles) {
            Place place = place(file, rule, trouble);
            findings.add(new Finding(
                    Severity.ERROR,
                    Code.ENGINE.id(),
                    "the rule engine refuses this: " + firstLine(trouble.message()),
                    file.path(),
                    place.range(),
                    rule.id(),
                    place.snippet(),
                    "the check did not foresee this; say the same in another way and report the file"));
        }
    }

    private record Place(Range range, String snippet) {}

    private Place place(EngineText file, EngineText.Rule rule, Trouble trouble) {
        int line = rule.line();
        String text = checked.sources().stream()
                .filter(source -> source.path().equals(file.path()))
                .findFirst()
                .flatMap(source -> source.text().lines().skip(line - 1L).findFirst())
                .orElse("");
        return new Place(Range.ofLine(line, text.length()), text.strip());
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("").strip();
        return line.length() <= MESSAGE_LENGTH_MAX ? line : line.substring(0, MESSAGE_LENGTH_MAX);
    }
}
