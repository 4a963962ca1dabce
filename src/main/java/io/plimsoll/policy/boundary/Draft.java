package io.plimsoll.policy.boundary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.money.Decimals;
import io.plimsoll.policy.scenario.Suite;
import io.plimsoll.policy.scenario.Suite.Scenario;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.LastDecisionJson;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotJson;
import io.plimsoll.wire.SnapshotReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A case of the pack as JSON, to be changed in one place: {@code snapshot}, {@code openCalls} and {@code lastDecisions}.
 *
 * @param document not to be changed
 */
record Draft(Suite suite, Scenario scenario, ObjectNode document) {
    private static final Sha256SnapshotDigest DIGEST = new Sha256SnapshotDigest();

    static Draft of(Suite suite, Scenario scenario) {
        ObjectNode document = Json.object();
        document.set("snapshot", SnapshotJson.write(scenario.given().snapshot()));
        ArrayNode calls = document.putArray("openCalls");
        for (OpenCall call : scenario.given().openCalls()) {
            calls.addObject()
                    .put("marginAccount", call.marginAccount().toString())
                    .put("openedAt", call.openedAt().toString())
                    .put("dueBy", call.dueBy().toString())
                    .put("amount", Decimals.plain(call.amount()))
                    .put("originalAmount", Decimals.plain(call.originalAmount()));
        }
        document.set("lastDecisions", LastDecisionJson.write(scenario.given().lastDecisions()));
        return new Draft(suite, scenario, document);
    }

    /** True if the case is judged at a deadline. */
    boolean isOfDeadline() {
        return scenario.given().trigger() == Trigger.DEADLINE;
    }

    /** The case that a changed document describes; empty if no service would take its snapshot. */
    Optional<Case> given(JsonNode changed) {
        try {
            AccountSnapshot snapshot = SnapshotReader.read(changed.get("snapshot"));
            List<OpenCall> calls = new ArrayList<>();
            for (int i = 0; i < changed.path("openCalls").size(); i++) {
                JsonNode call = changed.get("openCalls").get(i);
                OpenCall before = scenario.given().openCalls().get(i);
                calls.add(new OpenCall(
                        before.callId(),
                        before.marginAccount(),
                        Instant.parse(call.path("openedAt").asText()),
                        Instant.parse(call.path("dueBy").asText()),
                        before.originalAmount(),
                        new BigDecimal(call.path("amount").asText()),
                        false));
            }
            String content = DIGEST.of(snapshot);
            Case given = isOfDeadline()
                    ? Case.ofDeadline(snapshot, content, calls, scenario.given().evaluatedAt())
                    : Case.ofSnapshot(snapshot, content, calls);
            return Optional.of(given.after(LastDecisionJson.read(changed.path("lastDecisions"))));
        } catch (SnapshotFaults | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
