package io.plimsoll.audit;

import io.agroal.api.AgroalDataSource;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads decisions with all that is published of them, in the order of commit. Who has read up to a position has read every one before it. */
@ApplicationScoped
public class DecisionFeed {

    private static final int ROWS_FETCHED = 200;

    /** The decision before it on the account is needed only where calls are open, which is where it may have changed them. */
    private static final String SELECT_AFTER = """
            select log_position, revision, decision_id, account_id, decided_at, pack, version, outcome,
                snapshot_digest, snapshot, document,
                case when position('"marginCalls":[{' in document) > 0 then (
                    select before.document from decision before
                    where before.account_id = it.account_id and before.log_position < it.log_position
                    order by before.log_position desc limit 1) end as before
            from decision it where log_position > ? order by log_position limit ?""";

    private final AgroalDataSource dataSource;

    @Inject
    DecisionFeed(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * The decisions that follow a position, none left out.
     *
     * @param position 0 to begin with the first
     * @param entriesMax 1 or more
     * @param bytesMax reading ends with the entry that passes this, so that there is at least one if there is any
     */
    public List<FeedEntry> after(long position, int entriesMax, long bytesMax) throws LogUnavailable {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false); // the driver fetches in parts only within a transaction
            try (PreparedStatement select = connection.prepareStatement(SELECT_AFTER)) {
                select.setFetchSize(ROWS_FETCHED);
                select.setLong(1, position);
                select.setInt(2, entriesMax);
                return read(select, bytesMax);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new LogUnavailable("the decision log cannot be read", e);
        }
    }

    private static List<FeedEntry> read(PreparedStatement select, long bytesMax) throws SQLException {
        List<FeedEntry> entries = new ArrayList<>();
        long bytes = 0;
        try (ResultSet rows = select.executeQuery()) {
            while (bytes < bytesMax && rows.next()) {
                FeedEntry entry = entry(rows);
                entries.add(entry);
                bytes += entry.snapshot().length() + entry.document().length();
            }
        }
        return entries;
    }

    private static FeedEntry entry(ResultSet rows) throws SQLException {
        return new FeedEntry(
                rows.getLong("log_position"),
                rows.getLong("revision"),
                rows.getString("decision_id"),
                rows.getString("account_id"),
                rows.getObject("decided_at", OffsetDateTime.class).toInstant(),
                rows.getString("pack"),
                rows.getInt("version"),
                rows.getString("outcome"),
                rows.getString("snapshot_digest"),
                rows.getString("snapshot"),
                rows.getString("document"),
                rows.getString("before"));
    }

    /**
     * A decision of the log.
     *
     * @param revision of the account after the decision, see {@link io.plimsoll.decision.DecisionLog.Standing#revision}; 0 for one from before that was
     *     written down
     * @param decidedAt to the microsecond; the document has it exactly
     * @param snapshot what it rests on, as canonical JSON
     * @param document as it was answered, character for character
     * @param before the decision before it on the same account, as JSON; null if it is the first, or this one has no margin calls
     */
    public record FeedEntry(
            long position,
            long revision,
            String decisionId,
            String accountId,
            Instant decidedAt,
            String pack,
            int version,
            String outcome,
            String snapshotDigest,
            String snapshot,
            String document,
            @Nullable String before) {}
}
