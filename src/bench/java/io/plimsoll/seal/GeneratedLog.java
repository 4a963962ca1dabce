package io.plimsoll.seal;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.api.Snapshots;
import io.plimsoll.audit.DecisionArchive.Search;
import io.plimsoll.audit.LogSearches;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policy;
import io.plimsoll.policy.Candidate;
import io.plimsoll.postgres.EmbeddedServer;
import io.plimsoll.proof.ExportReport;
import io.plimsoll.proof.ExportVerifier;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.plimsoll.wire.SnapshotJson;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;

/**
 * Fills a decision log up to as many rows as the argument says and prints what they take on the disk and how long each search takes, with its plan. The
 * rows are three decisions of the pack {@code perpetuals}, each row under an id, an account and an instant of its own: 100,000 accounts, ten decisions a
 * second, a version for each million, one row in a hundred a margin call and one in ten thousand a liquidation.
 *
 * <p>{@code -Dplimsoll.log.folder} names a folder that is kept, so that it can be filled further; {@code -Dplimsoll.log.export=true} then seals and exports the
 * log and verifies the export.
 */
public final class GeneratedLog {

    private static final int CHUNK_ROWS = 50_000;
    private static final int PARTITION_ROWS = 1_000_000;

    private static final String INSERT_IDENTITY = "insert into decision_identity (decision_id, log_position)"
            + " select 'd-' || md5(n::text), n from generate_series(?::bigint, ?::bigint) n";

    private static final String INSERT = """
            insert into decision
            select n, id, account, 1, 'SNAPSHOT', as_of, at, at, 'perpetuals', version, 'sha256:' || repeat('0', 64), outcome, rules,
                'sha256:' || encode(sha256(convert_to(snapshot, 'UTF8')), 'hex'), snapshot,
                replace(replace(replace(replace(document, 'd-generated', id), 'A-generated', account), 'at-generated',
                    to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')), '"version":1,', '"version":' || version || ','),
                1, '[]'
            from (
                select n, 'd-' || md5(n::text) as id, 'A-' || n % 100000 as account, 1 + n / 1000000 as version, it.as_of, it.outcome, it.rules,
                    timestamptz '2026-01-01T00:00:00Z' + n / 10 * interval '1 s' as at, it.document,
                    replace(it.snapshot, 'A-generated', 'A-' || n % 100000) as snapshot
                from generate_series(?::bigint, ?::bigint) n
                join template it on it.number = case when n % 10000 = 0 then 2 when n % 100 = 0 then 1 else 0 end) it
            order by n""";

    private final Statement statement;
    private final long rows;

    private GeneratedLog(Statement statement, long rows) {
        this.statement = statement;
        this.rows = rows;
    }

    public static void main(String... arguments) throws Exception {
        long rows = Long.parseLong(arguments[0]);
        String kept = System.getProperty("plimsoll.log.folder");
        Path folder = kept == null ? Files.createTempDirectory("plimsoll-log") : Path.of(kept);
        try (EmbeddedServer server = EmbeddedServer.start(folder)) {
            Flyway.configure()
                    .dataSource(server.jdbcUrl(), EmbeddedServer.USER, "")
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                    Statement statement = connection.createStatement()) {
                GeneratedLog log = new GeneratedLog(statement, rows);
                log.fill(connection);
                statement.execute("vacuum analyze decision");
                log.printSizes();
                new LogSearches(connection, rows, Instant.parse("2026-01-01T00:00:00Z")).print();
            }
            if (Boolean.getBoolean("plimsoll.log.export")) {
                export(server.jdbcUrl(), folder);
            }
        }
        System.out.println("the log is in " + folder);
    }

    private void fill(Connection connection) throws Exception {
        long there = number("select coalesce(max(log_position), 0) from decision");
        makeTemplates(connection);
        long startedAtNanos = System.nanoTime();
        for (long from = there + 1; from <= rows; from += CHUNK_ROWS) {
            long to = Math.min(rows, from + CHUNK_ROWS - 1);
            while (number("select max(end_position) from decision_partition") <= to) {
                statement.execute("select add_decision_partition(" + PARTITION_ROWS + ")");
            }
            insert(connection, INSERT_IDENTITY, from, to);
            insert(connection, INSERT, from, to);
        }
        statement.execute("select setval('decision_position', " + rows + ")");
        System.out.printf("%d rows written in %.0f s%n", rows - there, (System.nanoTime() - startedAtNanos) / 1e9);
    }

    private static void insert(Connection connection, String sql, long from, long to) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setLong(1, from);
            insert.setLong(2, to);
            insert.executeUpdate();
        }
    }

    private void makeTemplates(Connection connection) throws Exception {
        statement.execute("create temporary table template"
                + " (number bigint, as_of timestamptz, outcome text, rules text[], snapshot text, document text)");
        Candidate pack = ShippedPacks.candidate("perpetuals");
        Policy policy = pack.policy(PlainRules.of(pack.rules()).observedBy(Observer.NONE), 1);
        List<String> balances = List.of(Snapshots.HEALTHY, Snapshots.CALLED, Snapshots.LIQUIDATED);
        try (PreparedStatement insert =
                connection.prepareStatement("insert into template values (?, ?::timestamptz, ?, ?, ?, ?)")) {
            for (int number = 0; number < balances.size(); number++) {
                AccountSnapshot snapshot =
                        Snapshots.read(Snapshots.json("A-generated", 1, balances.get(number), "2026-01-01T00:00:00Z"));
                Decision decision = DecisionService.evaluateInFull(
                        Case.ofSnapshot(snapshot, new Sha256SnapshotDigest().of(snapshot), List.of()),
                        policy,
                        snapshot.asOf());
                String document = Json.text(DecisionJson.write(decision))
                        .replace(decision.decisionId(), "d-generated")
                        .replace(decision.policy().hash(), "sha256:" + "0".repeat(64));
                for (String instant : List.of("evaluatedAt", "decidedAt")) {
                    document = document.replace(
                            "\"" + instant + "\":\"" + snapshot.asOf() + "\"", "\"" + instant + "\":\"at-generated\"");
                }
                System.out.printf("a %s decision of %d bytes%n", decision.outcome(), document.length());
                insert.setInt(1, number);
                insert.setString(2, "2026-01-01T00:00:00Z");
                insert.setString(3, decision.outcome().name());
                insert.setArray(
                        4,
                        connection.createArrayOf(
                                "text",
                                decision.because().stream()
                                        .map(because -> because.proposed().rule())
                                        .distinct()
                                        .sorted()
                                        .toArray()));
                insert.setString(5, SnapshotJson.canonical(snapshot));
                insert.setString(6, document);
                insert.executeUpdate();
            }
        }
    }

    private void printSizes() throws SQLException {
        String sizes = """
                select 'rows in the table', sum(pg_relation_size(relid)) from pg_partition_tree('decision') where isleaf
                union all
                select 'long values beside it', sum(pg_total_relation_size(reltoastrelid)) from pg_partition_tree('decision')
                    join pg_class on oid = relid where isleaf
                union all
                select 'index ' || parent.indexrelid::regclass, sum(pg_relation_size(part.relid)) from pg_index parent,
                    pg_partition_tree(parent.indexrelid) part where parent.indrelid = 'decision'::regclass and part.isleaf
                    group by parent.indexrelid
                union all
                select 'identities', pg_table_size('decision_identity') union all
                select 'their index', pg_indexes_size('decision_identity') union all
                select 'sealed batches', pg_total_relation_size('sealed_batch')""";
        System.out.printf("bytes a decision at %d rows:%n", rows);
        long sum = 0;
        try (ResultSet row = statement.executeQuery(sizes)) {
            while (row.next()) {
                System.out.printf("  %-28s %8.1f%n", row.getString(1), row.getLong(2) / (double) rows);
                sum += row.getLong(2);
            }
        }
        System.out.printf(
                "  %-28s %8.1f, so that 1 TB holds %.0f million%n", "all", sum / (double) rows, 1e6 * rows / sum);
    }

    private static void export(String url, Path folder) throws Exception {
        try (AgroalDataSource dataSource = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(4)
                        .connectionFactoryConfiguration(
                                factory -> factory.jdbcUrl(url).principal(new NamePrincipal(EmbeddedServer.USER)))))) {
            LogSealer sealer =
                    new LogSealer(dataSource, new Settings(folder), InstantSource.system(), new SimpleMeterRegistry());
            SealedLogArchive archive = new SealedLogArchive(dataSource, sealer);
            LogExport export = new LogExport(archive, sealer, InstantSource.system());
            long startedAtNanos = System.nanoTime();
            export.prepare();
            startedAtNanos = told("sealed", startedAtNanos);
            Path file = folder.resolve("export.ndjson");
            heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
            try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
                export.write(
                        new Search(null, null, null, null, null, null, null, null),
                        field -> false,
                        ExportFormat.NDJSON,
                        output);
            }
            startedAtNanos = told("exported", startedAtNanos);
            System.out.printf(
                    "%d bytes; heap at most %d MB of %d MB%n",
                    Files.size(file),
                    heapPools().stream()
                                    .mapToLong(pool -> pool.getPeakUsage().getUsed())
                                    .sum()
                            >> 20,
                    Runtime.getRuntime().maxMemory() >> 20);
            try (InputStream input = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                ExportReport report = new ExportVerifier(PublicKeys.ofJwks(archive.jwks()), Map.of()).verify(input);
                told("verified", startedAtNanos);
                System.out.printf(
                        "rows=%d batches=%d findings=%d%n", report.rows(), report.batches(), report.findingCount());
                report.findings().stream().limit(5).forEach(System.out::println);
            }
        }
    }

    private static List<MemoryPoolMXBean> heapPools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    private static long told(String what, long startedAtNanos) {
        long now = System.nanoTime();
        System.out.printf("%s in %.0f s%n", what, (now - startedAtNanos) / 1e9);
        return now;
    }

    private long number(String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Of the sealer: as the service has them by default. */
    private record Settings(Path folder) implements SealConfig {
        @Override
        public Duration every() {
            return Duration.ofSeconds(5);
        }

        @Override
        public int batchMax() {
            return 8192;
        }

        @Override
        public Duration lagMax() {
            return Duration.ofMinutes(10);
        }

        @Override
        public Path keyFile() {
            return folder.resolve("log-signing-key.jwk");
        }

        @Override
        public Optional<Path> anchorFile() {
            return Optional.empty();
        }
    }
}
