package io.plimsoll.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Rows of the decision log as they are sealed and exported. */
final class LogRows {

    /** What {@link #content} and {@link #sealed} read. */
    static final String COLUMNS =
            "log_position, decision_id, account_id, snapshot_sequence, trigger, as_of, evaluated_at, decided_at,"
                    + " pack, version, policy_hash, outcome, rules, snapshot_digest, snapshot, document, revision, open_calls";

    private LogRows() {}

    /** All that a row says. */
    static ObjectNode content(ResultSet row, long previous) throws SQLException {
        ObjectNode content = Json.object();
        content.set("columns", columns(row));
        content.put("previous", previous);
        content.set("revision", revision(row));
        content.set("openCalls", openCalls(row));
        content.set("snapshot", parsed(row, "snapshot"));
        content.set("decision", parsed(row, "document"));
        return content;
    }

    static JsonNode revision(ResultSet row) throws SQLException {
        long revision = row.getLong("revision");
        return row.wasNull() ? NullNode.getInstance() : Json.object().numberNode(revision);
    }

    static JsonNode openCalls(ResultSet row) throws SQLException {
        return row.getString("open_calls") == null ? NullNode.getInstance() : parsed(row, "open_calls");
    }

    static JsonNode parsed(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        try {
            return Json.parse(text);
        } catch (SnapshotFaults e) { // somebody has altered it: shown as it is, and the proof fails
            return Json.object().textNode(text);
        }
    }

    private static ObjectNode columns(ResultSet row) throws SQLException {
        ObjectNode columns = Json.object();
        columns.put("decisionId", row.getString("decision_id"));
        columns.put("accountId", row.getString("account_id"));
        columns.put("snapshotSequence", row.getLong("snapshot_sequence"));
        columns.put("trigger", row.getString("trigger"));
        columns.put("asOf", instant(row, "as_of"));
        columns.put("evaluatedAt", instant(row, "evaluated_at"));
        columns.put("decidedAt", instant(row, "decided_at"));
        columns.put("pack", row.getString("pack"));
        columns.put("version", row.getInt("version"));
        columns.put("policyHash", row.getString("policy_hash"));
        columns.put("outcome", row.getString("outcome"));
        ArrayNode rules = columns.putArray("rules");
        for (String rule : (String[]) row.getArray("rules").getArray()) {
            rules.add(rule);
        }
        columns.put("snapshotDigest", row.getString("snapshot_digest"));
        return columns;
    }

    private static @Nullable String instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime instant = row.getObject(column, OffsetDateTime.class);
        return instant == null ? null : instant.toInstant().toString();
    }
}
