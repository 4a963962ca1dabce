package io.plimsoll.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * In which order a search is read. PostgreSQL believes that what a search by time or by rule finds is spread evenly over the log, and so reads the log
 * backwards until it has found a page; where it is all in one hour, or there is nothing, that is the whole log. Few rows are found by their own index and sorted
 * instead.
 */
final class SearchOrder {

    private static final String NEWEST_FIRST = " order by log_position desc";

    /** An expression is no index's order. */
    private static final String FOUND_AND_SORTED = " order by log_position + 0 desc";

    /** So many are found and sorted within a second or so. */
    private static final long SORTED_MAX = 500_000;

    private SearchOrder() {}

    /**
     * The text that follows the conditions.
     *
     * @param isScattered true if what is looked for may stand together somewhere in the log, or nowhere
     */
    static String of(Connection connection, Conditions conditions, boolean isScattered) throws SQLException {
        return of(connection, conditions, isScattered, SORTED_MAX);
    }

    static String of(Connection connection, Conditions conditions, boolean isScattered, long sortedMax)
            throws SQLException {
        return isScattered && estimated(connection, conditions) <= sortedMax ? FOUND_AND_SORTED : NEWEST_FIRST;
    }

    /** How many rows PostgreSQL expects, by its statistics. */
    private static long estimated(Connection connection, Conditions conditions) throws SQLException {
        String sql = "explain (format json) select from decision" + conditions.where();
        try (PreparedStatement explain = connection.prepareStatement(sql)) {
            conditions.bind(explain);
            try (ResultSet row = explain.executeQuery()) {
                row.next();
                JsonNode plans = Json.parse("{\"plans\":" + row.getString(1) + "}");
                return plans.at("/plans/0/Plan/Plan Rows").asLong();
            }
        } catch (SnapshotFaults e) {
            throw new SQLException("PostgreSQL explains a query in another form than it is known to", e);
        }
    }
}
