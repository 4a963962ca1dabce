package io.plimsoll.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of the log that one query reads. A search goes through the log span by span, so that each is planned by what PostgreSQL knows of the partitions in it and not
 * of the whole log, and none is read that nobody needs.
 *
 * @param first position
 * @param end position behind the last
 */
public record LogSpan(long first, long end) {

    private static final String SELECT_FIRST = "select first_position from decision_partition order by first_position";

    /** One for each partition, oldest first. Together they are the whole log, also what may stand outside of partitions. */
    public static List<LogSpan> ofPartitions(Connection connection) throws SQLException {
        List<LogSpan> spans = new ArrayList<>();
        long first = 0;
        try (PreparedStatement select = connection.prepareStatement(SELECT_FIRST);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                long next = row.getLong(1);
                if (!row.isFirst()) {
                    spans.add(new LogSpan(first, next));
                    first = next;
                }
            }
        }
        spans.add(new LogSpan(first, Long.MAX_VALUE));
        return spans;
    }

    /**
     * The log below a position, newest first: the partition that comes first, then twice as many at a time.
     *
     * @param isScattered true if what is looked for may stand together somewhere: then one partition at a time, because what fills one of several would have all of
     *     them read backwards
     */
    static List<LogSpan> newestFirst(Connection connection, long end, boolean isScattered) throws SQLException {
        List<LogSpan> partitions = ofPartitions(connection).stream()
                .filter(span -> span.first < end)
                .toList()
                .reversed();
        List<LogSpan> spans = new ArrayList<>();
        int from = 0;
        for (int size = 1; from < partitions.size(); size *= isScattered ? 1 : 2) {
            int to = Math.min(partitions.size(), from + size);
            spans.add(new LogSpan(partitions.get(to - 1).first, Math.min(end, partitions.get(from).end)));
            from = to;
        }
        return spans;
    }

    /** Rows must be in it. */
    public void limit(Conditions conditions) {
        conditions.add("log_position >= ?", first);
        conditions.add("log_position < ?", end);
    }
}
