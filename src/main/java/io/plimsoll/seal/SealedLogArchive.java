package io.plimsoll.seal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.plimsoll.audit.DecisionArchive;
import io.plimsoll.audit.Page;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.proof.DecisionProof;
import io.plimsoll.proof.Hash;
import io.plimsoll.proof.LogHead;
import io.plimsoll.proof.MerkleTree;
import io.plimsoll.proof.RowProof;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads what was sealed: heads, proofs, and rows with what proves them. */
@ApplicationScoped
public class SealedLogArchive {

    private static final String SELECT_BATCH =
            "select signed, salt, positions, previous, leaves from sealed_batch where %s order by batch limit 1";

    private static final String SELECT_HEADS = "select signed from sealed_batch where batch > ? order by batch limit ?";

    private static final String SELECT_LAST_BATCH = "select coalesce(max(batch), 0) from sealed_batch";

    private static final String SELECT_ROW =
            "select " + LogRows.COLUMNS + " from decision where log_position = " + DecisionArchive.POSITION_OF_ID;

    private static final String SELECT_LAST_ROW = "select " + LogRows.COLUMNS + " from decision where account_id = ?"
            + " and log_position <= (select max(last_position) from sealed_batch) order by log_position desc limit 1";

    private final AgroalDataSource dataSource;
    private final LogSealer sealer;

    @Inject
    SealedLogArchive(AgroalDataSource dataSource, LogSealer sealer) {
        this.dataSource = dataSource;
        this.sealer = sealer;
    }

    /**
     * A signed head.
     *
     * @param signed the JWS
     */
    public record SignedHead(LogHead head, String signed) {}

    /** What proves that a decision was sealed. */
    public sealed interface Proof {

        /** @param json the row as in an export, and the signed head of its batch */
        record Sealed(String json) implements Proof {}

        /** It is in the log and will be sealed within seconds. */
        record NotYet() implements Proof {}

        /** There is no such decision. */
        record Unknown() implements Proof {}
    }

    /** Heads after a batch, oldest first; the page's {@code next} is the number of its last batch. */
    public Page<SignedHead> heads(long after, int limit) throws LogUnavailable {
        return reading(connection -> {
            List<SignedHead> heads = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(SELECT_HEADS)) {
                select.setLong(1, after);
                select.setInt(2, limit + 1);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        heads.add(new SignedHead(LogHead.readUnverified(rows.getString(1)), rows.getString(1)));
                    }
                }
            }
            boolean isMore = heads.size() > limit;
            List<SignedHead> page = isMore ? heads.subList(0, limit) : heads;
            return new Page<>(page, isMore ? page.getLast().head().batch() : null);
        });
    }

    /** Number of the last batch; 0 before the first. */
    public long lastBatch() throws LogUnavailable {
        return reading(connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT_LAST_BATCH);
                    ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** The public keys of the log as a JWK set. */
    public String jwks() throws LogUnavailable {
        return reading(connection -> PublicKeys.jwks(sealer.store().keys(connection)));
    }

    /** What proves a decision to somebody who has the public keys. */
    public Proof proof(String decisionId) throws LogUnavailable {
        return reading(connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT_ROW)) {
                select.setString(1, decisionId);
                try (ResultSet row = select.executeQuery()) {
                    if (!row.next()) {
                        return new Proof.Unknown();
                    }
                    Optional<SealedBatch> batch = batchOf(connection, row.getLong("log_position"));
                    return batch.isEmpty()
                            ? new Proof.NotYet()
                            : new Proof.Sealed(Json.text(proof(row, batch.get(), field -> false)));
                }
            }
        });
    }

    /** What proves the last sealed decision on an account, with some of its fields withheld; empty if there is none. */
    static Optional<ObjectNode> lastOf(Connection connection, String accountId, Predicate<String> masked)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_LAST_ROW)) {
            select.setString(1, accountId);
            try (ResultSet row = select.executeQuery()) {
                Optional<SealedBatch> batch =
                        row.next() ? batchOf(connection, row.getLong("log_position")) : Optional.empty();
                return batch.isEmpty() ? Optional.empty() : Optional.of(proof(row, batch.get(), masked));
            }
        }
    }

    private static ObjectNode proof(ResultSet row, SealedBatch batch, Predicate<String> masked) throws SQLException {
        ObjectNode proof = Json.object().put("head", batch.signed());
        proof.set("row", proven(row, batch, masked));
        return proof;
    }

    /** False if a decision, or a column that it is found by, is not what was sealed; true for one that is not sealed yet. */
    public boolean isAsSealed(String decisionId) throws LogUnavailable {
        return switch (proof(decisionId)) {
            case Proof.Sealed sealed ->
                DecisionProof.check(sealed.json(), PublicKeys.ofJwks(jwks())) instanceof DecisionProof.Checked.Sealed;
            case Proof.NotYet ignored -> true;
            case Proof.Unknown ignored -> false;
        };
    }

    /** A row with its proof; one that was never sealed, and yet stands among others that were, has none. */
    static ObjectNode proven(ResultSet row, SealedBatch batch, Predicate<String> masked) throws SQLException {
        long position = row.getLong("log_position");
        int index = batch.indexOf(position);
        boolean isSealed = index >= 0;
        return RowProof.write(
                position,
                batch.head().batch(),
                isSealed ? index : -1,
                isSealed ? batch.tree().path(index) : List.of(),
                batch.rowSalt(position),
                LogRows.content(row, isSealed ? batch.previous()[index] : 0),
                masked);
    }

    /** The batch whose span of positions a position is in; empty if it is beyond the last. */
    static Optional<SealedBatch> batchOf(Connection connection, long position) throws SQLException {
        return batch(connection, "last_position >= ?", position);
    }

    static Optional<SealedBatch> batchNumber(Connection connection, long number) throws SQLException {
        return batch(connection, "batch = ?", number);
    }

    private static Optional<SealedBatch> batch(Connection connection, String condition, long value)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_BATCH.formatted(condition))) {
            select.setLong(1, value);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(batch(row)) : Optional.empty();
            }
        }
    }

    private static SealedBatch batch(ResultSet row) throws SQLException {
        String signed = row.getString("signed");
        return new SealedBatch(
                LogHead.readUnverified(signed),
                signed,
                Hash.ofBytes(row.getBytes("salt")),
                longs(row.getArray("positions")),
                longs(row.getArray("previous")),
                MerkleTree.of(Hash.split(row.getBytes("leaves"))));
    }

    private static long[] longs(Array array) throws SQLException {
        return Arrays.stream((Long[]) array.getArray())
                .mapToLong(Long::longValue)
                .toArray();
    }

    <T> T reading(Reading<T> work) throws LogUnavailable {
        try (Connection connection = dataSource.getConnection()) {
            return work.with(connection);
        } catch (SQLException e) {
            throw new LogUnavailable("the decision log cannot be read", e);
        }
    }

    /** Something read over a connection. */
    @FunctionalInterface
    interface Reading<T> {
        T with(Connection connection) throws SQLException;
    }
}
