package io.plimsoll.rules.compile;

import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.Code;
import io.plimsoll.rules.check.EngineText;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.check.RuleSource;
import io.plimsoll.rules.check.Severity;
import java.util.List;

/** Says what is wrong with rules that passed the check, each at its place in the author's text. */
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
        String source = checked.sources().stream()
                .filter(of -> of.path().equals(file.path()))
                .map(RuleSource::text)
                .findFirst()
                .orElse("");
        for (Trouble trouble : troubles) {
            RulePlace place = RulePlace.of(source, rule, trouble);
            findings.add(new Finding(
                    Severity.ERROR,
                    trouble.code().id(),
                    message(trouble),
                    file.path(),
                    place.range(),
                    rule.id(),
                    place.snippet(),
                    hint(trouble.code())));
        }
    }

    private static String message(Trouble trouble) {
        String line = trouble.message().lines().findFirst().orElse("").strip();
        String subject = switch (trouble.code()) {
            case GENERATED -> "the compiled rule ";
            case COMPILE_LIMIT -> "this rule, or one that is compiled with it, ";
            default -> "the rule engine refuses this: ";
        };
        return subject + (line.length() <= MESSAGE_LENGTH_MAX ? line : line.substring(0, MESSAGE_LENGTH_MAX));
    }

    private static String hint(Code code) {
        return switch (code) {
            case GENERATED -> "a rule looks at facts and proposes; the check did not foresee this, report the file";
            case COMPILE_LIMIT -> RuleUnits.COMPILE_LIMIT_HINT;
            default -> "the check did not foresee this; say the same in another way and report the file";
        };
    }
}
