package io.plimsoll.audit;

import io.plimsoll.audit.DecisionArchive.Search;
import io.plimsoll.decision.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first page of each search of {@code GET /v1/decisions} on a generated log, and the lookup of one decision, as the service asks and with the plan. */
public final class LogSearches {

    private static final int LIMIT = 51;

    private final Connection connection;
    private final Map<String, Search> searches = new LinkedHashMap<>();
    private final long rows;

    /** @param begun when the first decision was made; ten a second follow */
    public LogSearches(Connection connection, long rows, Instant begun) {
        this.connection = connection;
        this.rows = rows;
        Instant middle = begun.plusSeconds(rows / 20);
        add("an account", "A-777", null, null, null, null);
        add("an account that is not there", "A-none", null, null, null, null);
        add("a rare outcome", null, Outcome.LIQUIDATE, null, null, null);
        add("a common outcome", null, Outcome.HEALTHY, null, null, null);
        add("a rare rule", null, null, "THR-060", null, null);
        add("a common rule", null, null, "MRG-010", null, null);
        add("a rule that is not there", null, null, "THR-999", null, null);
        add("the first version", null, null, null, 1, null);
        add("an hour", null, null, null, null, middle);
        add("a rare outcome of an hour", null, Outcome.LIQUIDATE, null, null, middle);
        add("a rare rule of an hour", null, null, "THR-060", null, middle);
        add("an account in an hour", "A-777", null, null, null, middle);
    }

    private void add(
            String name,
            @Nullable String account,
            @Nullable Outcome outcome,
            @Nullable String rule,
            @Nullable Integer version,
            @Nullable Instant hour) {
        searches.put(
                name,
                new Search(
                        account,
                        outcome,
                        rule,
                        version == null ? null : "perpetuals",
                        version,
                        hour,
                        hour == null ? null : hour.plus(Duration.ofHours(1)),
                        null));
    }

    public void print() throws SQLException {
        for (Map.Entry<String, Search> search : searches.entrySet()) {
            explain(search.getKey(), search.getValue());
        }
        Conditions one = new Conditions();
        one.add("log_position = " + DecisionArchive.POSITION_OF_ID, idInTheMiddle());
        explain("one decision", "select document from decision" + one.where(), one);
    }

    private String idInTheMiddle() throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select decision_id from decision where log_position = ?")) {
            select.setLong(1, rows / 2);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private void explain(String name, Search search) throws SQLException {
        Conditions conditions = search.conditions();
        long startedAtNanos = System.nanoTime();
        String order = SearchOrder.of(connection, conditions, search.isScattered());
        System.out.printf("%-30s order chosen in %.1f ms%n", name, (System.nanoTime() - startedAtNanos) / 1e6);
        explain("", DecisionArchive.SELECT_SUMMARY + conditions.where() + order + " limit " + LIMIT, conditions);
    }

    /** The second time: what a search costs, and not what it costs to read the disk once. */
    private void explain(String name, String sql, Conditions conditions) throws SQLException {
        String first = "";
        for (boolean isSecond : new boolean[] {false, true}) {
            StringBuilder plan = new StringBuilder();
            StringBuilder took = new StringBuilder();
            try (PreparedStatement explain =
                    connection.prepareStatement("explain (analyze, costs off, timing off, summary on) " + sql)) {
                conditions.bind(explain);
                try (ResultSet lines = explain.executeQuery()) {
                    while (lines.next()) {
                        String line = lines.getString(1).strip();
                        if (line.matches("(Planning|Execution) Time: .*")) {
                            took.append(line.replace(" Time:", "")).append("  ");
                        } else if (line.contains("Scan") && !line.contains("never executed")) {
                            plan.append("    ").append(line).append('\n');
                        }
                    }
                }
            }
            if (isSecond) {
                System.out.printf("%-30s %s(first: %s)%n%s", name, took, first.strip(), plan);
            }
            first = took.toString();
        }
    }
}
