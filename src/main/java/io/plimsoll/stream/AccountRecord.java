package io.plimsoll.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.DecisionLog.Standing;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.decision.Outcome;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.LastDecisionJson;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What a record of {@code accounts} says: where an account stood after a decision. Closure intents and fills are not in it; who decides the account
 * asks the log for them.
 *
 * @param snapshot what the decision rests on
 * @param held true if that decision was held
 */
record AccountRecord(AccountSnapshot snapshot, Standing standing, boolean held) {

    /** Reads what {@link PublishedRecords} has written. */
    static AccountRecord read(byte[] value) throws SnapshotFaults {
        JsonNode root = Json.parse(value);
        List<OpenCall> openCalls = new ArrayList<>();
        root.path("openCalls").forEach(call -> openCalls.add(openCall(call)));
        Standing standing = new Standing(
                root.path("revision").asLong(),
                root.path("snapshotSequence").asLong(),
                root.path("snapshotDigest").asText(),
                root.path("decisionId").asText(),
                root.path("policy").path("pack").asText(),
                Instant.parse(root.path("evaluatedAt").asText()).truncatedTo(ChronoUnit.MICROS),
                openCalls,
                LastDecisionJson.read(root.path("lastDecisions")),
                null,
                List.of());
        boolean isHeld = root.path("outcome").asText().equals(Outcome.HOLD.name());
        return new AccountRecord(SnapshotReader.read(root.path("snapshot")), standing, isHeld);
    }

    private static OpenCall openCall(JsonNode call) {
        String account = call.path("marginAccount").asText();
        return new OpenCall(
                call.path("callId").asText(),
                MarginAccountId.parse(account)
                        .orElseThrow(() -> new IllegalArgumentException("no margin account is called " + account)),
                Instant.parse(call.path("openedAt").asText()),
                Instant.parse(call.path("dueBy").asText()),
                new BigDecimal(call.path("originalAmount").asText()),
                new BigDecimal(call.path("amount").asText()),
                call.path("isJudgedAtDeadline").asBoolean());
    }
}
