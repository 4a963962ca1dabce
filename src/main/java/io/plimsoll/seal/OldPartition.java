package io.plimsoll.seal;

import io.plimsoll.proof.LogHead;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A partition of the log that no decision goes into any longer, and everything that may keep it.
 *
 * @param name of its table
 * @param from first position that it is for
 * @param end position from which the next is
 * @param first position of its first row
 * @param last position of its last row
 * @param decidedUntil when the youngest of its decisions was made
 */
record OldPartition(String name, long from, long end, long first, long last, long rows, Instant decidedUntil) {

    private static final int ROWS_FETCHED = 10_000;

    private static final String SELECT_PASSED = """
            select name, first_position, end_position from decision_partition
            where end_position <= (select max(log_position) from decision) order by first_position""";

    private static final String SELECT_SPAN = """
            select min(log_position), max(log_position), count(*), max(decided_at) from decision
            where log_position >= ? and log_position < ?""";

    private static final String SELECT_BATCHES =
            "select signed, positions from sealed_batch where last_position >= ? and first_position <= ? order by batch";

    private static final String SELECT_POSITIONS =
            "select log_position from decision where log_position between ? and ? order by log_position";

    private static final String SELECT_TAKEN = """
            select least((select log_position from tape_progress), (select log_position from ladder_progress))""";

    private static final String SELECT_IN_USE = """
            select exists (
                select from (
                    select account_id from margin_call where is_open
                    union select account_id from closure_intent where is_open
                    union select account_id from account_standing where reconcile_at is not null) live
                cross join lateral (
                    select max(log_position) as last from decision where account_id = live.account_id) it
                where it.last between ? and ?)""";

    private static final String SELECT_HELD = """
            select exists (
                select from legal_hold hold
                where not exists (select from legal_hold_release release where release.hold_id = hold.hold_id)
                    and exists (
                        select from decision it
                        where it.log_position between ? and ?
                            and (hold.account_id is null or it.account_id = hold.account_id)
                            and (hold.pack is null or it.pack = hold.pack)
                            and (hold.from_inclusive is null or it.decided_at >= hold.from_inclusive)
                            and (hold.to_exclusive is null or it.decided_at < hold.to_exclusive)))""";

    /** All that stand wholly before the last decision of the log and are not empty, oldest first. */
    static List<OldPartition> all(Connection connection) throws SQLException {
        List<OldPartition> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SELECT_PASSED)) {
            while (row.next()) {
                of(connection, row.getString(1), row.getLong(2), row.getLong(3)).ifPresent(all::add);
            }
        }
        return all;
    }

    private static Optional<OldPartition> of(Connection connection, String name, long from, long end)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_SPAN)) {
            select.setLong(1, from);
            select.setLong(2, end);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(3) == 0
                        ? Optional.empty()
                        : Optional.of(new OldPartition(
                                name,
                                from,
                                end,
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getObject(4, OffsetDateTime.class).toInstant()));
            }
        }
    }

    /**
     * How its rows were sealed.
     *
     * @param rowsBefore how many rows were sealed before its first
     * @param lastBatch number of the batch that its last row is in; 0 if none of its rows is sealed
     * @param isMissing a row that was sealed is not there
     * @param isUnsealed a row is there that was not sealed
     */
    record Sealed(long rowsBefore, long lastBatch, boolean isMissing, boolean isUnsealed) {}

    Sealed sealed(Connection connection) throws SQLException {
        LongStream.Builder positions = LongStream.builder();
        long rowsBefore = -1;
        long lastBatch = 0;
        try (PreparedStatement select = connection.prepareStatement(SELECT_BATCHES)) {
            select.setLong(1, from);
            select.setLong(2, end - 1);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    LogHead head = LogHead.readUnverified(row.getString(1));
                    Long[] batch = (Long[]) row.getArray(2).getArray();
                    for (int i = 0; i < batch.length; i++) {
                        if (batch[i] >= from && batch[i] < end) {
                            rowsBefore = rowsBefore < 0 ? head.rowsBefore() + i : rowsBefore;
                            lastBatch = head.batch();
                            positions.add(batch[i]);
                        }
                    }
                }
            }
        }
        return compared(connection, positions.build().toArray(), rowsBefore, lastBatch);
    }

    private Sealed compared(Connection connection, long[] sealed, long rowsBefore, long lastBatch) throws SQLException {
        int next = 0;
        boolean isMissing = false;
        boolean isUnsealed = false;
        try (PreparedStatement select = connection.prepareStatement(SELECT_POSITIONS)) {
            select.setFetchSize(ROWS_FETCHED);
            select.setLong(1, first);
            select.setLong(2, last);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    long position = row.getLong(1);
                    while (next < sealed.length && sealed[next] < position) {
                        isMissing = true;
                        next++;
                    }
                    boolean isSealed = next < sealed.length && sealed[next] == position;
                    isUnsealed |= !isSealed;
                    next += isSealed ? 1 : 0;
                }
            }
        }
        isMissing |= next < sealed.length;
        return new Sealed(rowsBefore, lastBatch, isMissing, isUnsealed);
    }

    /** What keeps it but its seal; null if nothing does. */
    @Nullable
    KeptReason keptBy(Connection connection) throws SQLException {
        if (isTrue(connection, SELECT_HELD)) {
            return KeptReason.HELD;
        }
        if (isTrue(connection, SELECT_IN_USE)) {
            return KeptReason.IN_USE;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SELECT_TAKEN)) {
            row.next();
            return row.getLong(1) < last ? KeptReason.NOT_TAKEN : null;
        }
    }

    private boolean isTrue(Connection connection, String query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setLong(1, first);
            select.setLong(2, last);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
