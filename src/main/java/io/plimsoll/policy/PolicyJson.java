package io.plimsoll.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.check.Fix;
import io.plimsoll.rules.model.Range;
import io.plimsoll.wire.Json;
import java.util.List;

/** Findings and attempts as JSON, alike in status, registry and command line. */
public final class PolicyJson {
    private PolicyJson() {}

    public static ArrayNode findings(List<Finding> findings) {
        ArrayNode array = Json.object().putArray("findings");
        findings.forEach(finding -> write(finding, array.addObject()));
        return array;
    }

    /** One finding; lines and columns count from 1, the end column is exclusive. */
    public static void write(Finding finding, ObjectNode node) {
        node.put("severity", finding.severity().name());
        node.put("code", finding.code());
        node.put("message", finding.message());
        node.put("file", finding.file());
        write(finding.range(), node.putObject("range"));
        node.put("rule", finding.rule());
        node.put("snippet", finding.snippet());
        node.put("hint", finding.hint());
        ArrayNode fixes = node.putArray("fixes");
        for (Fix fix : finding.fixes()) {
            ObjectNode one = fixes.addObject().put("title", fix.title());
            write(fix.range(), one.putObject("range"));
            one.put("replacement", fix.replacement());
        }
        node.put("doc", finding.doc());
    }

    private static void write(Range range, ObjectNode node) {
        node.putObject("start").put("line", range.startLine()).put("column", range.startColumn());
        node.putObject("end").put("line", range.endLine()).put("column", range.endColumn());
    }

    static void write(Attempt attempt, ObjectNode node) {
        node.put("at", attempt.at().toString());
        node.put("state", attempt.state().name());
        node.put("cause", attempt.cause().name());
        node.put("hash", attempt.hash());
        node.put("version", attempt.version());
        node.put("tookMs", attempt.took().toMillis());
        node.put("compiled", attempt.compiledIn() != null);
        node.put("detail", attempt.detail());
        node.putObject("scenarios").put("cases", attempt.cases()).put("failed", attempt.casesFailed());
        node.set("findings", findings(attempt.findings()));
    }

    static void write(Pending attempt, ObjectNode node) {
        node.put("since", attempt.since().toString());
        node.put("cause", attempt.cause().name());
        node.put("step", attempt.step().name());
    }

    static void write(ServedPack version, ObjectNode node) {
        node.put("version", version.id().version());
        node.put("hash", version.id().hash());
        node.put("since", version.since().toString());
        node.put(
                "effectiveFrom",
                version.manifest().effectiveFrom().map(Object::toString).orElse(null));
        node.put("rules", version.ruleCount());
        VersionPolicy decides = version.decides();
        node.putObject("evaluator")
                .put("kind", decides.evaluator().name())
                .put("why", decides.why())
                .put("reference", decides.referenceState());
        ObjectNode tables = node.putObject("tables");
        version.rowCounts().forEach(tables::put);
    }
}
