package io.plimsoll.policy.coverage;

import io.plimsoll.policy.coverage.PackCoverage.Part;
import io.plimsoll.policy.coverage.PackCoverage.RowCoverage;
import io.plimsoll.policy.coverage.PackCoverage.RuleCoverage;
import io.plimsoll.policy.coverage.PackCoverage.Share;
import io.plimsoll.policy.coverage.PackCoverage.TableCoverage;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What scenarios reach as one HTML page that needs nothing else: each rule's text with a mark at every constraint, and beside it what was
 * seen of it. Nothing of a rule or a table is taken for markup.
 */
public final class CoverageHtml {
    private static final String STYLE = """
            :root { color-scheme: light dark; --good: #1a7f37; --some: #9a6700; --bad: #cf222e; --line: #8884; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; } h3 { font-size: 1rem; margin: 0; }
            table { border-collapse: collapse; } td, th { text-align: left; padding: .2rem .8rem .2rem 0; vertical-align: top; }
            th { border-bottom: 1px solid var(--line); }
            section { border: 1px solid var(--line); border-radius: 6px; padding: .8rem 1rem; margin: 1rem 0; }
            pre { overflow-x: auto; padding: .6rem; background: #8881; border-radius: 4px; font-size: 13px; }
            mark { background: none; color: inherit; border-bottom: 2px solid; }
            .good { color: var(--good); } .some { color: var(--some); } .bad { color: var(--bad); }
            .place { opacity: .7; font-size: .85rem; } code { font-size: .9em; }
            """;

    private CoverageHtml() {}

    public static String page(List<PackCoverage> coverages) {
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>What the scenarios reach</title>\n"
                + "<style>\n" + STYLE + "</style>\n</head>\n<body>\n<h1>What the scenarios reach</h1>\n");
        html.append("<p>A limit is shown only if a case lies below it, one exactly at it and one above;"
                + " a constraint only if one case has it hold and another has it fail.</p>\n");
        coverages.forEach(coverage -> pack(coverage, html));
        return html.append("</body>\n</html>\n").toString();
    }

    private static void pack(PackCoverage coverage, StringBuilder html) {
        html.append("<h2>").append(escaped(coverage.pack())).append("</h2>\n<table>\n");
        html.append("<tr><th>of ")
                .append(coverage.cases())
                .append(" cases</th><th>reached</th><th>of</th><th></th></tr>\n");
        share("rules that fired", coverage.fired(), html);
        share("rules that won", coverage.won(), html);
        share("results of constraints", coverage.constraints(), html);
        share("sides of limits", coverage.limits(), html);
        share("rows of tables", coverage.rows(), html);
        html.append("</table>\n");
        coverage.rules().forEach(rule -> rule(rule, html));
        coverage.tables().forEach(table -> table(table, html));
    }

    private static void share(String of, Share share, StringBuilder html) {
        html.append("<tr><td>%s</td><td>%d</td><td>%d</td><td class=\"%s\">%d %%</td></tr>\n"
                .formatted(
                        of, share.reached(), share.all(), share.percent() == 100 ? "good" : "some", share.percent()));
    }

    private static void rule(RuleCoverage rule, StringBuilder html) {
        boolean whole = rule.won()
                && rule.parts().stream().allMatch(part -> part.missing().isEmpty());
        html.append("<section>\n<h3 class=\"")
                .append(!rule.fired() ? "bad" : whole ? "good" : "some")
                .append("\">")
                .append(escaped(rule.info().id() + " " + rule.info().says()))
                .append("</h3>\n<p class=\"place\">")
                .append(escaped(rule.file() + ":" + rule.info().line()))
                .append(" — ")
                .append(state(rule))
                .append("; owner ")
                .append(escaped(rule.info().owner()))
                .append(", source: ")
                .append(escaped(rule.info().source()))
                .append("</p>\n<pre>")
                .append(marked(rule))
                .append("</pre>\n");
        if (!rule.parts().isEmpty()) {
            html.append("<table>\n<tr><th>line</th><th>constraint</th><th>seen</th><th>not seen</th></tr>\n");
            rule.parts().forEach(part -> part(part, html));
            html.append("</table>\n");
        }
        html.append("</section>\n");
    }

    private static String state(RuleCoverage rule) {
        if (rule.won()) {
            return "fired and won";
        }
        return rule.fired() ? "fired and never won" : rule.matched() ? "never fired" : "never found a fact";
    }

    private static void part(Part part, StringBuilder html) {
        String seen = part.goals().stream()
                .filter(goal -> goal.seen())
                .map(goal -> goal.name())
                .collect(Collectors.joining(", "));
        html.append("<tr><td>%s</td><td><code>%s</code></td><td class=\"good\">%s</td><td class=\"bad\">%s</td></tr>\n"
                .formatted(part.range(), escaped(part.text()), seen, String.join(", ", part.missing())));
    }

    /** The rule's text with each constraint marked; a constraint that is written over several lines is marked on its first. */
    private static String marked(RuleCoverage rule) {
        StringBuilder html = new StringBuilder();
        for (int i = 0; i < rule.lines().size(); i++) {
            html.append(marked(rule.lines().get(i), rule.info().line() + i, rule.parts()))
                    .append('\n');
        }
        return html.toString().stripTrailing();
    }

    private static String marked(String line, int number, List<Part> parts) {
        StringBuilder html = new StringBuilder();
        int written = 0;
        for (Part part : parts) {
            int from = part.range().startColumn() - 1;
            boolean oneLine = part.range().endLine() == part.range().startLine();
            int to = oneLine ? part.range().endColumn() - 1 : line.length();
            if (part.range().startLine() == number && from >= written && to <= line.length() && from < to) {
                String missing = String.join(", ", part.missing());
                html.append(escaped(line.substring(written, from)))
                        .append("<mark class=\"")
                        .append(missing.isEmpty() ? "good" : "bad")
                        .append("\" title=\"")
                        .append(missing.isEmpty() ? "all seen" : "never " + missing)
                        .append("\">")
                        .append(escaped(line.substring(from, to)))
                        .append("</mark>");
                written = to;
            }
        }
        return html.append(escaped(line.substring(written))).toString();
    }

    private static void table(TableCoverage table, StringBuilder html) {
        List<RowCoverage> missed =
                table.rows().stream().filter(row -> !row.hit()).toList();
        html.append("<section>\n<h3>").append(escaped(table.type())).append("</h3>\n<p class=\"place\">");
        html.append(escaped(table.file())).append(" — ");
        html.append(table.rows().size() - missed.size())
                .append(" of ")
                .append(table.rows().size());
        html.append(" rows found by a rule; rows that suites bring themselves are not counted</p>\n");
        if (!missed.isEmpty()) {
            html.append("<details><summary>").append(missed.size()).append(" rows not found</summary>\n<table>\n");
            missed.forEach(row -> html.append(
                    "<tr><td>line %d</td><td><code>%s</code></td></tr>\n".formatted(row.line(), escaped(row.text()))));
            html.append("</table></details>\n");
        }
        html.append("</section>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
