package io.plimsoll.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Outcome;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotReader;

/**
 * What the service itself reads from a record of {@code accounts}. Calls, closure intents and fills it asks the log for when it decides the account:
 * a fill is in no record.
 *
 * @param snapshot what the decision rests on
 * @param revision of the account after that decision, see {@link io.plimsoll.decision.DecisionLog.Standing#revision}
 * @param held true if that decision was held
 */
record AccountRecord(AccountSnapshot snapshot, long revision, boolean held) {

    /** Reads what {@link PublishedRecords} has written. */
    static AccountRecord read(byte[] value) throws SnapshotFaults {
        JsonNode root = Json.parse(value);
        return new AccountRecord(
                SnapshotReader.read(root.path("snapshot")),
                root.path("revision").asLong(),
                root.path("outcome").asText().equals(Outcome.HOLD.name()));
    }
}
