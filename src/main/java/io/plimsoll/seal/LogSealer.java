package io.plimsoll.seal;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.audit.DatabaseFailure;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.proof.LogHead;
import io.plimsoll.seal.AnchorFile.OtherLog;
import io.plimsoll.seal.SealStore.HeadAltered;
import io.plimsoll.signing.SigningKey;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Seals the decision log behind the decisions, batch by batch, until there is nothing left. Every instance does; one at a time seals. */
@ApplicationScoped
public class LogSealer {

    private static final Logger LOG = Logger.getLogger(LogSealer.class);

    private final AgroalDataSource dataSource;
    private final InstantSource clock;
    private final SealMetrics metrics;
    private final SigningKey key;
    private final SealStore store;
    private final @Nullable AnchorFile anchors;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private volatile Instant caughtUpAt;

    /** @throws SigningKey.SigningKeyUnusable if the key can neither be read nor made */
    @Inject
    LogSealer(AgroalDataSource dataSource, SealConfig config, InstantSource clock, MeterRegistry registry) {
        if (config.batchMax() < 1 || config.batchMax() > LogHead.SIZE_MAX) {
            throw new IllegalArgumentException(
                    "plimsoll.seal.batch-max must be 1 to " + LogHead.SIZE_MAX + ", is " + config.batchMax());
        }
        this.dataSource = dataSource;
        this.clock = clock;
        this.key = SigningKey.at(config.keyFile());
        this.store = new SealStore(key, config.batchMax());
        this.anchors = config.anchorFile().map(AnchorFile::new).orElse(null);
        this.caughtUpAt = clock.instant();
        this.metrics = new SealMetrics(registry, this);
    }

    @Scheduled(
            identity = "log-sealer",
            every = "${plimsoll.seal.every:5s}",
            delayed = "2s",
            concurrentExecution = ConcurrentExecution.SKIP)
    void sealWhatIsNew() {
        try {
            seal();
            anchor();
        } catch (LogUnavailable e) {
            LOG.warnf("sealing waits for the decision log: failure=%s", DatabaseFailure.described(e));
        }
    }

    /** Brings the file of anchors up to the last head. */
    private void anchor() throws LogUnavailable {
        if (anchors == null) {
            return;
        }
        try (Connection connection = dataSource.getConnection()) {
            anchors.append(connection);
        } catch (OtherLog e) {
            metrics.altered();
            LOG.errorf("nothing is anchored: %s", e.getMessage());
        } catch (IOException e) {
            metrics.notAnchored();
            LOG.errorf("nothing is anchored: the file cannot be written: %s", e);
        } catch (SQLException e) {
            throw new LogUnavailable("the heads of the log cannot be read", e);
        }
    }

    /**
     * Seals everything that is in the log now.
     *
     * @throws LogUnavailable if the database is away, or the last head was altered; what was sealed before stays so
     */
    public void seal() throws LogUnavailable {
        oneAtATime.lock();
        try {
            LogHead head = sealNext();
            while (head != null) {
                metrics.sealed((double) head.size());
                LOG.debugf("sealed: batch=%d size=%d lastPosition=%d", head.batch(), head.size(), head.lastPosition());
                caughtUpAt = clock.instant(); // a long past is caught up with batch by batch
                head = sealNext();
            }
            caughtUpAt = clock.instant();
        } catch (HeadAltered e) {
            metrics.altered();
            LOG.error("the log is not sealed any further: its last head is not as it was signed");
            throw new LogUnavailable("the last head of the log is not as it was signed", e);
        } catch (SQLException e) {
            throw new LogUnavailable("the decision log cannot be sealed", e);
        } finally {
            oneAtATime.unlock();
        }
    }

    private @Nullable LogHead sealNext() throws SQLException, HeadAltered {
        long startedAtNanos = System.nanoTime();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                LogHead head = store.sealNext(connection, clock.instant());
                connection.commit();
                if (head != null) {
                    metrics.took(System.nanoTime() - startedAtNanos);
                }
                return head;
            } finally {
                connection.rollback(); // nothing is left to undo after a commit
                connection.setAutoCommit(true);
            }
        }
    }

    /** How long ago this instance last had sealed a batch, or found nothing to seal. */
    Duration sinceCaughtUp() {
        return Duration.between(caughtUpAt, clock.instant());
    }

    /** The key that signs now. */
    SigningKey key() {
        return key;
    }

    SealStore store() {
        return store;
    }

    /** Where heads are kept outside of the database. */
    Optional<AnchorFile> anchorFile() {
        return Optional.ofNullable(anchors);
    }
}
