package io.plimsoll.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.audit.DecisionArchive.ArchivedCase;
import io.plimsoll.decision.MarginCall;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.util.List;

/** Writes a decision together with what it came from: the snapshot, and the margin calls that were open. */
final class CaseJson {
    private CaseJson() {}

    static String text(ArchivedCase archived) {
        ObjectNode node = Json.object();
        node.set("decision", parsed(archived.decision()));
        node.set("snapshot", parsed(archived.snapshot()));
        ArrayNode openCalls = node.putArray("openCalls");
        String before = archived.before();
        if (before != null) {
            for (JsonNode call : parsed(before).path("marginCalls")) {
                if (MarginCall.Status.valueOf(call.path("status").asText()).isOpen()) {
                    ObjectNode open = openCalls.addObject();
                    for (String field : List.of("callId", "marginAccount", "openedAt", "dueBy", "amount")) {
                        open.set(field, call.path(field));
                    }
                    open.set(
                            "originalAmount",
                            call.has("originalAmount") ? call.get("originalAmount") : call.path("amount"));
                }
            }
        }
        return Json.text(node);
    }

    private static JsonNode parsed(String document) {
        try {
            return Json.parse(document);
        } catch (SnapshotFaults e) {
            throw new IllegalStateException("the decision log holds what is no JSON", e);
        }
    }
}
