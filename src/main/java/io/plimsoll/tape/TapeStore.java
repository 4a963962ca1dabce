package io.plimsoll.tape;

import io.agroal.api.AgroalDataSource;
import io.plimsoll.audit.LoggedDecision;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the tape. One transaction takes the next decisions of the log, numbers what they tell and notes how far the tape has come, all or
 * nothing: whatever dies when, the next one goes on from there, so that no number is left out or given twice.
 */
@ApplicationScoped
class TapeStore implements Projection {

    /** Of several instances one writes; the others find nothing to do. */
    private static final String TAKE_TURN = "select log_position from tape_progress for update skip locked";

    /** Those that tell something, told by their text so that the others need not be read. */
    private static final String SELECT_TELLING = """
            select log_position, document from decision
            where log_position > ? and log_position <= ?
                and (document like '%"closure":{%' or document like '%"marginCalls":[{%')
            order by log_position limit ?""";

    private static final String TAKE_NUMBERS = """
            insert into tape_instrument as known (instrument, last_seq) values (?, ?)
            on conflict (instrument) do update set last_seq = known.last_seq + excluded.last_seq
            returning last_seq""";

    private static final String INSERT_EVENT = """
            insert into tape_event (instrument, seq, log_position, ordinal, decision_id, policy_hash, account_id,
                decided_at, recorded_at, stage, call_status, position_side, closing_side, method, quantity, mark,
                bankruptcy_price, notional, added_notional, currency, fund_delta)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String MOVE_PROGRESS = "update tape_progress set log_position = ?";

    private final AgroalDataSource dataSource;
    private final TapeConfig config;
    private final InstantSource clock;

    @Inject
    TapeStore(AgroalDataSource dataSource, TapeConfig config, InstantSource clock) {
        this.dataSource = dataSource;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public long position() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement("select log_position from tape_progress");
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public Written write(long head) {
        return QuarkusTransaction.requiringNew().call(() -> writeInTransaction(head));
    }

    private Written writeInTransaction(long head) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            long from = takeTurn(connection);
            if (from < 0 || from >= head) {
                return new Written(Math.max(from, 0), 0, from < 0);
            }
            long end = Math.min(head, from + config.spanMax());
            List<LoggedDecision> telling = telling(connection, from, end, config.batchMax());
            List<Numbered> entries = entries(telling);
            insert(connection, entries);
            long to = telling.size() < config.batchMax()
                    ? head
                    : telling.getLast().position();
            try (PreparedStatement move = connection.prepareStatement(MOVE_PROGRESS)) {
                move.setLong(1, to);
                move.executeUpdate();
            }
            return new Written(to, entries.size(), false);
        }
    }

    private static long takeTurn(Connection connection) throws SQLException {
        try (PreparedStatement turn = connection.prepareStatement(TAKE_TURN);
                ResultSet rows = turn.executeQuery()) {
            return rows.next() ? rows.getLong(1) : -1;
        }
    }

    private static List<LoggedDecision> telling(Connection connection, long from, long head, int countMax)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_TELLING)) {
            select.setLong(1, from);
            select.setLong(2, head);
            select.setInt(3, countMax);
            List<LoggedDecision> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new LoggedDecision(rows.getLong(1), rows.getString(2)));
                }
            }
            return found;
        }
    }

    private static List<Numbered> entries(List<LoggedDecision> telling) {
        List<Numbered> entries = new ArrayList<>();
        for (LoggedDecision decision : telling) {
            try {
                TapeEntries.of(Json.parse(decision.document()))
                        .forEach(entry -> entries.add(new Numbered(decision.position(), entry)));
            } catch (SnapshotFaults | RuntimeException e) {
                throw new IllegalStateException(
                        "the decision at log position " + decision.position() + " is not readable", e);
            }
        }
        return entries;
    }

    private void insert(Connection connection, List<Numbered> entries) throws SQLException {
        Map<String, Long> next = takeNumbers(connection, entries);
        TapeHoldings holdings = TapeHoldings.read(
                connection, entries.stream().map(Numbered::entry).toList());
        Instant recordedAt = clock.instant();
        try (PreparedStatement insert = connection.prepareStatement(INSERT_EVENT)) {
            for (Numbered numbered : entries) {
                TapeEntry entry = numbered.entry();
                long seq = next.merge(entry.instrument(), 1L, Long::sum) - 1;
                bind(insert, numbered, seq, recordedAt, holdings.added(entry));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        holdings.write(connection);
    }

    /** The first of as many numbers as each instrument needs. */
    private static Map<String, Long> takeNumbers(Connection connection, List<Numbered> entries) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        entries.forEach(numbered -> counts.merge(numbered.entry().instrument(), 1L, Long::sum));
        Map<String, Long> first = new TreeMap<>();
        try (PreparedStatement take = connection.prepareStatement(TAKE_NUMBERS)) {
            for (Map.Entry<String, Long> count : counts.entrySet()) {
                take.setString(1, count.getKey());
                take.setLong(2, count.getValue());
                try (ResultSet rows = take.executeQuery()) {
                    rows.next();
                    first.put(count.getKey(), rows.getLong(1) - count.getValue() + 1);
                }
            }
        }
        return first;
    }

    private static void bind(
            PreparedStatement insert, Numbered numbered, long seq, Instant recordedAt, BigDecimal addedNotional)
            throws SQLException {
        TapeEntry entry = numbered.entry();
        TapeEntry.Closing closing = entry.closing();
        insert.setString(1, entry.instrument());
        insert.setLong(2, seq);
        insert.setLong(3, numbered.logPosition());
        insert.setInt(4, entry.ordinal());
        insert.setString(5, entry.source().decisionId());
        insert.setString(6, entry.source().policyHash());
        insert.setString(7, entry.source().accountId());
        insert.setObject(8, micros(entry.source().decidedAt()));
        insert.setObject(9, micros(recordedAt));
        insert.setString(10, entry.stage().name());
        insert.setString(11, entry.callStatus());
        insert.setString(12, entry.positionSide());
        insert.setString(13, closing == null ? null : closing.side());
        insert.setString(14, closing == null ? null : closing.method());
        insert.setBigDecimal(15, closing == null ? null : closing.quantity());
        insert.setBigDecimal(16, closing == null ? null : closing.mark());
        insert.setBigDecimal(17, closing == null ? null : closing.bankruptcyPrice());
        insert.setBigDecimal(18, entry.notional());
        insert.setBigDecimal(19, addedNotional);
        insert.setString(20, entry.currency());
        insert.setBigDecimal(21, entry.fundDelta());
    }

    /** Cut to the microsecond that PostgreSQL keeps; the driver would round. */
    static Object micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private record Numbered(long logPosition, TapeEntry entry) {}
}
