package io.plimsoll.rules.check;

import io.plimsoll.rules.model.Range;
import java.util.Comparator;
import java.util.List;
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
 * @param fixes edits that would mend it, the likeliest first; empty where only the author can know
 */
public record Finding(
        Severity severity,
        String code,
        String message,
        String file,
        Range range,
        @Nullable String rule,
        String snippet,
        @Nullable String hint,
        List<Fix> fixes) {

    /** By file, then by place, then by code: the order in which findings are reported. */
    public static final Comparator<Finding> BY_PLACE = Comparator.comparing(Finding::file)
            .thenComparingInt(finding -> finding.range().startLine())
            .thenComparingInt(finding -> finding.range().startColumn())
            .thenComparing(Finding::code)
            .thenComparing(Finding::message);

    /** Where the pages of all findings stand, from the home folder. */
    public static final String PAGES = "docs/findings/";

    public Finding {
        fixes = List.copyOf(fixes);
    }

    /** A finding that no edit is known for. */
    public Finding(
            Severity severity,
            String code,
            String message,
            String file,
            Range range,
            @Nullable String rule,
            String snippet,
            @Nullable String hint) {
        this(severity, code, message, file, range, rule, snippet, hint, List.of());
    }

    /** The page that explains the code, from the home folder: {@code docs/findings/PLM-301.md}. */
    public String doc() {
        return PAGES + code + ".md";
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** The same finding as one in a rule. */
    Finding in(String ruleId) {
        return new Finding(severity, code, message, file, range, ruleId, snippet, hint, fixes);
    }

    /** The same finding with its file named by another path. */
    public Finding inFile(String path) {
        return new Finding(severity, code, message, path, range, rule, snippet, hint, fixes);
    }

    /** One line for a terminal: {@code margin/brackets.drl:12:5 error PLM-301 message (hint)}. */
    @Override
    public String toString() {
        String tail = hint == null ? "" : " (" + hint + ")";
        return file + ":" + range + " " + severity.name().toLowerCase(Locale.ROOT) + " " + code + " " + message + tail;
    }
}
