package io.plimsoll.seal;

import io.plimsoll.proof.Hash;
import io.plimsoll.proof.LogHead;
import io.plimsoll.proof.LogRow;
import io.plimsoll.proof.MerkleTree;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.signing.SignatureVerifier;
import io.plimsoll.signing.SignedKind;
import io.plimsoll.signing.SigningKey;
import io.plimsoll.signing.Verification.Valid;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Seals one batch in one transaction. All instances take turns by an advisory lock, and positions of the log are the order of commit: what follows the
 * last sealed row is sealed next, none left out and none twice, whoever does it and however the one before ended.
 */
final class SealStore {

    private static final int ROWS_FETCHED = 200;

    private static final String TAKE_TURN = """
            set local synchronous_commit = on;
            set local lock_timeout = '4s';
            set local idle_in_transaction_session_timeout = '60s';
            select pg_advisory_xact_lock(7710240002)""";

    private static final String SELECT_LAST = "select signed from sealed_batch order by batch desc limit 1";
    private static final String SELECT_LOG = "select log_id from sealed_log";
    private static final String SELECT_KEYS = "select public_jwk from log_signing_key";

    private static final String SELECT_NEXT =
            "select " + LogRows.COLUMNS + ", coalesce((select max(before.log_position)"
                    + " from decision before where before.account_id = it.account_id and before.log_position < it.log_position), 0)"
                    + " as previous from decision it where log_position > ? order by log_position limit ?";

    private static final String INSERT_KEY =
            "insert into log_signing_key (key_id, public_jwk) values (?, ?) on conflict do nothing";

    private static final String INSERT_BATCH = """
            insert into sealed_batch (batch, first_position, last_position, signed, key_id, salt, positions, previous, leaves, sealed_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final SigningKey key;
    private final int batchMax;
    private final SecureRandom random = new SecureRandom();

    SealStore(SigningKey key, int batchMax) {
        this.key = key;
        this.batchMax = batchMax;
    }

    /**
     * Seals what follows the last sealed row.
     *
     * @return the batch's head; null if there is nothing to seal
     * @throws HeadAltered if the last head is not as it was signed; nothing may follow such a one
     */
    @Nullable
    LogHead sealNext(Connection connection, Instant now) throws SQLException, HeadAltered {
        try (Statement turn = connection.createStatement()) {
            turn.execute(TAKE_TURN);
        }
        LogHead last = lastHead(connection).orElse(null);
        Hash salt = salt();
        Rows rows = rows(connection, last == null ? 0 : last.lastPosition(), salt);
        if (rows.positions.isEmpty()) {
            return null;
        }
        LogHead head = new LogHead(
                text(connection, SELECT_LOG).orElseThrow(),
                last == null ? 1 : last.batch() + 1,
                rows.positions.getFirst(),
                rows.positions.getLast(),
                rows.positions.size(),
                last == null ? 0 : last.rowsBefore() + last.size(),
                MerkleTree.of(rows.leaves).root(),
                last == null ? Hash.NONE : last.hash(),
                now.truncatedTo(ChronoUnit.MICROS));
        insert(connection, head, rows, salt);
        return head;
    }

    /** The last head as its keeper has it, whoever signed it. */
    LogHead lastSealed(Connection connection) throws SQLException {
        return LogHead.readUnverified(text(connection, SELECT_LAST).orElseThrow());
    }

    private Optional<LogHead> lastHead(Connection connection) throws SQLException, HeadAltered {
        Optional<String> signed = text(connection, SELECT_LAST);
        if (signed.isEmpty()) {
            return Optional.empty();
        }
        SignatureVerifier verifier = new SignatureVerifier(PublicKeys.ofJwks(PublicKeys.jwks(keys(connection))));
        if (verifier.verify(signed.get(), SignedKind.LOG_HEAD) instanceof Valid valid) {
            return Optional.of(LogHead.of(valid.content()));
        }
        throw new HeadAltered();
    }

    /** Every key that ever signed here, and the one that signs now. */
    List<String> keys(Connection connection) throws SQLException {
        List<String> keys = new ArrayList<>(List.of(key.publicJwk()));
        try (PreparedStatement select = connection.prepareStatement(SELECT_KEYS);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
        }
        return keys.stream().distinct().toList();
    }

    /** Whoever checks what this key signs must find it, whatever key follows. */
    void keepKey(Connection connection) throws SQLException {
        try (PreparedStatement insertKey = connection.prepareStatement(INSERT_KEY)) {
            insertKey.setString(1, key.keyId());
            insertKey.setString(2, key.publicJwk());
            insertKey.executeUpdate();
        }
    }

    private Rows rows(Connection connection, long after, Hash salt) throws SQLException {
        Rows rows = new Rows(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (PreparedStatement select = connection.prepareStatement(SELECT_NEXT)) {
            select.setFetchSize(ROWS_FETCHED);
            select.setLong(1, after);
            select.setInt(2, batchMax);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    long position = found.getLong("log_position");
                    long previous = found.getLong("previous");
                    LogRow row = LogRow.of(
                            position,
                            previous,
                            LogRows.revision(found),
                            LogRows.openCalls(found),
                            LogRows.parsed(found, "snapshot"),
                            LogRows.parsed(found, "document"));
                    rows.positions.add(position);
                    rows.previous.add(previous);
                    rows.leaves.add(row.leaf(SealedBatch.rowSalt(salt, position)));
                }
            }
        }
        return rows;
    }

    private void insert(Connection connection, LogHead head, Rows rows, Hash salt) throws SQLException {
        keepKey(connection);
        try (PreparedStatement insert = connection.prepareStatement(INSERT_BATCH)) {
            insert.setLong(1, head.batch());
            insert.setLong(2, head.firstPosition());
            insert.setLong(3, head.lastPosition());
            insert.setString(4, key.sign(SignedKind.LOG_HEAD, head.payload()));
            insert.setString(5, key.keyId());
            insert.setBytes(6, salt.bytes());
            insert.setArray(7, connection.createArrayOf("bigint", rows.positions.toArray()));
            insert.setArray(8, connection.createArrayOf("bigint", rows.previous.toArray()));
            insert.setBytes(9, Hash.joined(rows.leaves));
            insert.setObject(10, head.sealedAt().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    private Hash salt() {
        byte[] bytes = new byte[Hash.BYTES];
        random.nextBytes(bytes);
        return Hash.ofBytes(bytes);
    }

    private static Optional<String> text(Connection connection, String query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query);
                ResultSet rows = select.executeQuery()) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }

    /** Rows of a batch, each list in the order of their positions. */
    private record Rows(List<Long> positions, List<Long> previous, List<Hash> leaves) {}

    /** The last head of the log is not what any key of the log signed. */
    static final class HeadAltered extends Exception {
        private static final long serialVersionUID = 1;

        HeadAltered() {
            super("the last head is not as it was signed");
        }
    }
}
