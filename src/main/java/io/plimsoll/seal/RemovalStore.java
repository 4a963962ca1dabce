package io.plimsoll.seal;

import io.plimsoll.proof.Removal;
import io.plimsoll.signing.SignedKind;
import io.plimsoll.signing.SigningKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What retention has removed, as it was signed. */
final class RemovalStore {

    private static final String SELECT = "select signed from log_removal order by number";

    private static final String SELECT_LAST = "select signed from log_removal order by number desc limit 1";

    private static final String SELECT_COUNT = "select count(*) from log_removal";

    private static final String INSERT = """
            insert into log_removal (number, first_position, last_position, signed, key_id, removed_at) values (?, ?, ?, ?, ?, ?)""";

    private RemovalStore() {}

    /** All of them, oldest first, each a JWS. */
    static List<String> signed(Connection connection) throws SQLException {
        return texts(connection, SELECT);
    }

    static long count(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_COUNT);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    static Optional<Removal> last(Connection connection) throws SQLException {
        return texts(connection, SELECT_LAST).stream().findFirst().map(Removal::readUnverified);
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(query);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    /** Signs a removal and takes the partition out of the log, in the transaction of the connection. */
    static void remove(Connection connection, Removal removal, String partition, SigningKey key) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setLong(1, removal.number());
            insert.setLong(2, removal.firstPosition());
            insert.setLong(3, removal.lastPosition());
            insert.setString(4, key.sign(SignedKind.LOG_REMOVAL, removal.payload()));
            insert.setString(5, key.keyId());
            insert.setObject(6, removal.removedAt().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
        try (PreparedStatement forget = connection.prepareStatement("delete from decision_partition where name = ?");
                Statement drop = connection.createStatement()) {
            forget.setString(1, partition);
            forget.executeUpdate();
            drop.execute("drop table " + drop.enquoteIdentifier(partition, true));
        }
    }
}
