package io.plimsoll.audit;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Keeps partitions of the decision log ready ahead of its writers, and begins a new one where the current one has taken in decisions for long enough. All
 * instances do; one at a time.
 */
@ApplicationScoped
public class LogPartitions {

    static final long ROWS_MIN = 1_000;
    static final long ROWS_MAX = 100_000_000;
    static final Duration PERIOD_MIN = Duration.ofHours(1);

    private static final Logger LOG = Logger.getLogger(LogPartitions.class);

    private static final String TAKE_TURN = """
            set local lock_timeout = '2s';
            select pg_advisory_xact_lock(7710240004)""";

    /** Nobody is given a position meanwhile; the same lock as {@link PostgresBatchStore} takes. */
    private static final String TAKE_TURN_OF_WRITERS = "select pg_advisory_xact_lock(7710240001)";

    private static final String ADOPT = "select adopt_default_decisions()";

    private static final String COUNT_DEFAULT = "select count(*) from decision_default";

    private static final String SELECT_AHEAD =
            "select max(end_position) - 1 - (select last_value from decision_position) from decision_partition";

    private static final String ADD = "select add_decision_partition(?)";

    private static final String SELECT_CURRENT = """
            select it.first_position, it.end_position from decision_partition it, decision_position
            where last_value between it.first_position and it.end_position - 1""";

    private static final String SELECT_FIRST =
            "select decided_at from decision where log_position >= ? and log_position < ? order by log_position limit 1";

    /** Positions that are left over are never given. */
    private static final String SKIP_TO = "select setval('decision_position', ?)";

    private final AgroalDataSource dataSource;
    private final InstantSource clock;
    private final long rows;
    private final Duration period;
    private final AtomicLong astray = new AtomicLong();
    private long adopted;

    /** @throws IllegalArgumentException if a setting is out of its range */
    @Inject
    LogPartitions(AgroalDataSource dataSource, LogConfig config, InstantSource clock, MeterRegistry registry) {
        this(dataSource, config.partitionRows(), config.partitionPeriod(), clock, registry);
    }

    LogPartitions(
            AgroalDataSource dataSource, long rows, Duration period, InstantSource clock, MeterRegistry registry) {
        if (rows < ROWS_MIN || rows > ROWS_MAX) {
            throw new IllegalArgumentException(
                    "plimsoll.log.partition-rows must be " + ROWS_MIN + " to " + ROWS_MAX + ", is " + rows);
        }
        if (period.compareTo(PERIOD_MIN) < 0) {
            throw new IllegalArgumentException(
                    "plimsoll.log.partition-period must be at least " + PERIOD_MIN + ", is " + period);
        }
        this.dataSource = dataSource;
        this.rows = rows;
        this.period = period;
        this.clock = clock;
        Gauge.builder("plimsoll.log.astray", astray, AtomicLong::get)
                .description("Decisions that this instance found written where no partition was ready; must stay 0")
                .register(registry);
    }

    void start(@Observes StartupEvent event) {
        keep();
    }

    @Scheduled(
            identity = "log-partitions",
            every = "${plimsoll.log.partition-interval:10s}",
            delayed = "10s",
            concurrentExecution = ConcurrentExecution.SKIP)
    void keep() {
        try {
            maintain();
        } catch (SQLException e) {
            LOG.warnf("partitions of the log are not made: failure=%s", DatabaseFailure.described(e));
        }
    }

    /** Adopts what went astray, begins a new partition if it is time, and makes sure that there is one whole partition ahead. */
    void maintain() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(TAKE_TURN);
                adopt(statement);
                makeAhead(connection);
                beginNextIfDue(connection);
                makeAhead(connection);
                connection.commit();
            } finally {
                connection.rollback(); // nothing is left to undo after a commit
                connection.setAutoCommit(true);
            }
        }
    }

    private void adopt(Statement statement) throws SQLException {
        long found = number(statement, COUNT_DEFAULT);
        astray.set(adopted + found);
        if (found > 0) {
            LOG.errorf("decisions were written where no partition was ready: rows=%d", found);
            statement.execute(TAKE_TURN_OF_WRITERS);
            adopted += number(statement, ADOPT);
            astray.set(adopted);
        }
    }

    private void makeAhead(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                PreparedStatement add = connection.prepareStatement(ADD)) {
            while (number(statement, SELECT_AHEAD) < rows) {
                add.setLong(1, rows);
                add.execute();
            }
        }
    }

    private void beginNextIfDue(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet current = statement.executeQuery(SELECT_CURRENT)) {
            if (!current.next()) {
                return;
            }
            long first = current.getLong(1);
            long end = current.getLong(2);
            if (begun(connection, first, end).plus(period).isBefore(clock.instant())) {
                statement.execute(TAKE_TURN_OF_WRITERS);
                skipTo(connection, end - 1);
            }
        }
    }

    /** When the partition took in its first decision; now, while it is empty. */
    private Instant begun(Connection connection, long first, long end) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_FIRST)) {
            select.setLong(1, first);
            select.setLong(2, end);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getObject(1, OffsetDateTime.class).toInstant() : clock.instant();
            }
        }
    }

    /** Unless others have come so far meanwhile. */
    private static void skipTo(Connection connection, long position) throws SQLException {
        try (Statement statement = connection.createStatement();
                PreparedStatement skip = connection.prepareStatement(SKIP_TO)) {
            if (number(statement, "select last_value from decision_position") < position) {
                skip.setLong(1, position);
                skip.execute();
            }
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
