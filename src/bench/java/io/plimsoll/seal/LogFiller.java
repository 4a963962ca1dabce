package io.plimsoll.seal;

import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.api.Snapshots;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policy;
import io.plimsoll.policy.Candidate;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.plimsoll.wire.SnapshotJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fills a log partition by partition, two side by side; the indexes of a partition are built when its rows are there. Rows are three decisions of the pack
 * {@code perpetuals}, each under an id, an account and an instant of its own: 100,000 accounts, ten decisions a second, a version for each 700,000 rows, one row in
 * a hundred a margin call and one in ten thousand a liquidation.
 */
final class LogFiller {

    static final int PARTITION_ROWS = 1_000_000;

    private static final int CHUNK_ROWS = 50_000;
    private static final int WORKERS = 2;
    private static final int HASH_CHARACTERS = 71;
    private static final int HASH_CHARACTERS_SHORT = 15;

    /** In the order of ids, so that their index grows at one place. */
    private static final String INSERT_IDENTITIES = "insert into decision_identity (decision_id, log_position)"
            + " select 'd-' || md5(n::text), n from generate_series(?::bigint, ?::bigint) n order by 1";

    private static final String INSERT = """
            insert into %s
            select n, id, account, 1, 'SNAPSHOT', as_of, at, at, 'perpetuals', version, left('sha256:' || repeat('0', 64), hash_characters), outcome, rules,
                left('sha256:' || encode(sha256(convert_to(snapshot, 'UTF8')), 'hex'), hash_characters), snapshot,
                replace(replace(replace(replace(document, 'd-generated', id), 'A-generated', account), 'at-generated',
                    to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')), '"version":1,', '"version":' || version || ','),
                1, '[]'
            from (
                select n, 'd-' || md5(n::text) as id, account, 1 + n / 700000 as version, it.as_of, it.outcome, it.rules,
                    timestamptz '2026-01-01T00:00:00Z' + n / 10 * interval '1 s' as at, it.document, it.hash_characters,
                    replace(it.snapshot, 'A-generated', account) as snapshot
                from (
                    select n, 'A-' || (hashint8(n) & 2147483647) %% 100000 as account
                    from generate_series(?::bigint, ?::bigint) n) numbered
                join template it on it.number = case when n %% 10000 = 0 then 2 when n %% 100 = 0 then 1 else 0 end) it
            order by n""";

    private final String url;
    private final Path folder;
    private final boolean isShort;
    private final long freeBytesMin;

    /**
     * @param isShort true for rows with the columns that are searched by, and neither snapshot nor decision
     * @param freeBytesMin no partition is begun with less room on the disk
     */
    LogFiller(String url, Path folder, boolean isShort, long freeBytesMin) {
        this.url = url;
        this.folder = folder;
        this.isShort = isShort;
        this.freeBytesMin = freeBytesMin;
    }

    /** Writes the rows between two positions, both included. */
    void fill(long from, long to) throws Exception {
        List<Callable<Void>> parts = new ArrayList<>();
        parts.add(() -> identities(from, to));
        for (long first = (from - 1) / PARTITION_ROWS * PARTITION_ROWS + 1; first <= to; first += PARTITION_ROWS) {
            long begin = first;
            parts.add(() -> partition(begin, Math.max(from, begin), Math.min(to, begin + PARTITION_ROWS - 1)));
        }
        try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
            for (Future<Void> part : workers.invokeAll(parts)) {
                part.get();
            }
        }
    }

    private Void identities(long from, long to) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            insert(connection, INSERT_IDENTITIES, from, to);
            statement.execute("select setval('decision_position', " + to + ")");
        }
        return null;
    }

    private Void partition(long first, long from, long to) throws Exception {
        if (Files.getFileStore(folder).getUsableSpace() < freeBytesMin) {
            throw new IllegalStateException("the disk has less than " + freeBytesMin + " bytes left");
        }
        String name = "decision_p" + first;
        long startedAtNanos = System.nanoTime();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            makeTemplates(connection);
            boolean isNew = isNew(statement, name);
            if (isNew) {
                statement.execute("create table " + name + " (like decision)");
            }
            for (long chunk = from; chunk <= to; chunk += CHUNK_ROWS) {
                insert(connection, INSERT.formatted(name), chunk, Math.min(to, chunk + CHUNK_ROWS - 1));
            }
            if (isNew) {
                statement.execute("select attach_decision_partition('%s', %d, %d)"
                        .formatted(name, first, first + PARTITION_ROWS));
            }
            connection.commit();
        }
        System.out.printf("%s filled in %.0f s%n", name, (System.nanoTime() - startedAtNanos) / 1e9);
        return null;
    }

    private static boolean isNew(Statement statement, String name) throws SQLException {
        try (ResultSet found = statement.executeQuery("select to_regclass('" + name + "')")) {
            found.next();
            return found.getString(1) == null;
        }
    }

    private static void insert(Connection connection, String sql, long from, long to) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setLong(1, from);
            insert.setLong(2, to);
            insert.executeUpdate();
        }
    }

    private void makeTemplates(Connection connection) throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "create temporary table template (number bigint, as_of timestamptz, outcome text, rules text[],"
                            + " snapshot text, document text, hash_characters int) on commit drop");
        }
        Candidate pack = ShippedPacks.candidate("perpetuals");
        Policy policy = pack.policy(PlainRules.of(pack.rules()).observedBy(Observer.NONE), 1);
        List<String> balances = List.of(Snapshots.HEALTHY, Snapshots.CALLED, Snapshots.LIQUIDATED);
        try (PreparedStatement insert =
                connection.prepareStatement("insert into template values (?, ?::timestamptz, ?, ?, ?, ?, ?)")) {
            for (int number = 0; number < balances.size(); number++) {
                AccountSnapshot snapshot =
                        Snapshots.read(Snapshots.json("A-generated", 1, balances.get(number), "2026-01-01T00:00:00Z"));
                Decision decision = DecisionService.evaluateInFull(
                        Case.ofSnapshot(snapshot, new Sha256SnapshotDigest().of(snapshot), List.of()),
                        policy,
                        snapshot.asOf());
                insert.setInt(1, number);
                insert.setString(2, "2026-01-01T00:00:00Z");
                insert.setString(3, decision.outcome().name());
                insert.setArray(4, connection.createArrayOf("text", rules(decision)));
                insert.setString(5, isShort ? "{}" : SnapshotJson.canonical(snapshot));
                insert.setString(6, isShort ? "{}" : document(decision, snapshot));
                insert.setInt(7, isShort ? HASH_CHARACTERS_SHORT : HASH_CHARACTERS);
                insert.executeUpdate();
            }
        }
    }

    private static Object[] rules(Decision decision) {
        return decision.because().stream()
                .map(because -> because.proposed().rule())
                .distinct()
                .sorted()
                .toArray();
    }

    private static String document(Decision decision, AccountSnapshot snapshot) {
        String document = Json.text(DecisionJson.write(decision))
                .replace(decision.decisionId(), "d-generated")
                .replace(decision.policy().hash(), "sha256:" + "0".repeat(64));
        for (String instant : List.of("evaluatedAt", "decidedAt")) {
            document = document.replace(
                    "\"" + instant + "\":\"" + snapshot.asOf() + "\"", "\"" + instant + "\":\"at-generated\"");
        }
        return document;
    }
}
