package io.plimsoll.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.installation.BuildInfo;
import io.plimsoll.policy.FindingCodes;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.check.Fix;
import io.plimsoll.rules.model.Range;
import io.plimsoll.wire.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Findings as SARIF 2.1.0, which code hosts and editors read. */
final class Sarif {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private Sarif() {}

    /** One log with one run; its rules are all codes there are, so that a result refers to its own by index. */
    static ObjectNode log(List<Finding> findings, boolean truncated) {
        ObjectNode log = Json.object().put("$schema", SCHEMA).put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "plimsoll").put("version", BuildInfo.ofThisProgram().version());
        ArrayNode rules = driver.putArray("rules");
        FindingCodes.all().forEach((code, about) -> {
            ObjectNode rule = rules.addObject().put("id", code);
            rule.putObject("shortDescription").put("text", about);
            rule.putObject("help").put("text", Finding.PAGES + code + ".md");
        });
        run.put("columnKind", "utf16CodeUnits");
        List<String> codes = new ArrayList<>(FindingCodes.all().keySet());
        ArrayNode results = run.putArray("results");
        findings.forEach(finding -> write(finding, codes.indexOf(finding.code()), results.addObject()));
        run.putObject("properties").put("truncated", truncated);
        return log;
    }

    private static void write(Finding finding, int ruleIndex, ObjectNode result) {
        result.put("ruleId", finding.code()).put("ruleIndex", ruleIndex);
        result.put("level", finding.isError() ? "error" : "warning");
        String hint = finding.hint() == null ? "" : " (" + finding.hint() + ")";
        result.putObject("message").put("text", finding.message() + hint);
        ObjectNode location = result.putArray("locations").addObject();
        ObjectNode place = location.putObject("physicalLocation");
        artifact(finding.file(), place.putObject("artifactLocation"));
        ObjectNode region = region(finding.range(), place.putObject("region"));
        region.putObject("snippet").put("text", finding.snippet());
        if (finding.rule() != null) {
            location.putArray("logicalLocations").addObject().put("name", finding.rule());
        }
        if (!finding.fixes().isEmpty()) {
            ArrayNode fixes = result.putArray("fixes");
            finding.fixes().forEach(fix -> write(finding.file(), fix, fixes.addObject()));
        }
    }

    private static void write(String file, Fix fix, ObjectNode node) {
        node.putObject("description").put("text", fix.title());
        ObjectNode change = node.putArray("artifactChanges").addObject();
        artifact(file, change.putObject("artifactLocation"));
        ObjectNode replacement = change.putArray("replacements").addObject();
        region(fix.range(), replacement.putObject("deletedRegion"));
        replacement.putObject("insertedContent").put("text", fix.replacement());
    }

    private static void artifact(String file, ObjectNode node) {
        try {
            node.put("uri", new URI(null, null, file, null).getRawPath());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("a path that no URI can hold: " + file, e);
        }
    }

    private static ObjectNode region(Range range, ObjectNode node) {
        return node.put("startLine", range.startLine())
                .put("startColumn", range.startColumn())
                .put("endLine", range.endLine())
                .put("endColumn", range.endColumn());
    }
}
