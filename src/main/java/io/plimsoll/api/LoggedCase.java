package io.plimsoll.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.audit.DecisionArchive.ArchivedCase;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.wire.FillJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.LastDecisionJson;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A decision of the log as it can be decided again.
 *
 * @param pack pack that decided
 * @param policyHash content of the version that decided
 */
record LoggedCase(Case given, String pack, String policyHash) {

    static LoggedCase of(ArchivedCase archived) {
        try {
            JsonNode document = Json.parse(CaseJson.text(archived));
            JsonNode decision = document.get("decision");
            AccountSnapshot snapshot = SnapshotReader.read(document.get("snapshot"));
            List<OpenCall> calls = new ArrayList<>();
            document.get("openCalls").forEach(call -> calls.add(openCall(call)));
            Case given = new Case(
                    snapshot,
                    new Sha256SnapshotDigest().of(snapshot),
                    calls,
                    LastDecisionJson.read(decision.path("startedFrom")),
                    FillJson.readBooked(decision.path("fills")),
                    Trigger.valueOf(decision.path("trigger").asText()),
                    Instant.parse(decision.path("evaluatedAt").asText()));
            return new LoggedCase(
                    given,
                    decision.at("/policy/pack").asText(),
                    decision.at("/policy/hash").asText());
        } catch (SnapshotFaults e) {
            throw new IllegalStateException("the decision log holds what the service would not take", e);
        }
    }

    private static OpenCall openCall(JsonNode call) {
        MarginAccountId account =
                MarginAccountId.parse(call.path("marginAccount").asText()).orElseThrow();
        return new OpenCall(
                call.path("callId").asText(),
                account,
                Instant.parse(call.path("openedAt").asText()),
                Instant.parse(call.path("dueBy").asText()),
                new BigDecimal(call.path("originalAmount").asText()),
                new BigDecimal(call.path("amount").asText()),
                false);
    }
}
