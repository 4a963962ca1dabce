package io.plimsoll.audit;

import io.agroal.api.AgroalDataSource;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.MarginCall;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes a batch in one transaction of four statements, the closure intents and the margin calls. All writers of all instances take turns by an advisory
 * lock, so that {@code log_position} is the order of commit: a reader who has seen a position has seen every one before it.
 */
final class PostgresBatchStore implements BatchStore {

    /** Durable whatever the server's default is; and an instance that freezes in its turn is thrown out of it. */
    private static final String TAKE_TURN = """
            set local synchronous_commit = on;
            set local lock_timeout = '4s';
            set local idle_in_transaction_session_timeout = '4s';
            select pg_advisory_xact_lock(7710240001)""";

    private static final String MOVE_STANDINGS = """
            insert into account_standing as standing
                (account_id, revision, sequence, snapshot_digest, decision_id, pack, as_of, decided_at,
                 last_decisions, judged_at)
            select * from unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[],
                                 ?::timestamptz[], ?::timestamptz[], ?::text[], ?::timestamptz[])
            on conflict (account_id) do update set
                revision = excluded.revision, sequence = excluded.sequence,
                snapshot_digest = excluded.snapshot_digest, decision_id = excluded.decision_id,
                pack = excluded.pack, as_of = excluded.as_of, decided_at = excluded.decided_at,
                last_decisions = excluded.last_decisions, judged_at = excluded.judged_at, reconcile_at = null
            where standing.revision = excluded.revision - 1
            returning account_id""";

    private static final String INSERT_IDENTITIES = """
            insert into decision_identity (decision_id)
            select decision_id from unnest(?::text[]) with ordinality it(decision_id, place) order by place
            returning decision_id, log_position""";

    private static final String INSERT_DECISION = """
            insert into decision (log_position, decision_id, account_id, snapshot_sequence, trigger, as_of, evaluated_at, decided_at,
                pack, version, policy_hash, outcome, rules, snapshot_digest, snapshot, document, revision,
                open_calls)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final AgroalDataSource dataSource;

    PostgresBatchStore(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Set<String> write(List<LogEntry> batch) throws SQLException {
        List<LogEntry> ordered =
                batch.stream().sorted(Comparator.comparing(LogEntry::accountId)).toList();
        return QuarkusTransaction.requiringNew().call(() -> writeInTransaction(ordered));
    }

    private Set<String> writeInTransaction(List<LogEntry> batch) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            try (Statement turn = connection.createStatement()) {
                turn.execute(TAKE_TURN);
            }
            Set<String> moved = moveStandings(connection, batch);
            List<LogEntry> written = batch.stream()
                    .filter(entry -> moved.contains(entry.accountId()))
                    .toList();
            insertDecisions(connection, written, identify(connection, written));
            IntentStore.write(connection, written);
            writeMarginCalls(written);
            return moved;
        }
    }

    /** Moves each account on by one revision unless it was moved meanwhile, and answers which were. */
    private static Set<String> moveStandings(Connection connection, List<LogEntry> batch) throws SQLException {
        try (PreparedStatement move = connection.prepareStatement(MOVE_STANDINGS)) {
            move.setArray(1, array(connection, "text", batch, LogEntry::accountId));
            move.setArray(
                    2, array(connection, "bigint", batch, entry -> entry.from().revision() + 1));
            move.setArray(
                    3,
                    array(connection, "bigint", batch, entry -> entry.decision().snapshotSequence()));
            move.setArray(4, array(connection, "text", batch, PostgresBatchStore::digestOfSnapshot));
            move.setArray(5, array(connection, "text", batch, PostgresBatchStore::decisionOnSnapshot));
            move.setArray(
                    6,
                    array(
                            connection,
                            "text",
                            batch,
                            entry -> entry.decision().policy().pack()));
            move.setArray(
                    7,
                    array(
                            connection,
                            "timestamptz",
                            batch,
                            entry -> timestamp(entry.decision().asOf()).toString()));
            move.setArray(
                    8,
                    array(
                            connection,
                            "timestamptz",
                            batch,
                            entry -> timestamp(entry.decision().decidedAt()).toString()));
            move.setArray(9, array(connection, "text", batch, LogEntry::lastDecisions));
            move.setArray(
                    10,
                    array(
                            connection,
                            "timestamptz",
                            batch,
                            entry -> timestamp(entry.decision().evaluatedAt()).toString()));
            Set<String> moved = new HashSet<>();
            try (ResultSet rows = move.executeQuery()) {
                while (rows.next()) {
                    moved.add(rows.getString(1));
                }
            }
            return moved;
        }
    }

    /** A deadline, a mark, a fill or an expiry is judged on a snapshot that has its own decision; sent again, it is answered with that one. */
    private static String decisionOnSnapshot(LogEntry entry) {
        String earlier = entry.from().decisionId();
        return entry.decision().trigger().isOnOlderSnapshot() && earlier != null
                ? earlier
                : entry.decision().decisionId();
    }

    /** At other marks the snapshot is still the one that came in. */
    private static String digestOfSnapshot(LogEntry entry) {
        String earlier = entry.from().snapshotDigest();
        return entry.decision().trigger().isOnOlderSnapshot() && earlier != null ? earlier : entry.snapshotDigest();
    }

    /** Answers the position of each decision, by its id. */
    private static Map<String, Long> identify(Connection connection, List<LogEntry> written) throws SQLException {
        Map<String, Long> positions = new HashMap<>();
        try (PreparedStatement insert = connection.prepareStatement(INSERT_IDENTITIES)) {
            insert.setArray(
                    1,
                    array(connection, "text", written, entry -> entry.decision().decisionId()));
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    positions.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return positions;
    }

    private static void insertDecisions(Connection connection, List<LogEntry> written, Map<String, Long> positions)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_DECISION)) {
            for (LogEntry entry : written) {
                Decision decision = entry.decision();
                insert.setLong(1, Objects.requireNonNull(positions.get(decision.decisionId())));
                insert.setString(2, decision.decisionId());
                insert.setString(3, decision.accountId());
                insert.setLong(4, decision.snapshotSequence());
                insert.setString(5, decision.trigger().name());
                insert.setObject(6, timestamp(decision.asOf()));
                insert.setObject(7, timestamp(decision.evaluatedAt()));
                insert.setObject(8, timestamp(decision.decidedAt()));
                insert.setString(9, decision.policy().pack());
                insert.setInt(10, decision.policy().version());
                insert.setString(11, decision.policy().hash());
                insert.setString(12, decision.outcome().name());
                insert.setArray(13, connection.createArrayOf("text", rulesOf(decision)));
                insert.setString(14, entry.snapshotDigest());
                insert.setString(15, entry.snapshot());
                insert.setString(16, entry.document());
                insert.setLong(17, entry.revision());
                insert.setString(18, entry.openCalls());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void writeMarginCalls(List<LogEntry> written) {
        Map<String, MarginCallRow> rows = existingRows(written);
        for (LogEntry entry : written) {
            for (MarginCall call : entry.decision().marginCalls()) {
                MarginCallRow row = rows.get(call.callId());
                if (row == null) {
                    MarginCallRow.opened(call, entry.decision()).persist();
                } else {
                    row.change(call, entry.decision());
                }
            }
        }
    }

    private static Map<String, MarginCallRow> existingRows(List<LogEntry> written) {
        List<String> ids = new ArrayList<>();
        for (LogEntry entry : written) {
            entry.decision().marginCalls().forEach(call -> ids.add(call.callId()));
        }
        Map<String, MarginCallRow> rows = new HashMap<>();
        if (!ids.isEmpty()) {
            MarginCallRow.<MarginCallRow>list("callId in ?1", ids).forEach(row -> rows.put(row.callId, row));
        }
        return rows;
    }

    private static Object[] rulesOf(Decision decision) {
        return decision.because().stream()
                .map(because -> because.proposed().rule())
                .distinct()
                .sorted()
                .toArray();
    }

    /** Cut to the microsecond that PostgreSQL keeps; the driver would round, and an instant in a list could lie after the exact one. */
    private static OffsetDateTime timestamp(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static Array array(
            Connection connection, String type, List<LogEntry> batch, Function<LogEntry, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, batch.stream().map(value).toArray());
    }
}
