package io.plimsoll.seal;

import io.plimsoll.proof.Hash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signed commitment of all accounts, as it is kept.
 *
 * @param lastPosition the accounts are as the decisions up to here left them
 * @param signed a JWS
 * @param salt secret from which the salts of the accounts come
 */
record CommittedStates(long number, long lastPosition, String signed, Hash salt, Instant committedAt) {

    private static final String SELECT_LAST = "select number, last_position, signed, salt, committed_at"
            + " from account_states order by number desc limit 1";

    private static final String SELECT_LAST_SUMMED =
            "select committed_at from account_states where is_summed order by number desc limit 1";

    private static final String INSERT = """
            insert into account_states (number, last_position, signed, key_id, salt, is_summed, committed_at)
            values (?, ?, ?, ?, ?, ?, ?)""";

    private static final String INSERT_LEAVES = """
            insert into account_state_leaves (number, leaves) values (?, ?)
            on conflict (only_one) do update set number = excluded.number, leaves = excluded.leaves""";

    private static final String SELECT_LEAVES = "select leaves from account_state_leaves where number = ?";

    static Optional<CommittedStates> last(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_LAST);
                ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(new CommittedStates(
                            row.getLong("number"),
                            row.getLong("last_position"),
                            row.getString("signed"),
                            Hash.ofBytes(row.getBytes("salt")),
                            instant(row)))
                    : Optional.empty();
        }
    }

    /** When sums were last told; null if never. */
    static @Nullable Instant lastSummed(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_LAST_SUMMED);
                ResultSet row = select.executeQuery()) {
            return row.next() ? instant(row) : null;
        }
    }

    private static Instant instant(ResultSet row) throws SQLException {
        return row.getObject("committed_at", OffsetDateTime.class).toInstant();
    }

    /** The leaves of the last commitment, 32 bytes each; empty if this is not the last any longer. */
    Optional<byte[]> leaves(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_LEAVES)) {
            select.setLong(1, number);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
        }
    }

    /** Keeps a commitment, in the transaction of the connection. */
    void insert(Connection connection, String keyId, boolean isSummed, byte[] leaves) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT);
                PreparedStatement insertLeaves = connection.prepareStatement(INSERT_LEAVES)) {
            insert.setLong(1, number);
            insert.setLong(2, lastPosition);
            insert.setString(3, signed);
            insert.setString(4, keyId);
            insert.setBytes(5, salt.bytes());
            insert.setBoolean(6, isSummed);
            insert.setObject(7, committedAt.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
            insertLeaves.setLong(1, number);
            insertLeaves.setBytes(2, leaves);
            insertLeaves.executeUpdate();
        }
    }
}
