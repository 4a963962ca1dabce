package io.plimsoll.cli;

import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.model.Range;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** What a command says to a person: in colour and with progress only where a terminal shows it. */
final class Terminal {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean interactive;

    Terminal(CommandSpec spec) {
        this.out = spec.commandLine().getOut();
        this.err = spec.commandLine().getErr();
        this.interactive = Ansi.AUTO.enabled();
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Several, which are seen together. */
    void lines(List<String> texts) {
        for (String text : texts) {
            out.print(text);
            out.print(System.lineSeparator()); // println would flush each
        }
        out.flush();
    }

    void error(String text) {
        err.println(text);
        err.flush();
    }

    /** Says why nothing seems to happen; nothing where nobody waits. */
    void progress(String text) {
        if (interactive) {
            error(faint(text));
        }
    }

    String good(String text) {
        return styled("32", text);
    }

    String bad(String text) {
        return styled("31;1", text);
    }

    String faint(String text) {
        return styled("2", text);
    }

    /** A finding with the line it stands in and a mark below what is meant. */
    String described(Finding finding, PolicyFiles files) {
        String severity = finding.severity().name().toLowerCase(Locale.ROOT);
        StringBuilder text = new StringBuilder()
                .append(finding.file())
                .append(':')
                .append(finding.range())
                .append(' ')
                .append(finding.isError() ? bad(severity) : severity)
                .append(' ')
                .append(finding.code())
                .append(' ')
                .append(finding.message());
        excerpt(finding.file(), finding.range(), files).ifPresent(text::append);
        if (finding.hint() != null) {
            text.append(System.lineSeparator()).append("    ").append(faint(finding.hint()));
        }
        return text.toString();
    }

    /** The line of a range and a mark below it, each on a line of its own. */
    Optional<String> excerpt(String path, Range range, PolicyFiles files) {
        return files.file(path)
                .map(PolicyFile::text)
                .flatMap(text -> text.lines().skip(range.startLine() - 1L).findFirst())
                .filter(line -> !line.isBlank())
                .map(line -> marked(line.replace('\t', ' '), range));
    }

    private String marked(String line, Range range) {
        int start = Math.min(range.startColumn() - 1, line.length());
        int end = range.endLine() > range.startLine() ? line.length() : range.endColumn() - 1;
        int width = Math.max(1, Math.min(end, line.length()) - start);
        String mark = " ".repeat(start) + bad("^".repeat(width));
        return System.lineSeparator() + "    " + line + System.lineSeparator() + "    " + mark;
    }

    private String styled(String style, String text) {
        return interactive ? "\u001b[" + style + "m" + text + "\u001b[0m" : text;
    }
}
