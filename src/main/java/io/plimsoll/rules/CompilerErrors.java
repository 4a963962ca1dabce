package io.plimsoll.rules;

import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.Code;
import io.plimsoll.rules.check.EngineText;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.check.RuleSource;
import io.plimsoll.rules.check.Severity;
import io.plimsoll.rules.model.Range;
import io.plimsoll.rules.model.RuleInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kie.api.builder.Message;

/** Leads what only the engine's compiler finds back to the file and the rule it stands in. */
final class CompilerErrors {

    private static final int MESSAGE_LENGTH_MAX = 400;

    private CompilerErrors() {}

    /** At least one finding; an error that names no file is reported at the first line of the first file. */
    static List<Finding> findings(List<Message> errors, CheckedRules checked) {
        List<Finding> findings = new ArrayList<>();
        for (Message error : errors) {
            findings.add(finding(error, checked));
        }
        return findings.stream().distinct().sorted(Finding.BY_PLACE).toList();
    }

    /** The compiler itself failed, and does not say over which rule. */
    static Finding crash(Throwable thrown, CheckedRules checked) {
        return at(checked.sources().getFirst().path(), 1, null, "its compiler failed: " + thrown, checked.sources());
    }

    private static Finding finding(Message error, CheckedRules checked) {
        String message = firstLine(error.getText());
        Optional<RuleInfo> rule = ruleNamedIn(error.getText(), checked.rules());
        if (rule.isPresent()) {
            return at(rule.get().file(), rule.get().line(), rule.get().id(), message, checked.sources());
        }
        List<EngineText> texts = checked.engineTexts();
        for (int i = 0; i < texts.size(); i++) {
            String file = RuleCompiler.engineFile(texts.get(i).stage(), i);
            if (error.getPath() != null && error.getPath().endsWith(file)) {
                int line = Math.max(1, error.getLine());
                return at(
                        texts.get(i).path(),
                        line,
                        ruleAt(texts.get(i).path(), line, checked),
                        message,
                        checked.sources());
            }
        }
        return at(checked.sources().getFirst().path(), 1, null, message, checked.sources());
    }

    /** Generated classes carry the name of the rule they were made from. */
    private static Optional<RuleInfo> ruleNamedIn(String text, List<RuleInfo> rules) {
        return rules.stream()
                .filter(rule -> text.contains("\"" + rule.id() + "\""))
                .findFirst();
    }

    private static @Nullable String ruleAt(String path, int line, CheckedRules checked) {
        return checked.rules().stream()
                .filter(rule -> rule.file().equals(path) && rule.line() <= line)
                .reduce((earlier, later) -> later.line() >= earlier.line() ? later : earlier)
                .map(RuleInfo::id)
                .orElse(null);
    }

    private static Finding at(String path, int line, @Nullable String rule, String message, List<RuleSource> sources) {
        String snippet = sources.stream()
                .filter(source -> source.path().equals(path))
                .findFirst()
                .flatMap(source -> source.text().lines().skip(line - 1L).findFirst())
                .orElse("");
        return new Finding(
                Severity.ERROR,
                Code.ENGINE.id(),
                "the rule engine refuses this: " + message,
                path,
                Range.ofLine(line, snippet.length()),
                rule,
                snippet.strip(),
                "the check did not foresee this; say the same in another way and report the file");
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("").strip();
        return line.length() <= MESSAGE_LENGTH_MAX ? line : line.substring(0, MESSAGE_LENGTH_MAX);
    }
}
