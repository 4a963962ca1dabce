package io.plimsoll.cli;

import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.model.Range;

/** Findings as workflow commands: a line each, which GitHub and its relatives show beside the line of code. */
final class WorkflowCommands {
    private WorkflowCommands() {}

    static String of(Finding finding) {
        Range range = finding.range();
        String hint = finding.hint() == null ? "" : "\n" + finding.hint();
        return (finding.isError() ? "::error" : "::warning")
                + " file=" + property(finding.file())
                + ",line=" + range.startLine()
                + ",endLine=" + range.endLine()
                + (range.startLine() == range.endLine()
                        ? ",col=" + range.startColumn() + ",endColumn=" + range.endColumn()
                        : "")
                + ",title=" + property(finding.code())
                + "::" + data(finding.message() + hint + "\n" + finding.doc());
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
