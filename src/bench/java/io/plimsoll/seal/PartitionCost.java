package io.plimsoll.seal;

import io.plimsoll.postgres.EmbeddedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;

/**
 * What partitions cost a write: the same decisions, as many at a time as the writer of the log may take, go by turns into the partitioned table and into one without partitions that has
 * the same columns and indexes, with and without the table of identities, which partitions made necessary. The argument is the number of rounds.
 */
public final class PartitionCost {

    private static final int ROWS = 64;
    private static final int COLUMNS = 18;
    private static final int POSITION = 0;
    private static final int ID = 1;

    private static final String INSERT = "insert into %s values (?" + ", ?".repeat(COLUMNS - 1) + ")";

    /** Where rows go, and how long it took for each transaction. */
    private record Way(String name, String table, boolean isIdentified, long[] nanos) {}

    private PartitionCost() {}

    public static void main(String... arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("plimsoll-partitions");
        try (EmbeddedServer server = EmbeddedServer.start(folder)) {
            Flyway.configure()
                    .dataSource(server.jdbcUrl(), EmbeddedServer.USER, "")
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            new LogFiller(server.jdbcUrl(), folder, false, 0).fill(1, ROWS);
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl())) {
                measure(connection, rounds);
            }
        }
    }

    private static void measure(Connection connection, int rounds) throws SQLException {
        List<Object[]> rows = rows(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table plain (like decision including indexes)");
            statement.execute("select add_decision_partition(1000000) from generate_series(1, 10)");
        }
        List<Way> ways = List.of(
                new Way("one table", "plain", false, new long[rounds]),
                new Way("partitions", "decision", false, new long[rounds]),
                new Way("partitions and identities", "decision", true, new long[rounds]));
        connection.setAutoCommit(false);
        long position = 1_000_001;
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < ways.size(); turn++) {
                Way way = ways.get((round + turn) % ways.size());
                long startedAtNanos = System.nanoTime();
                insert(connection, way, rows, position);
                connection.commit();
                way.nanos[round] = System.nanoTime() - startedAtNanos;
                position += ROWS;
            }
        }
        System.out.printf("%d transactions of %d decisions each, committed to the disk; medians%n", rounds, ROWS);
        double plain = median(ways.getFirst().nanos);
        for (Way way : ways) {
            System.out.printf(
                    "%-28s %8.1f us a decision %6.2f times one table%n",
                    way.name, median(way.nanos) / ROWS / 1e3, median(way.nanos) / plain);
        }
    }

    private static List<Object[]> rows(Connection connection) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select * from decision")) {
            while (row.next()) {
                Object[] values = new Object[COLUMNS];
                for (int column = 0; column < COLUMNS; column++) {
                    values[column] = row.getObject(column + 1);
                }
                rows.add(values);
            }
        }
        return rows;
    }

    private static void insert(Connection connection, Way way, List<Object[]> rows, long first) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT.formatted(way.table));
                PreparedStatement identify =
                        connection.prepareStatement("insert into decision_identity values (?, ?)")) {
            long position = first;
            for (Object[] row : rows) {
                row[POSITION] = position;
                row[ID] = "d-" + Long.toHexString(position * 0x9E3779B97F4A7C15L) + "0123456789abcdef";
                identify.setObject(1, row[ID]);
                identify.setLong(2, position);
                identify.addBatch();
                for (int column = 0; column < COLUMNS; column++) {
                    insert.setObject(column + 1, row[column]);
                }
                insert.addBatch();
                position++;
            }
            if (way.isIdentified) {
                identify.executeBatch();
            }
            insert.executeBatch();
        }
    }

    private static double median(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
