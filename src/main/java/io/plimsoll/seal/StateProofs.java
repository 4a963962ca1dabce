package io.plimsoll.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.audit.Page;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.proof.AccountState;
import io.plimsoll.proof.Hash;
import io.plimsoll.proof.MerkleTree;
import io.plimsoll.proof.StateProof;
import io.plimsoll.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows each account how it was sealed and counted, and everybody what was signed of all accounts. */
@ApplicationScoped
public class StateProofs {

    private static final String SELECT_STATE =
            "select log_position, document from decision where account_id = ? and log_position <= ?"
                    + " order by log_position desc limit 1";

    private static final String SELECT_SIGNED =
            "select number, signed from account_states where number > ? order by number limit ?";

    private final SealedLogArchive archive;
    private volatile @Nullable Provable provable;

    @Inject
    StateProofs(SealedLogArchive archive) {
        this.archive = archive;
    }

    /**
     * A signed statement about all accounts.
     *
     * @param signed a JWS
     */
    public record Signed(long number, String signed) {}

    /** The last commitment with the tree over its accounts: read and built once, since it never changes. */
    private record Provable(CommittedStates committed, List<Hash> leaves, MerkleTree tree) {}

    /** What shows how an account was last sealed and, where it is, how it was last counted; empty if no decision on it is sealed. */
    public Optional<String> proof(String accountId) throws LogUnavailable {
        return archive.reading(connection -> {
            Optional<ObjectNode> sealed =
                    SealedLogArchive.lastOf(connection, accountId, field -> !StateProof.isShown(field));
            if (sealed.isEmpty()) {
                return Optional.empty();
            }
            ObjectNode proof = counted(connection, accountId);
            proof.set(StateProof.SEALED, sealed.get());
            return Optional.of(Json.text(proof));
        });
    }

    /** Without members for an account that is not counted yet. */
    private ObjectNode counted(Connection connection, String accountId) throws SQLException {
        Provable last = lastProvable(connection);
        JsonNode state = last == null
                ? null
                : state(connection, accountId, last.committed().lastPosition());
        if (last == null || state == null) {
            return Json.object();
        }
        Hash salt = AccountState.salt(last.committed().salt(), accountId);
        int place = last.leaves().indexOf(AccountState.leaf(salt, state));
        List<Hash> path = place < 0 ? List.of() : last.tree().path(place);
        return AccountState.proof(last.committed().signed(), place, path, salt, state);
    }

    /** Null before the first. */
    private @Nullable Provable lastProvable(Connection connection) throws SQLException {
        Optional<CommittedStates> last = CommittedStates.last(connection);
        Provable known = provable;
        if (last.isPresent()
                && (known == null || known.committed().number() != last.get().number())) {
            Optional<byte[]> leaves = last.get().leaves(connection);
            if (leaves.isPresent()) { // or else there is a younger one by now
                List<Hash> hashes = Hash.split(leaves.get());
                known = new Provable(last.get(), hashes, MerkleTree.of(hashes));
                provable = known;
            }
        }
        return known;
    }

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
}
