package io.plimsoll.rules.check;

import io.plimsoll.rules.model.Range;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a rule file, a table, a pack or a scenario.
 *
 * @param code stable, such as {@code PLM-301}
 * @param message one sentence in lower case, names in backticks
 * @param file path as it was given to the checker
 * @param rule id of the rule the finding stands in; null outside a rule
 * @param snippet the offending text
 * @param hint what to do about it; null where the message says it all
 */
public record Finding(
        Severity severity,
        String code,
        String message,
        String file,
        Range range,
        @Nullable String rule,
        String snippet,
        @Nullable String hint) {

    /** By file, then by place, then by code: the order in which findings are reported. */
    public static final Comparator<Finding> BY_PLACE = Comparator.comparing(Finding::file)
            .thenComparingInt(finding -> finding.range().startLine())
            .thenComparingInt(finding -> finding.range().startColumn())
            .thenComparing(Finding::code)
            .thenComparing(Finding::message);

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** The same finding as one in a rule. */
    Finding in(String ruleId) {
        return new Finding(severity, code, message, file, range, ruleId, snippet, hint);
    }

    /** One line for a terminal: {@code margin/brackets.drl:12:5 error PLM-301 message (hint)}. */
    @Override
    public String toString() {
        String tail = hint == null ? "" : " (" + hint + ")";
        return file + ":" + range + " " + severity.name().toLowerCase(Locale.ROOT) + " " + code + " " + message + tail;
    }
}
