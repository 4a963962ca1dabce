package io.plimsoll.audit;

import io.agroal.api.AgroalDataSource;
import io.plimsoll.account.Side;
import io.plimsoll.decision.DecisionLog.Standing;
import io.plimsoll.decision.LastDecision;
import io.plimsoll.decision.OpenCall;
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

/** Where accounts stand, with their open margin calls, by one query for all that are asked for. */
final class PostgresStandings implements StandingReader.StandingStore {

    private static final String SELECT = """
            select standing.account_id, standing.revision, standing.sequence, standing.snapshot_digest,
                   standing.decision_id, standing.pack, standing.last_decisions, call.call_id, call.instrument, call.side, call.opened_at,
                   call.opened_at_nanos, call.due_by, call.due_by_nanos, call.original_amount,
                   call.amount, call.wakes_at
            from account_standing standing
            left join margin_call call on call.account_id = standing.account_id and call.is_open
            where standing.account_id = any(?)
            order by standing.account_id, call.call_position""";

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
        return new Standing(
                rows.getLong("revision"),
                rows.getLong("sequence"),
                rows.getString("snapshot_digest"),
                rows.getString("decision_id"),
                rows.getString("pack"),
                openCalls,
                lastDecisions(rows.getString("last_decisions")));
    }

    private static Standing withCalls(Standing standing, List<OpenCall> openCalls) {
        return new Standing(
                standing.revision(),
                standing.sequence(),
                standing.snapshotDigest(),
                standing.decisionId(),
                standing.pack(),
                openCalls,
                standing.lastDecisions());
    }

    private static List<LastDecision> lastDecisions(String json) {
        try {
            return LastDecisionJson.read(Json.parse(json));
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
