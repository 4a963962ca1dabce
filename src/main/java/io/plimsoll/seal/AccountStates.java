package io.plimsoll.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.plimsoll.audit.DatabaseFailure;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.proof.AccountState;
import io.plimsoll.proof.Hash;
import io.plimsoll.proof.MerkleTree;
import io.plimsoll.signing.SignedKind;
import io.plimsoll.wire.CanonicalJson;
import io.plimsoll.wire.Json;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Commits to how every account stands: one signed root over all of them, every minute behind the sealed log and seldomer where it takes long. Once a day it says also
 * what all of them hold of each instrument: sums that were told more often would show who has changed what. Every instance commits; one at a time.
 */
@ApplicationScoped
public class AccountStates {

    private static final Logger LOG = Logger.getLogger(AccountStates.class);

    /** All instances are told to tell sums by the same clock; one does. */
    private static final Duration SUMS_APART_MIN = Duration.ofMinutes(30);

    /** It takes at most a hundredth of the time. */
    private static final long IDLE_TIMES_MIN = 100;

    private static final int ROWS_FETCHED = 200;

    private static final String TAKE_TURN = "select pg_advisory_xact_lock(7710240003)";

    private static final String SELECT_SEALED =
            "select coalesce(max(last_position), 0), (select log_id from sealed_log) from sealed_batch";

    private static final String SELECT_STATES = """
            select it.log_position, it.document from account_standing standing cross join lateral (
                select log_position, document from decision
                where account_id = standing.account_id and log_position <= ? order by log_position desc limit 1) it""";

    private final AgroalDataSource dataSource;
    private final LogSealer sealer;
    private final StatesConfig config;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private volatile Duration took = Duration.ZERO;

    @Inject
    AccountStates(AgroalDataSource dataSource, LogSealer sealer, StatesConfig config, InstantSource clock) {
        this.dataSource = dataSource;
        this.sealer = sealer;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            identity = "account-states",
            every = "${plimsoll.states.every:1M}",
            delayed = "30s",
            concurrentExecution = ConcurrentExecution.SKIP)
    void commitWhatIsNew() {
        try {
            commit();
        } catch (LogUnavailable e) {
            LOG.warnf("accounts are not committed to: failure=%s", DatabaseFailure.described(e));
        }
    }

    @Scheduled(
            identity = "account-sums",
            cron = "${plimsoll.states.sums-cron:0 10 0 * * ?}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void commitWithSums() {
        try {
            commitWithSums(SUMS_APART_MIN);
        } catch (LogUnavailable e) {
            LOG.warnf("sums over accounts are not told: failure=%s", DatabaseFailure.described(e));
        }
    }

    /** Seals the log and commits to all accounts as it leaves them, unless nothing is new or the last commitment is young. */
    void commit() throws LogUnavailable {
        Duration costly = took.multipliedBy(IDLE_TIMES_MIN);
        Duration half = config.every().dividedBy(2); // of several instances one is in time
        Duration apartMin = costly.compareTo(half) > 0 ? costly : half;
        sealer.seal();
        inTurn(connection -> {
            Optional<CommittedStates> last = CommittedStates.last(connection);
            if (last.isEmpty()
                    || !isYoung(last.get().committedAt(), apartMin)
                            && last.get().lastPosition() < sealed(connection).position()) {
                commit(connection, last, false);
            }
        });
    }

    /**
     * As {@link #commit()}, with sums over the accounts, and also where nothing is new.
     *
     * @param apartMin nothing is done where sums were told less long ago
     */
    void commitWithSums(Duration apartMin) throws LogUnavailable {
        sealer.seal();
        inTurn(connection -> {
            Instant lastSummed = CommittedStates.lastSummed(connection);
            if (lastSummed == null || !isYoung(lastSummed, apartMin)) {
                commit(connection, CommittedStates.last(connection), true);
            }
        });
    }

    private boolean isYoung(Instant committedAt, Duration apartMin) {
        return clock.instant().isBefore(committedAt.plus(apartMin));
    }

    @FunctionalInterface
    private interface Work {
        void in(Connection connection) throws SQLException;
    }

    private void inTurn(Work work) throws LogUnavailable {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement turn = connection.createStatement()) {
                turn.execute(TAKE_TURN);
                work.in(connection);
                connection.commit();
            } finally {
                connection.rollback(); // nothing is left to undo after a commit
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new LogUnavailable("the accounts cannot be committed to", e);
        }
    }

    private void commit(Connection connection, Optional<CommittedStates> last, boolean isSummed) throws SQLException {
        long startedAtNanos = System.nanoTime();
        Instant now = clock.instant();
        Sealed sealed = sealed(connection);
        Hash salt = salt();
        InstrumentSums sums = new InstrumentSums();
        List<Hash> leaves = leaves(connection, sealed.position(), salt, sums);
        if (leaves.isEmpty()) {
            return;
        }
        long number = last.map(CommittedStates::number).orElse(0L) + 1;
        ObjectNode statement = Json.object()
                .put("log", sealed.log())
                .put("number", number)
                .put("lastPosition", sealed.position())
                .put("at", now.toString())
                .put("accounts", leaves.size())
                .put("root", MerkleTree.of(leaves).root().toString())
                .put(
                        "previous",
                        last.map(it -> Hash.ofText(it.signed()))
                                .orElse(Hash.NONE)
                                .toString());
        if (isSummed) {
            sums.write(config.accountsMin(), statement);
        }
        sealer.store().keepKey(connection);
        new CommittedStates(
                        number,
                        sealed.position(),
                        sealer.key().sign(SignedKind.ACCOUNT_STATES, CanonicalJson.text(statement)),
                        salt,
                        now)
                .insert(connection, sealer.key().keyId(), isSummed, Hash.joined(leaves));
        took = Duration.ofNanos(System.nanoTime() - startedAtNanos);
        LOG.debugf(
                "accounts committed to: number=%d accounts=%d lastPosition=%d took=%s",
                number, leaves.size(), sealed.position(), took);
    }

    /** How far the log is sealed. */
    private record Sealed(long position, String log) {}

    private static Sealed sealed(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_SEALED);
                ResultSet row = select.executeQuery()) {
            row.next();
            return new Sealed(row.getLong(1), row.getString(2));
        }
    }

    private static List<Hash> leaves(Connection connection, long position, Hash salt, InstrumentSums sums)
            throws SQLException {
        List<Hash> leaves = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT_STATES)) {
            select.setFetchSize(ROWS_FETCHED);
            select.setLong(1, position);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    JsonNode state = AccountState.of(rows.getLong(1), LogRows.parsed(rows, "document"));
                    leaves.add(AccountState.leaf(
                            AccountState.salt(salt, state.path("accountId").asText()), state));
                    sums.add(state);
                }
            }
        }
        leaves.sort((one, other) -> Arrays.compareUnsigned(one.bytes(), other.bytes()));
        return leaves;
    }

    private Hash salt() {
        byte[] bytes = new byte[Hash.BYTES];
        random.nextBytes(bytes);
        return Hash.ofBytes(bytes);
    }
}
