package io.plimsoll.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.MarginCall;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.wire.FillJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.LastDecisionJson;
import io.plimsoll.wire.OpenCallJson;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotReader;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A decision of the log with everything it came from, so that it can be made again.
 *
 * @param decision as it was answered
 * @param decidedAt when it was made
 */
public record LoggedCase(JsonNode decision, Case given, PolicyId policy, Instant decidedAt) {

    /**
     * The case of a row.
     *
     * @param openCalls margin calls that were open, as {@link OpenCallJson} writes them
     * @throws IllegalArgumentException if a part is missing or cannot be what it should be; the message says which
     */
    public static LoggedCase of(JsonNode decision, JsonNode snapshot, JsonNode openCalls) {
        if (!openCalls.isArray()) {
            throw new IllegalArgumentException("what calls were open is not known");
        }
        try {
            AccountSnapshot read = SnapshotReader.read(snapshot);
            Case given = new Case(
                    read,
                    new Sha256SnapshotDigest().of(read),
                    OpenCallJson.read(openCalls),
                    LastDecisionJson.read(decision.path("startedFrom")),
                    FillJson.readBooked(decision.path("fills")),
                    Trigger.valueOf(decision.path("trigger").asText()),
                    Instant.parse(decision.path("evaluatedAt").asText()));
            PolicyId policy = new PolicyId(
                    decision.at("/policy/pack").asText(),
                    decision.at("/policy/version").asInt(),
                    decision.at("/policy/hash").asText());
            return new LoggedCase(
                    decision,
                    given,
                    policy,
                    Instant.parse(decision.path("decidedAt").asText()));
        } catch (SnapshotFaults e) {
            throw new IllegalArgumentException("its snapshot cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) { // a word, number or instant that is none
            throw new IllegalArgumentException("it cannot be read: " + e.getMessage(), e);
        }
    }

    /** The calls that a decision left open, which the next one on the account finds: for rows from before they were written down. */
    public static ArrayNode openCallsAfter(@Nullable JsonNode before) {
        ArrayNode open = Json.object().putArray("openCalls");
        if (before != null) {
            for (JsonNode call : before.path("marginCalls")) {
                MarginCall.Status status =
                        MarginCall.Status.valueOf(call.path("status").asText());
                if (status.isOpen()) {
                    var node = open.addObject();
                    for (String field : new String[] {"callId", "marginAccount", "openedAt", "dueBy", "amount"}) {
                        node.set(field, call.path(field));
                    }
                    node.set(
                            "originalAmount",
                            Objects.requireNonNullElse(call.get("originalAmount"), call.path("amount")));
                    node.put(
                            "isJudgedAtDeadline",
                            status == MarginCall.Status.OVERDUE || status == MarginCall.Status.EXPIRED);
                }
            }
        }
        return open;
    }
}
