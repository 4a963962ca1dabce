package io.plimsoll.seal;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.audit.DatabaseFailure;
import io.plimsoll.audit.LogConfig;
import io.plimsoll.audit.LogFollower;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.proof.Hash;
import io.plimsoll.proof.LogHead;
import io.plimsoll.proof.Removal;
import io.plimsoll.seal.AnchorFile.OtherLog;
import io.plimsoll.seal.PartitionArchive.NotAsSealed;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Removes whole partitions of the log that are older than they must be kept, and signs what was removed. Whatever speaks against it keeps the partition
 * until the next look: a legal hold, rows that are not as they were sealed, not anchored, taken or archived, accounts that are still to be decided on it.
 */
@ApplicationScoped
public class LogRetention {

    static final Duration PERIOD_MIN = Duration.ofDays(1);

    private static final Logger LOG = Logger.getLogger(LogRetention.class);

    /** Nobody seals and nobody places a hold meanwhile; who waits for the log waits so long at most. */
    private static final String TAKE_TURN = """
            set local synchronous_commit = on;
            set local lock_timeout = '4s';
            select pg_advisory_xact_lock(7710240002);
            lock table legal_hold in share mode""";

    private final AgroalDataSource dataSource;
    private final LogSealer sealer;
    private final PartitionArchive archive;
    private final List<LogFollower> followers;
    private final Optional<Duration> period;
    private final InstantSource clock;
    private final RetentionMetrics metrics;

    /** @throws IllegalArgumentException if {@code plimsoll.log.retention} is too short */
    @Inject
    LogRetention(
            AgroalDataSource dataSource,
            LogSealer sealer,
            SealedLogArchive sealed,
            LogExport export,
            LogConfig config,
            @Any Instance<LogFollower> followers,
            InstantSource clock,
            MeterRegistry registry) {
        this(
                dataSource,
                sealer,
                new PartitionArchive(config.retentionArchive(), export, sealed),
                followers.stream().toList(),
                config.retention(),
                clock,
                registry);
    }

    LogRetention(
            AgroalDataSource dataSource,
            LogSealer sealer,
            PartitionArchive archive,
            List<LogFollower> followers,
            Optional<Duration> period,
            InstantSource clock,
            MeterRegistry registry) {
        if (period.isPresent() && period.get().compareTo(PERIOD_MIN) < 0) {
            throw new IllegalArgumentException(
                    "plimsoll.log.retention must be at least " + PERIOD_MIN + ", is " + period.get());
        }
        this.dataSource = dataSource;
        this.sealer = sealer;
        this.archive = archive;
        this.followers = List.copyOf(followers);
        this.period = period;
        this.clock = clock;
        this.metrics = new RetentionMetrics(registry);
    }

    @Scheduled(
            identity = "log-retention",
            cron = "${plimsoll.log.retention-cron:0 40 1 * * ?}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void removeWhatIsOld() {
        if (period.isPresent()) {
            try {
                remove(clock.instant().minus(period.get()));
            } catch (LogUnavailable e) {
                metrics.failed();
                LOG.errorf("retention does not go on: failure=%s", DatabaseFailure.described(e));
            }
        }
    }

    /**
     * Removes each partition whose decisions were all made before an instant, as far as nothing keeps it.
     *
     * @return why each of the others is kept, by the partition's name
     */
    Map<String, KeptReason> remove(Instant before) throws LogUnavailable {
        sealer.seal();
        Map<String, KeptReason> kept = new LinkedHashMap<>();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                for (OldPartition partition : OldPartition.all(connection)) {
                    connection.commit();
                    if (partition.decidedUntil().isBefore(before)) {
                        KeptReason reason = removed(connection, partition);
                        if (reason != null) {
                            kept.put(partition.name(), reason);
                            LOG.warnf("partition is kept: name=%s reason=%s", partition.name(), reason);
                        }
                    }
                }
            } finally {
                connection.rollback(); // nothing is left to undo after a commit
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new LogUnavailable("the partitions of the log cannot be removed", e);
        }
        metrics.kept(kept.values());
        return kept;
    }

    /** Removes a partition; what keeps it if it is not removed. */
    private @Nullable KeptReason removed(Connection connection, OldPartition partition)
            throws SQLException, LogUnavailable {
        KeptReason known = keptBy(connection, partition);
        connection.commit();
        if (known != null) {
            return known;
        }
        Optional<Hash> archived;
        try {
            archived = archive.write(partition);
        } catch (NotAsSealed e) {
            LOG.errorf("partition is not as it was sealed: name=%s cause=%s", partition.name(), e.getMessage());
            return KeptReason.ALTERED;
        } catch (IOException e) {
            LOG.errorf("partition is not archived: name=%s cause=%s", partition.name(), e.getMessage());
            return KeptReason.NOT_ARCHIVED;
        }
        try (Statement turn = connection.createStatement()) {
            turn.execute(TAKE_TURN);
        }
        KeptReason meanwhile = keptBy(connection, partition);
        if (meanwhile != null) {
            connection.rollback();
            return meanwhile;
        }
        Removal removal = removal(connection, partition, archived.orElse(null));
        sealer.store().keepKey(connection);
        RemovalStore.remove(connection, removal, partition.name(), sealer.key());
        connection.commit();
        metrics.removed((double) partition.rows());
        LOG.infof("partition removed: name=%s rows=%d number=%d", partition.name(), partition.rows(), removal.number());
        return null;
    }

    private @Nullable KeptReason keptBy(Connection connection, OldPartition partition)
            throws SQLException, LogUnavailable {
        OldPartition.Sealed sealed = partition.sealed(connection);
        if (sealed.isMissing()) {
            return KeptReason.MISSING;
        }
        if (sealed.isUnsealed()) {
            return KeptReason.NOT_SEALED;
        }
        if (!isAnchored(sealed.lastBatch())) {
            return KeptReason.NOT_ANCHORED;
        }
        for (LogFollower follower : followers) {
            if (follower.takenUpTo() < partition.last()) {
                return KeptReason.NOT_TAKEN;
            }
        }
        return partition.keptBy(connection);
    }

    private boolean isAnchored(long batch) throws LogUnavailable {
        for (LogFollower follower : followers) {
            if (follower.headsTakenUpTo() < batch) {
                return false;
            }
        }
        try {
            AnchorFile file = sealer.anchorFile().orElse(null);
            return file == null || file.lastBatch() >= batch;
        } catch (IOException | OtherLog e) {
            LOG.errorf("the file of anchors cannot be read: %s", e.getMessage());
            return false;
        }
    }

    private Removal removal(Connection connection, OldPartition partition, @Nullable Hash archived)
            throws SQLException {
        LogHead head = sealer.store().lastSealed(connection);
        Optional<Removal> last = RemovalStore.last(connection);
        return new Removal(
                head.log(),
                last.map(Removal::number).orElse(0L) + 1,
                partition.first(),
                partition.last(),
                partition.sealed(connection).rowsBefore(),
                partition.rows(),
                partition.decidedUntil(),
                head.batch(),
                head.hash(),
                last.map(Removal::hash).orElse(Hash.NONE),
                archived,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }
}
