package io.plimsoll.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.policy.coverage.PackCoverage;
import io.plimsoll.policy.coverage.PackCoverage.Part;
import io.plimsoll.policy.coverage.PackCoverage.RowCoverage;
import io.plimsoll.policy.coverage.PackCoverage.RuleCoverage;
import io.plimsoll.policy.coverage.PackCoverage.Share;
import io.plimsoll.policy.coverage.PackCoverage.TableCoverage;
import io.plimsoll.wire.Json;
import java.util.ArrayList;
import java.util.List;

/** What scenarios reach, for a person and as JSON. */
final class CoverageReport {
    private CoverageReport() {}

    /** The shares, and of each rule only what no case shows. */
    static void print(PackCoverage coverage, Terminal terminal) {
        terminal.line(coverage.pack() + ": what " + coverage.cases() + " cases reach");
        terminal.line("  rules        " + of(coverage.fired()) + " fired, " + of(coverage.won()) + " won");
        terminal.line("  constraints  " + of(coverage.constraints()) + " results seen, each should hold and fail");
        terminal.line("  limits       " + of(coverage.limits()) + " sides seen: below, at, above");
        terminal.line("  table rows   " + of(coverage.rows()) + " found by a rule");
        for (RuleCoverage rule : coverage.rules()) {
            List<String> missing = missing(rule);
            if (!missing.isEmpty()) {
                terminal.line(rule.info().id() + " " + rule.info().says());
                missing.forEach(line -> terminal.line("  " + line));
            }
        }
    }

    private static String of(Share share) {
        return share.reached() + " of " + share.all();
    }

    private static List<String> missing(RuleCoverage rule) {
        List<String> missing = new ArrayList<>();
        String head = rule.file() + ":" + rule.info().line();
        if (!rule.evaluated()) {
            missing.add(head + " was never asked");
        } else if (!rule.matched()) {
            missing.add(head + " never found a fact");
        } else if (!rule.fired()) {
            missing.add(head + " never fired");
        } else if (!rule.won()) {
            missing.add(head + " fired and never won");
        }
        for (Part part : rule.parts()) {
            if (!part.missing().isEmpty()) {
                missing.add(rule.file() + ":" + part.range() + " `" + part.text() + "` never "
                        + String.join(", ", part.missing()));
            }
        }
        return missing;
    }

    /** The document that {@code policies/README.md} describes. */
    static ObjectNode json(List<PackCoverage> coverages) {
        ObjectNode report = Json.object();
        ArrayNode packs = report.putArray("packs");
        for (PackCoverage coverage : coverages) {
            ObjectNode pack = packs.addObject().put("pack", coverage.pack()).put("cases", coverage.cases());
            ObjectNode shares = pack.putObject("shares");
            write(coverage.fired(), shares.putObject("fired"));
            write(coverage.won(), shares.putObject("won"));
            write(coverage.constraints(), shares.putObject("constraints"));
            write(coverage.limits(), shares.putObject("limits"));
            write(coverage.rows(), shares.putObject("rows"));
            ArrayNode rules = pack.putArray("rules");
            coverage.rules().forEach(rule -> write(rule, rules.addObject()));
            ArrayNode tables = pack.putArray("tables");
            coverage.tables().forEach(table -> write(table, tables.addObject()));
        }
        return report;
    }

    private static void write(Share share, ObjectNode node) {
        node.put("reached", share.reached()).put("all", share.all()).put("percent", share.percent());
    }

    private static void write(RuleCoverage rule, ObjectNode node) {
        node.put("rule", rule.info().id());
        node.put("says", rule.info().says());
        node.put("file", rule.file());
        node.put("line", rule.info().line());
        node.put("evaluated", rule.evaluated());
        node.put("matched", rule.matched());
        node.put("fired", rule.fired());
        node.put("won", rule.won());
        ArrayNode parts = node.putArray("parts");
        for (Part part : rule.parts()) {
            ObjectNode written = parts.addObject();
            written.put("kind", part.kind().name());
            written.put("text", part.text());
            written.put("line", part.range().startLine());
            written.put("column", part.range().startColumn());
            ObjectNode seen = written.putObject("seen");
            part.goals().forEach(goal -> seen.put(goal.name(), goal.seen()));
        }
    }

    private static void write(TableCoverage table, ObjectNode node) {
        node.put("type", table.type());
        node.put("file", table.file());
        ArrayNode rows = node.putArray("rows");
        for (RowCoverage row : table.rows()) {
            rows.addObject().put("line", row.line()).put("hit", row.hit());
        }
    }
}
