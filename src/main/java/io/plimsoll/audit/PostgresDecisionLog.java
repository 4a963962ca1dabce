package io.plimsoll.audit;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Side;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionLog;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotReader;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The decision log in PostgreSQL. */
@ApplicationScoped
public class PostgresDecisionLog implements DecisionLog {

    private static final String SELECT_STANDING = """
            select standing.revision, standing.sequence, standing.snapshot_digest, standing.decision_id, standing.pack,
                   call.call_id, call.instrument, call.side, call.opened_at, call.opened_at_nanos,
                   call.due_by, call.due_by_nanos, call.amount
            from account_standing standing
            left join margin_call call on call.account_id = standing.account_id and call.is_open
            where standing.account_id = ?
            order by call.call_position""";

    private static final String SELECT_LATEST_SNAPSHOT = """
            select decision.snapshot
            from account_standing standing join decision on decision.decision_id = standing.decision_id
            where standing.account_id = ?""";

    private final AgroalDataSource dataSource;
    private final Reachability reachability;
    private final LogMetrics metrics;
    private final LogWriter writer;
    private final Duration appendWaitMax;
    private final Duration stopWaitMax;

    @Inject
    PostgresDecisionLog(AgroalDataSource dataSource, MeterRegistry registry, LogConfig config) {
        this.dataSource = dataSource;
        this.reachability = new Reachability(config.probeInterval());
        this.metrics = new LogMetrics(registry);
        this.writer = new LogWriter(
                new PostgresBatchStore(dataSource), metrics, reachability, config.batchMax(), config.queueMax());
        this.appendWaitMax = config.appendWaitMax();
        this.stopWaitMax = config.stopWaitMax();
    }

    void start(@Observes StartupEvent event) {
        writer.start();
    }

    void stop(@Observes ShutdownEvent event) {
        writer.stop(stopWaitMax);
    }

    /** False once the writer has ended, so that nothing could become durable. */
    boolean isWriting() {
        return writer.isAlive();
    }

    /** Asks the database; as any other caller, at most now and then while it is known to be away. */
    boolean isReachable() {
        try {
            return query("select revision from account_standing where account_id = ?", "", rows -> true);
        } catch (LogUnavailable e) {
            return false;
        }
    }

    @Override
    public Standing standing(String accountId) throws LogUnavailable {
        return query(SELECT_STANDING, accountId, PostgresDecisionLog::standing);
    }

    @Override
    public Optional<AccountSnapshot> latestSnapshot(String accountId) throws LogUnavailable {
        String stored = query(SELECT_LATEST_SNAPSHOT, accountId, rows -> rows.next() ? rows.getString(1) : null);
        try {
            return stored == null ? Optional.empty() : Optional.of(SnapshotReader.read(stored));
        } catch (SnapshotFaults e) {
            throw new IllegalStateException("the stored snapshot of an account is not readable", e);
        }
    }

    @Override
    public void append(AccountSnapshot snapshot, String snapshotDigest, Decision decision, Standing from)
            throws Overtaken, LogUnavailable {
        reachability.check();
        long startedAtNanos = System.nanoTime();
        LogEntry entry = new LogEntry(snapshot, snapshotDigest, decision, from);
        writer.enqueue(entry);
        entry.await(appendWaitMax);
        metrics.appended(System.nanoTime() - startedAtNanos);
    }

    private <T extends @Nullable Object> T query(String sql, String accountId, RowReader<T> reader)
            throws LogUnavailable {
        reachability.check();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, accountId);
            try (ResultSet rows = select.executeQuery()) {
                T read = reader.read(rows);
                reachability.succeeded();
                return read;
            }
        } catch (SQLException e) {
            throw reachability.failed(e);
        }
    }

    private static Standing standing(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            return Standing.NEW;
        }
        long revision = rows.getLong("revision");
        long sequence = rows.getLong("sequence");
        String digest = rows.getString("snapshot_digest");
        String decisionId = rows.getString("decision_id");
        String pack = rows.getString("pack");
        List<OpenCall> openCalls = new ArrayList<>();
        do {
            if (rows.getString("call_id") != null) {
                openCalls.add(openCall(rows));
            }
        } while (rows.next());
        return new Standing(revision, sequence, digest, decisionId, pack, openCalls);
    }

    private static OpenCall openCall(ResultSet rows) throws SQLException {
        String side = rows.getString("side");
        return new OpenCall(
                rows.getString("call_id"),
                MarginCallRow.marginAccount(rows.getString("instrument"), side == null ? null : Side.valueOf(side)),
                instant(rows, "opened_at"),
                instant(rows, "due_by"),
                rows.getBigDecimal("amount"));
    }

    private static Instant instant(ResultSet rows, String column) throws SQLException {
        Instant micros = rows.getObject(column, OffsetDateTime.class).toInstant();
        return MarginCallRow.exact(micros, rows.getShort(column + "_nanos"));
    }

    /** Reads a result into a value. */
    @FunctionalInterface
    private interface RowReader<T extends @Nullable Object> {
        T read(ResultSet rows) throws SQLException;
    }
}
