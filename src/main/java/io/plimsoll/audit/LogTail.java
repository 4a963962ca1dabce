package io.plimsoll.audit;

import io.agroal.api.AgroalDataSource;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.Outcome;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows the decision log from any position on, the decisions of all instances. Positions are the order of commit, so whoever has read up
 * to one has missed none before it. One thread looks for news on behalf of everybody who waits: at once for what this instance wrote, at
 * an interval for what others did. Locks and not monitors, because those who wait are virtual threads.
 */
@ApplicationScoped
public class LogTail {

    private static final Logger LOG = Logger.getLogger(LogTail.class);
    private static final String SELECT_HEAD = "select coalesce(max(log_position), 0) from decision";

    private final AgroalDataSource dataSource;
    private final PostgresDecisionLog log;
    private final Duration interval;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Condition headMoved = lock.newCondition();
    private final Thread thread = new Thread(this::run, "decision-log-tail");
    private long head;
    private int waiting;
    private boolean isNews;
    private boolean isStopping;

    @Inject
    LogTail(AgroalDataSource dataSource, PostgresDecisionLog log, LogConfig config) {
        this.dataSource = dataSource;
        this.log = log;
        this.interval = config.tailInterval();
    }

    void start(@Observes StartupEvent event) {
        log.whenWritten(this::wake);
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        lock.lock();
        try {
            isStopping = true;
            headMoved.signalAll();
        } finally {
            lock.unlock();
        }
        wake();
    }

    /** Position of the last durable decision; 0 while there is none. */
    public long head() throws LogUnavailable {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT_HEAD);
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new LogUnavailable("the decision log cannot be read", e);
        }
    }

    /**
     * Decisions in the order of their positions.
     *
     * @param toInclusive a position that {@link #head} or {@link #awaitBeyond} has told
     * @param countMax most decisions that are read
     */
    public List<LoggedDecision> read(Selection selection, long fromExclusive, long toInclusive, int countMax)
            throws LogUnavailable {
        Conditions conditions = selection.conditions();
        conditions.add("log_position > ?", fromExclusive);
        conditions.add("log_position <= ?", toInclusive);
        String sql =
                "select log_position, document from decision" + conditions.where() + " order by log_position limit ?";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setInt(conditions.bind(select), countMax);
            List<LoggedDecision> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new LoggedDecision(rows.getLong(1), rows.getString(2)));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new LogUnavailable("the decision log cannot be read", e);
        }
    }

    /** Waits until the log goes on beyond a position; answers its head, or the position where nothing came in time. */
    public long awaitBeyond(long position, Duration waitMax) throws InterruptedException {
        long leftNanos = waitMax.toNanos();
        lock.lockInterruptibly();
        try {
            isNews |= waiting == 0; // the head was not looked after
            waiting++;
            news.signal();
            while (head <= position && leftNanos > 0 && !isStopping) {
                leftNanos = headMoved.awaitNanos(leftNanos);
            }
            return Math.max(head, position);
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            isNews = true;
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        boolean isReachable = true;
        while (awaitNews()) {
            try {
                moveHead(head());
                isReachable = true;
            } catch (LogUnavailable e) {
                if (isReachable) {
                    LOG.warnf("the log cannot be followed: failure=%s", DatabaseFailure.described(e));
                }
                isReachable = false;
            }
        }
    }

    /** False once the service stops. While nobody waits the database is not asked. */
    private boolean awaitNews() {
        long leftNanos = interval.toNanos();
        lock.lock();
        try {
            while (!isStopping && (waiting == 0 || (!isNews && leftNanos > 0))) {
                leftNanos = news.awaitNanos(waiting == 0 ? Long.MAX_VALUE : leftNanos);
            }
            isNews = false;
            return !isStopping;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void moveHead(long found) {
        lock.lock();
        try {
            if (found > head) {
                head = found;
                headMoved.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Which decisions are followed; null in a field follows any. */
    public record Selection(
            @Nullable String accountId,
            @Nullable Outcome outcome,
            @Nullable String pack) {

        public static final Selection ALL = new Selection(null, null, null);

        private Conditions conditions() {
            Conditions conditions = new Conditions();
            conditions.add("account_id = ?", accountId);
            conditions.add("outcome = ?", outcome == null ? null : outcome.name());
            conditions.add("pack = ?", pack);
            return conditions;
        }
    }
}
