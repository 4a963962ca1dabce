package io.plimsoll.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.plimsoll.audit.DatabaseFailure;
import io.plimsoll.audit.Page;
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
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Commits to how every account stands: once a day by default, one signed root over all of them with sums by instrument. Its holder can check that
 * an account is counted and how, and learns nothing of others.
 */
@ApplicationScoped
public class AccountStates {

    private static final Logger LOG = Logger.getLogger(AccountStates.class);

    /** All instances are told to by the same clock; one does. */
    private static final Duration APART_MIN = Duration.ofMinutes(30);

    private static final int ROWS_FETCHED = 200;

    private static final String TAKE_TURN = "select pg_advisory_xact_lock(7710240003)";

    private static final String SELECT_LAST = "select number, last_position, signed, salt, leaves, committed_at"
            + " from account_states order by number desc limit 1";

    private static final String SELECT_LAST_NUMBER = "select coalesce(max(number), 0) from account_states";

    private static final String SELECT_SEALED =
            "select coalesce(max(last_position), 0), (select log_id from sealed_log) from sealed_batch";

    private static final String SELECT_STATE =
            "select log_position, document from decision where account_id = ? and log_position <= ?"
                    + " order by log_position desc limit 1";

    private static final String SELECT_STATES = """
            select it.log_position, it.document from account_standing standing cross join lateral (
                select log_position, document from decision
                where account_id = standing.account_id and log_position <= ? order by log_position desc limit 1) it""";

    private static final String INSERT = """
            insert into account_states (number, last_position, signed, key_id, salt, leaves, committed_at)
            values (?, ?, ?, ?, ?, ?, ?)""";

    private static final String SELECT_SIGNED =
            "select number, signed from account_states where number > ? order by number limit ?";

    private final AgroalDataSource dataSource;
    private final LogSealer sealer;
    private final SealedLogArchive archive;
    private final StatesConfig config;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private volatile @Nullable Provable provable;

    @Inject
    AccountStates(
            AgroalDataSource dataSource,
            LogSealer sealer,
            SealedLogArchive archive,
            StatesConfig config,
            InstantSource clock) {
        this.dataSource = dataSource;
        this.sealer = sealer;
        this.archive = archive;
        this.config = config;
        this.clock = clock;
    }

    /** The last commitment, with what proves each account of it. */
    private record Committed(
            long number, long lastPosition, String signed, Hash salt, List<Hash> leaves, Instant committedAt) {}

    /**
     * A signed statement about all accounts.
     *
     * @param signed a JWS
     */
    public record Signed(long number, String signed) {}

    @Scheduled(
            identity = "account-states",
            cron = "${plimsoll.states.cron:0 10 0 * * ?}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void commitOnce() {
        try {
            commit(APART_MIN);
        } catch (LogUnavailable e) {
            LOG.warnf("accounts are not committed to: failure=%s", DatabaseFailure.described(e));
        }
    }

    /**
     * Seals the log and commits to all accounts as it leaves them.
     *
     * @param apartMin nothing is done where the last commitment is younger
     */
    void commit(Duration apartMin) throws LogUnavailable {
        sealer.seal();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                commit(connection, apartMin);
                connection.commit();
            } finally {
                connection.rollback(); // nothing is left to undo after a commit
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new LogUnavailable("the accounts cannot be committed to", e);
        }
    }

    private void commit(Connection connection, Duration apartMin) throws SQLException {
        try (Statement turn = connection.createStatement()) {
            turn.execute(TAKE_TURN);
        }
        Optional<Committed> last = last(connection);
        Instant now = clock.instant();
        if (last.isPresent() && now.isBefore(last.get().committedAt().plus(apartMin))) {
            return;
        }
        long position;
        ObjectNode statement = Json.object();
        try (PreparedStatement select = connection.prepareStatement(SELECT_SEALED);
                ResultSet row = select.executeQuery()) {
            row.next();
            position = row.getLong(1);
            statement.put("log", row.getString(2));
        }
        Hash salt = salt();
        InstrumentSums sums = new InstrumentSums();
        List<Hash> leaves = leaves(connection, position, salt, sums);
        if (leaves.isEmpty()) {
            return;
        }
        long number = last.map(Committed::number).orElse(0L) + 1;
        statement.put("number", number).put("lastPosition", position).put("at", now.toString());
        statement
                .put("accounts", leaves.size())
                .put("root", MerkleTree.of(leaves).root().toString());
        statement.put(
                "previous",
                last.map(it -> Hash.ofText(it.signed())).orElse(Hash.NONE).toString());
        sums.write(config.accountsMin(), statement);
        insert(connection, number, position, statement, salt, leaves, now);
        LOG.infof("accounts committed to: number=%d accounts=%d lastPosition=%d", number, leaves.size(), position);
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
                    leaves.add(leaf(salt, state));
                    sums.add(state);
                }
            }
        }
        leaves.sort((one, other) -> Arrays.compareUnsigned(one.bytes(), other.bytes()));
        return leaves;
    }

    private static Hash leaf(Hash salt, JsonNode state) {
        return AccountState.leaf(AccountState.salt(salt, state.path("accountId").asText()), state);
    }

    private void insert(
            Connection connection,
            long number,
            long position,
            ObjectNode statement,
            Hash salt,
            List<Hash> leaves,
            Instant now)
            throws SQLException {
        sealer.store().keepKey(connection);
        byte[] bytes = new byte[leaves.size() * Hash.BYTES];
        for (int i = 0; i < leaves.size(); i++) {
            System.arraycopy(leaves.get(i).bytes(), 0, bytes, i * Hash.BYTES, Hash.BYTES);
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setLong(1, number);
            insert.setLong(2, position);
            insert.setString(3, sealer.key().sign(SignedKind.ACCOUNT_STATES, CanonicalJson.text(statement)));
            insert.setString(4, sealer.key().keyId());
            insert.setBytes(5, salt.bytes());
            insert.setBytes(6, bytes);
            insert.setObject(7, now.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    private static Optional<Committed> last(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_LAST);
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            byte[] bytes = row.getBytes("leaves");
            List<Hash> leaves = new ArrayList<>();
            for (int from = 0; from < bytes.length; from += Hash.BYTES) {
                leaves.add(Hash.ofBytes(Arrays.copyOfRange(bytes, from, from + Hash.BYTES)));
            }
            return Optional.of(new Committed(
                    row.getLong("number"),
                    row.getLong("last_position"),
                    row.getString("signed"),
                    Hash.ofBytes(row.getBytes("salt")),
                    leaves,
                    row.getObject("committed_at", OffsetDateTime.class).toInstant()));
        }
    }

    /** What shows how an account is counted in the last commitment; empty if it is not, as one that is younger. */
    public Optional<String> proof(String accountId) throws LogUnavailable {
        return archive.reading(connection -> {
            Provable last = lastProvable(connection);
            JsonNode state = last == null
                    ? null
                    : state(connection, accountId, last.committed().lastPosition());
            if (last == null || state == null) {
                return Optional.empty();
            }
            Hash salt = last.committed().salt();
            int place = last.committed().leaves().indexOf(leaf(salt, state));
            List<Hash> path = place < 0 ? List.of() : last.tree().path(place);
            return Optional.of(Json.text(AccountState.proof(
                    last.committed().signed(), place, path, AccountState.salt(salt, accountId), state)));
        });
    }

    /** Read and built once for each commitment: it never changes. Null before the first. */
    private @Nullable Provable lastProvable(Connection connection) throws SQLException {
        Provable known = provable;
        if (known == null || known.committed().number() != lastNumber(connection)) {
            known = last(connection)
                    .map(it -> new Provable(it, MerkleTree.of(it.leaves())))
                    .orElse(null);
            provable = known;
        }
        return known;
    }

    private static long lastNumber(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_LAST_NUMBER);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** A commitment with the tree over its accounts. */
    private record Provable(Committed committed, MerkleTree tree) {}

    private static @Nullable JsonNode state(Connection connection, String accountId, long position)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_STATE)) {
            select.setString(1, accountId);
            select.setLong(2, position);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? AccountState.of(row.getLong(1), LogRows.parsed(row, "document")) : null;
            }
        }
    }

    /** Signed statements after a number, oldest first; the page's {@code next} is the number of its last. */
    public Page<Signed> signed(long after, int limit) throws LogUnavailable {
        return archive.reading(connection -> {
            List<Signed> signed = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(SELECT_SIGNED)) {
                select.setLong(1, after);
                select.setInt(2, limit + 1);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        signed.add(new Signed(rows.getLong(1), rows.getString(2)));
                    }
                }
            }
            boolean isMore = signed.size() > limit;
            List<Signed> page = isMore ? signed.subList(0, limit) : signed;
            return new Page<>(page, isMore ? page.getLast().number() : null);
        });
    }

    private Hash salt() {
        byte[] bytes = new byte[Hash.BYTES];
        random.nextBytes(bytes);
        return Hash.ofBytes(bytes);
    }
}
