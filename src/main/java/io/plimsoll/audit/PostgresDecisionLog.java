package io.plimsoll.audit;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionLog;
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
import java.util.Optional;

/** The decision log in PostgreSQL. */
@ApplicationScoped
public class PostgresDecisionLog implements DecisionLog {

    private static final String SELECT_LAST_JUDGED =
            "select snapshot from decision where account_id = ? order by log_position desc limit 1";

    private final AgroalDataSource dataSource;
    private final Reachability reachability;
    private final LogMetrics metrics;
    private final StandingReader reader;
    private final LogWriter writer;
    private final IntentSigner signer;
    private final Duration waitMax;
    private final Duration stopWaitMax;

    @Inject
    PostgresDecisionLog(AgroalDataSource dataSource, MeterRegistry registry, LogConfig config, IntentSigner signer) {
        this.dataSource = dataSource;
        this.reachability = new Reachability(config.probeInterval());
        this.metrics = new LogMetrics(registry);
        this.reader = new StandingReader(
                new PostgresStandings(dataSource), reachability, config.batchMax(), config.queueMax());
        this.writer = new LogWriter(
                new PostgresBatchStore(dataSource), metrics, reachability, config.batchMax(), config.queueMax());
        this.signer = signer;
        this.waitMax = config.waitMax();
        this.stopWaitMax = config.stopWaitMax();
    }

    void start(@Observes StartupEvent event) {
        reader.start();
        writer.start();
    }

    void stop(@Observes ShutdownEvent event) {
        reader.stop();
        writer.stop(stopWaitMax);
    }

    /** Runs something after each commit that wrote decisions, on the writer's thread: it must be quick and not fail. */
    public void whenWritten(Runnable listener) {
        writer.whenWritten(listener);
    }

    /** False once the writer has ended, so that nothing could become durable. */
    boolean isWriting() {
        return writer.isAlive();
    }

    /** Asks the database; as any other caller, at most now and then while it is known to be away. */
    boolean isReachable() {
        try {
            standing("");
            return true;
        } catch (LogUnavailable e) {
            return false;
        }
    }

    @Override
    public Standing standing(String accountId) throws LogUnavailable {
        return reader.read(accountId, waitMax);
    }

    @Override
    public Optional<AccountSnapshot> lastJudged(String accountId) throws LogUnavailable {
        reachability.check();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT_LAST_JUDGED)) {
            select.setString(1, accountId);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(SnapshotReader.read(rows.getString(1))) : Optional.empty();
            }
        } catch (SQLException e) {
            throw reachability.failed(e);
        } catch (SnapshotFaults e) {
            throw new IllegalStateException("the stored snapshot of an account is not readable", e);
        }
    }

    @Override
    public void append(AccountSnapshot snapshot, String snapshotDigest, Decision decision, Standing from)
            throws Overtaken, LogUnavailable {
        reachability.check();
        long startedAtNanos = System.nanoTime();
        LogEntry entry = new LogEntry(snapshot, snapshotDigest, decision, from, signer.sign(snapshot, decision, from));
        writer.enqueue(entry);
        entry.await(waitMax);
        metrics.appended(System.nanoTime() - startedAtNanos);
    }
}
