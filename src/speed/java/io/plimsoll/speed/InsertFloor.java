package io.plimsoll.speed;

import io.plimsoll.speed.RestBenchmark.Committed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** What the log's own rows cost when they are copied into another table in commits of as many, beside what they cost the log. */
final class InsertFloor {

    private static final int ROWS_MAX = 20_000;

    private final Connection connection;
    private final CopyManager copy;

    InsertFloor(Connection connection) throws SQLException {
        this.connection = connection;
        this.copy = connection.unwrap(PGConnection.class).getCopyAPI();
    }

    void print(Committed... runs) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table floor_rows (like decision including all)");
            statement.execute("create table floor_texts (snapshot text, document text)");
        }
        List<String> rows = read("select * from decision order by log_position desc limit " + ROWS_MAX);
        List<String> texts =
                read("select snapshot, document from decision order by log_position desc limit " + ROWS_MAX);
        System.out.printf(
                Locale.ROOT,
                "%n%12s %14s %32s %32s   us of the clock a decision%n",
                "in a commit",
                "the log's",
                "COPY of its rows, with indexes",
                "COPY of the texts, no index");
        for (Committed run : runs) {
            int size = (int) Math.max(1, Math.round(run.decisions() / run.commits()));
            double own = 1e6 * run.seconds() / run.decisions();
            double indexed = copied("floor_rows", rows, size);
            double bare = copied("floor_texts", texts, size);
            System.out.printf(
                    Locale.ROOT,
                    "%12d %14.0f %23.0f (%5.1fx) %23.0f (%5.1fx)%n",
                    size,
                    own,
                    indexed,
                    own / indexed,
                    bare,
                    own / bare);
        }
    }

    private List<String> read(String query) throws SQLException, IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        copy.copyOut("copy (" + query + ") to stdout", text);
        return text.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private double copied(String table, List<String> rows, int size) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("truncate " + table);
        }
        long began = System.nanoTime();
        for (int from = 0; from < rows.size(); from += size) {
            String batch = String.join("\n", rows.subList(from, Math.min(rows.size(), from + size))) + "\n";
            copy.copyIn("copy " + table + " from stdin", new StringReader(batch));
        }
        return (System.nanoTime() - began) / 1e3 / rows.size();
    }
}
