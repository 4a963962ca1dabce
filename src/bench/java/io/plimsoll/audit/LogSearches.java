package io.plimsoll.audit;

import io.agroal.api.AgroalDataSource;
import io.plimsoll.audit.DecisionArchive.Search;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The first page of each search of {@code GET /v1/decisions} on a generated log, and the lookup of one decision, as the service asks and with the plan. */
public final class LogSearches {

    private static final int LIMIT = 50;
    private static final int TIMES = 15;

    /** A statement that was prepared often is planned once for all; the last time shows what that does. */
    private static final Set<Integer> TOLD = Set.of(1, 2, TIMES);

    private static final Pattern ACTUAL_ROWS = Pattern.compile("actual rows=([0-9]+)");
    private static final Pattern TOLD_LINE = Pattern.compile("Scan|Sort|Append|Time:|Rows Removed");

    private final AgroalDataSource dataSource;
    private final Map<String, Search> searches = new LinkedHashMap<>();
    private final long rows;

    /** @param begun when the first decision was made; ten a second follow */
    public LogSearches(AgroalDataSource dataSource, long rows, Instant begun) {
        this.dataSource = dataSource;
        this.rows = rows;
        Instant middle = begun.plusSeconds(rows / 20);
        Instant hour = middle.plus(Duration.ofHours(1));
        Instant quarter = middle.plusSeconds(rows / 40);
        Instant afterAll = begun.plusSeconds(rows);
        int versions = Math.toIntExact(1 + rows / 700_000);
        add("an account", "A-777", null, null, null, null, null);
        add("an account that is not there", "A-none", null, null, null, null, null);
        add("a rare outcome", null, Outcome.LIQUIDATE, null, null, null, null);
        add("a common outcome", null, Outcome.HEALTHY, null, null, null, null);
        add("an outcome that is not there", null, Outcome.HOLD, null, null, null, null);
        add("a rare rule", null, null, "THR-060", null, null, null);
        add("a common rule", null, null, "MRG-010", null, null, null);
        add("a rule that is not there", null, null, "THR-999", null, null, null);
        add("the first version", null, null, null, 1, null, null);
        add("a version in the middle", null, null, null, versions / 2, null, null);
        add("a version that is not there", null, null, null, versions + 1, null, null);
        add("an hour", null, null, null, null, middle, hour);
        add("a quarter of all time", null, null, null, null, middle, quarter);
        add("since the middle", null, null, null, null, middle, null);
        add("before the middle", null, null, null, null, null, middle);
        add("a time after all", null, null, null, null, afterAll, null);
        add("a rare outcome of an hour", null, Outcome.LIQUIDATE, null, null, middle, hour);
        add("a rare outcome of a quarter", null, Outcome.LIQUIDATE, null, null, middle, quarter);
        add("a rare rule of an hour", null, null, "THR-060", null, middle, hour);
        add("a common rule of an hour", null, null, "MRG-010", null, middle, hour);
        add("a rare rule before the middle", null, null, "THR-060", null, null, middle);
        add("an account in an hour", "A-777", null, null, null, middle, hour);
        add("an account before the middle", "A-777", null, null, null, null, middle);
        add("a rare outcome of an account", "A-777", Outcome.LIQUIDATE, null, null, null, null);
        add("a rare rule of an account", "A-777", null, "THR-060", null, null, null);
        add("a common rule of an account", "A-777", null, "MRG-010", null, null, null);
        add("the first version's accounts", "A-777", null, null, 1, null, null);
        add("a rare outcome, first version", null, Outcome.LIQUIDATE, null, 1, null, null);
        add("a common outcome, first version", null, Outcome.HEALTHY, null, 1, null, null);
        add("a rare rule of the first version", null, null, "THR-060", 1, null, null);
        add("everything at once", "A-777", Outcome.LIQUIDATE, "THR-060", 1, begun, middle);
        searches.put("an account, next page", new Search("A-777", null, null, null, null, null, null, rows / 2));
        searches.put("all, next page", new Search(null, null, null, null, null, null, null, rows / 2));
        searches.put("a common rule, next page", new Search(null, null, "MRG-010", null, null, null, null, rows / 2));
        searches.put("an hour, next page", new Search(null, null, null, null, null, middle, hour, rows / 2 + 20_000));
    }

    private void add(
            String name,
            @Nullable String account,
            @Nullable Outcome outcome,
            @Nullable String rule,
            @Nullable Integer version,
            @Nullable Instant from,
            @Nullable Instant to) {
        searches.put(
                name,
                new Search(account, outcome, rule, version == null ? null : "perpetuals", version, from, to, null));
    }

    /** Each as the service asks it, the first time, again and after that some times, and how PostgreSQL reads it. */
    public void print() throws SQLException, LogUnavailable {
        DecisionArchive archive = new DecisionArchive(dataSource);
        for (Map.Entry<String, Search> search : searches.entrySet()) {
            System.out.printf("%-32s", search.getKey());
            int found = 0;
            for (int time = 1; time <= TIMES; time++) {
                long startedAtNanos = System.nanoTime();
                found = archive.find(search.getValue(), LIMIT).items().size();
                if (TOLD.contains(time)) {
                    System.out.printf("%10.1f ms", (System.nanoTime() - startedAtNanos) / 1e6);
                }
            }
            System.out.printf("   %d found%n", found);
        }
        try (Connection connection = dataSource.getConnection()) {
            for (Map.Entry<String, Search> search : searches.entrySet()) {
                System.out.println(search.getKey());
                explain(connection, search.getValue());
            }
            System.out.println("one decision");
            Conditions one = new Conditions();
            one.add("log_position = " + DecisionArchive.POSITION_OF_ID, idInTheMiddle(connection));
            explain(connection, "select document from decision" + one.where(), one);
        }
    }

    private String idInTheMiddle(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select decision_id from decision where log_position = ?")) {
            select.setLong(1, rows / 2);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /** The spans that the first page needs. */
    private void explain(Connection connection, Search search) throws SQLException {
        Long before = search.before();
        long found = 0;
        for (LogSpan span :
                LogSpan.newestFirst(connection, before == null ? Long.MAX_VALUE : before, search.isScattered())) {
            if (found <= LIMIT) {
                Conditions conditions = search.conditions();
                span.limit(conditions);
                String order = SearchOrder.of(connection, conditions, search.isScattered());
                System.out.printf("  positions from %d%n", span.first());
                found += explain(
                        connection,
                        DecisionArchive.SELECT_SUMMARY + conditions.where() + order + " limit " + (LIMIT + 1 - found),
                        conditions);
            }
        }
    }

    /** Answers how many rows were found. */
    private static long explain(Connection connection, String sql, Conditions conditions) throws SQLException {
        long found = -1;
        try (PreparedStatement explain =
                connection.prepareStatement("explain (analyze, buffers, costs off, timing off, summary on) " + sql)) {
            conditions.bind(explain);
            try (ResultSet lines = explain.executeQuery()) {
                while (lines.next()) {
                    String line = lines.getString(1);
                    Matcher actual = ACTUAL_ROWS.matcher(line);
                    if (found < 0 && actual.find()) {
                        found = Long.parseLong(actual.group(1));
                    }
                    if (!line.contains("never executed")
                            && TOLD_LINE.matcher(line).find()) {
                        System.out.println("    " + line);
                    }
                }
            }
        }
        return found;
    }
}
