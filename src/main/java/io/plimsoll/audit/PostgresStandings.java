package io.plimsoll.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.plimsoll.account.Side;
import io.plimsoll.decision.DecisionLog.Standing;
import io.plimsoll.decision.LastDecision;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.decision.OpenIntent;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.LastDecisionJson;
import io.plimsoll.wire.SnapshotFaults;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where accounts stand, with their open margin calls, by one query for all that are asked for. */
final class PostgresStandings implements StandingReader.StandingStore {

    private static final String SELECT = """
            select standing.account_id, standing.revision, standing.sequence, standing.snapshot_digest,
                   standing.decision_id, standing.pack, standing.last_decisions, call.call_id, call.instrument, call.side, call.opened_at,
                   call.opened_at_nanos, call.due_by, call.due_by_nanos, call.original_amount,
                   call.amount, call.wakes_at, intent.intent_id, intent.attempt, intent.expires_at, intent.judged_at_expiry,
                   standing.judged_at, %s, %s
            from account_standing standing
            left join margin_call call on call.account_id = standing.account_id and call.is_open
            left join closure_intent intent on intent.account_id = standing.account_id and intent.is_open
            where standing.account_id = any(?)
            order by standing.account_id, call.call_position""".formatted(LegColumns.SELECT, FillColumns.SELECT);

    private final AgroalDataSource dataSource;

    PostgresStandings(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Map<String, Standing> read(Set<String> accountIds) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setArray(1, connection.createArrayOf("text", accountIds.toArray()));
            Map<String, Standing> standings = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                boolean isRow = rows.next();
                while (isRow) {
                    String accountId = rows.getString("account_id");
                    Standing withoutCalls = standing(rows, List.of());
                    List<OpenCall> openCalls = new ArrayList<>();
                    while (isRow && rows.getString("account_id").equals(accountId)) {
                        addCallIfAny(rows, openCalls);
                        isRow = rows.next();
                    }
                    standings.put(accountId, withCalls(withoutCalls, openCalls));
                }
            }
            return standings;
        }
    }

    private static void addCallIfAny(ResultSet rows, List<OpenCall> openCalls) throws SQLException {
        if (rows.getString("call_id") != null) {
            openCalls.add(openCall(rows));
        }
    }

    private static Standing standing(ResultSet rows, List<OpenCall> openCalls) throws SQLException {
        OffsetDateTime judgedAt = rows.getObject("judged_at", OffsetDateTime.class);
        return new Standing(
                rows.getLong("revision"),
                rows.getLong("sequence"),
                rows.getString("snapshot_digest"),
                rows.getString("decision_id"),
                rows.getString("pack"),
                judgedAt == null ? null : judgedAt.toInstant(),
                openCalls,
                lastDecisions(rows.getString("last_decisions")),
                openIntent(rows),
                FillColumns.read(rows.getString("fills")));
    }

    private static Standing withCalls(Standing standing, List<OpenCall> openCalls) {
        return new Standing(
                standing.revision(),
                standing.sequence(),
                standing.snapshotDigest(),
                standing.decisionId(),
                standing.pack(),
                standing.judgedAt(),
                openCalls,
                standing.lastDecisions(),
                standing.openIntent(),
                standing.fills());
    }

    private static List<LastDecision> lastDecisions(String json) {
        return LastDecisionJson.read(parsed(json));
    }

    private static @Nullable OpenIntent openIntent(ResultSet rows) throws SQLException {
        String intentId = rows.getString("intent_id");
        return intentId == null
                ? null
                : new OpenIntent(
                        intentId,
                        rows.getInt("attempt"),
                        rows.getObject("expires_at", OffsetDateTime.class).toInstant(),
                        rows.getObject("judged_at_expiry", OffsetDateTime.class).toInstant(),
                        LegColumns.read(rows.getString("legs")));
    }

    private static JsonNode parsed(String json) {
        try {
            return Json.parse(json);
        } catch (SnapshotFaults e) {
            throw new IllegalStateException("the stored standing of an account is not readable", e);
        }
    }

    private static OpenCall openCall(ResultSet rows) throws SQLException {
        String side = rows.getString("side");
        return new OpenCall(
                rows.getString("call_id"),
                MarginCallRow.marginAccount(rows.getString("instrument"), side == null ? null : Side.valueOf(side)),
                instant(rows, "opened_at"),
                instant(rows, "due_by"),
                rows.getBigDecimal("original_amount"),
                rows.getBigDecimal("amount"),
                rows.getObject("wakes_at") == null);
    }

    private static Instant instant(ResultSet rows, String column) throws SQLException {
        Instant micros = rows.getObject(column, OffsetDateTime.class).toInstant();
        return MarginCallRow.exact(micros, rows.getShort(column + "_nanos"));
    }
}
