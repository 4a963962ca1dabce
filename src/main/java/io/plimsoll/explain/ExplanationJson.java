package io.plimsoll.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.explain.NotFired.FailedTest;
import io.plimsoll.explain.NotFired.Lacked;
import io.plimsoll.rules.model.RuleInfo;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.WouldChangeJson;
import java.util.List;

/** Writes an explanation. */
public final class ExplanationJson {

    private static final List<String> HEAD = List.of(
            "decisionId",
            "accountId",
            "snapshotSequence",
            "asOf",
            "evaluatedAt",
            "decidedAt",
            "trigger",
            "policy",
            "outcome");

    private ExplanationJson() {}

    public static ObjectNode write(Explanation explanation) {
        ObjectNode node = Json.object();
        HEAD.forEach(field -> node.set(field, explanation.decision().path(field)));
        node.put("same", explanation.isSame());
        node.put("customer", CustomerSentence.of(explanation.decision()));
        ArrayNode fired = node.putArray("fired");
        for (JsonNode reason : explanation.decision().path("because")) {
            ObjectNode of = fired.addObject();
            reason.properties().forEach(field -> of.set(field.getKey(), field.getValue()));
            RuleInfo rule = explanation.rules().get(reason.path("rule").asText());
            if (rule != null) {
                write(rule, of);
            }
        }
        ArrayNode notFired = node.putArray("notFired");
        explanation.notFired().forEach(rule -> write(rule, notFired.addObject()));
        node.set("wouldChange", WouldChangeJson.write(explanation.wouldChange()));
        return node;
    }

    private static void write(RuleInfo rule, ObjectNode node) {
        node.put("owner", rule.owner()).put("source", rule.source());
        node.put("file", rule.file()).put("line", rule.line()).put("text", rule.text());
    }

    private static void write(NotFired notFired, ObjectNode node) {
        node.put("rule", notFired.rule().id());
        node.put("says", notFired.rule().says());
        node.put("stage", notFired.rule().stage().name());
        if (notFired.marginAccount() != null) {
            node.put("marginAccount", notFired.marginAccount());
        }
        Lacked lacked = notFired.lacked();
        node.put("condition", lacked.condition());
        node.put("lacked", lacked.kind().name());
        FailedTest test = lacked.test();
        if (test != null) {
            ObjectNode failed = node.putObject("failed");
            failed.put("test", test.test());
            if (test.of() != null) {
                failed.put("of", test.of());
            }
            failed.put("actual", test.actual()).put("relation", test.relation()).put("needed", test.needed());
            failed.put("distance", test.distance());
        }
        write(notFired.rule(), node);
    }
}
