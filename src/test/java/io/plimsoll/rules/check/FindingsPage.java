package io.plimsoll.rules.check;

import io.plimsoll.rules.model.Range;
import java.util.List;
import java.util.Locale;

/** Findings as people read them: each with its line, a mark below what is meant, the hint and the edits that would mend it. */
public final class FindingsPage {

    private FindingsPage() {}

    /** The findings of one file, one paragraph each; empty if there are none. */
    public static String of(RuleSource source) {
        List<String> lines = source.text().lines().toList();
        StringBuilder page = new StringBuilder();
        for (Finding finding : RuleChecker.check(List.of(source)).findings()) {
            page.append(page.isEmpty() ? "" : "\n");
            write(finding, lines, page);
        }
        return page.toString();
    }

    private static void write(Finding finding, List<String> lines, StringBuilder page) {
        Range range = finding.range();
        page.append(range)
                .append('-')
                .append(end(range))
                .append(' ')
                .append(finding.severity().name().toLowerCase(Locale.ROOT))
                .append(' ')
                .append(finding.code())
                .append(finding.rule() == null ? "" : " in " + finding.rule())
                .append('\n');
        page.append("    ").append(finding.message()).append('\n');
        if (finding.hint() != null) {
            page.append("    ").append(finding.hint()).append('\n');
        }
        for (Fix fix : finding.fixes()) {
            page.append("    fix: ").append(fix.title()).append(", ");
            page.append(fix.range()).append('-').append(end(fix.range())).append(" -> `");
            page.append(fix.replacement().replace("\n", "\\n")).append("`\n");
        }
        excerpt(range, lines, page);
    }

    /** A finding without its place: severity, code, message and hint, then its line with a mark below what is meant. */
    public static String shown(Finding finding, String text) {
        StringBuilder page = new StringBuilder();
        page.append(finding.severity().name().toLowerCase(Locale.ROOT)).append(' ');
        page.append(finding.code()).append(' ').append(finding.message()).append('\n');
        if (finding.hint() != null) {
            page.append("    ").append(finding.hint()).append('\n');
        }
        excerpt(finding.range(), text.lines().toList(), page);
        return page.toString();
    }

    private static void excerpt(Range range, List<String> lines, StringBuilder page) {
        String line = range.startLine() <= lines.size() ? lines.get(range.startLine() - 1) : "";
        int last = range.endLine() > range.startLine() ? line.length() + 1 : range.endColumn();
        page.append("  | ").append(line.replace('\t', ' ')).append('\n');
        page.append("  | ").append(" ".repeat(Math.min(range.startColumn() - 1, line.length())));
        page.append("^".repeat(Math.max(1, last - range.startColumn()))).append('\n');
    }

    private static String end(Range range) {
        return range.endLine() + ":" + range.endColumn();
    }
}
