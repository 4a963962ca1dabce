package io.plimsoll.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.audit.DecisionArchive.ArchivedCase;
import io.plimsoll.replay.LoggedReplays;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;

/** Writes a decision together with what it came from: the snapshot, and the margin calls that were open. */
final class CaseJson {
    private CaseJson() {}

    static String text(ArchivedCase archived) {
        ObjectNode node = Json.object();
        node.set("decision", parsed(archived.decision()));
        node.set("snapshot", parsed(archived.snapshot()));
        node.set("openCalls", LoggedReplays.openCalls(archived));
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
