package io.plimsoll.seal;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.audit.DecisionArchive.Search;
import io.plimsoll.audit.LogSearches;
import io.plimsoll.postgres.EmbeddedServer;
import io.plimsoll.proof.ExportReport;
import io.plimsoll.proof.ExportVerifier;
import io.plimsoll.signing.PublicKeys;
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
 * Fills a decision log up to as many rows as the argument says, as {@link LogFiller} tells, and prints what they take on the disk and how long each search takes,
 * with its plan.
 *
 * <p>{@code -Dplimsoll.log.folder} names a folder that is kept, so that it can be filled further; {@code -Dplimsoll.log.short=true} leaves out snapshots and
 * decisions, so that tens of millions of rows fit; {@code -Dplimsoll.log.free=GB} is the room that the disk must keep. {@code -Dplimsoll.log.export=true} seals and
 * exports a log of whole rows and verifies the export.
 */
public final class GeneratedLog {

    /** What is written into a table in the transaction that makes it is written once and not twice; nothing else works while searches are measured. */
    private static final List<String> SETTINGS = List.of(
            "wal_level = minimal",
            "max_wal_senders = 0",
            "max_wal_size = '4GB'",
            "maintenance_work_mem = '256MB'",
            "autovacuum = off");

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
        try (EmbeddedServer server = start(folder)) {
            Flyway.configure()
                    .dataSource(server.jdbcUrl(), EmbeddedServer.USER, "")
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                    Statement statement = connection.createStatement()) {
                GeneratedLog log = new GeneratedLog(statement, rows);
                log.fill(new LogFiller(
                        server.jdbcUrl(),
                        folder,
                        Boolean.getBoolean("plimsoll.log.short"),
                        Long.getLong("plimsoll.log.free", 5) << 30));
                log.printSizes();
            }
            try (AgroalDataSource dataSource = dataSource(server)) {
                new LogSearches(dataSource, rows, Instant.parse("2026-01-01T00:00:00Z")).print();
                if (Boolean.getBoolean("plimsoll.log.export")) {
                    export(dataSource, folder);
                }
            }
        }
        System.out.println("the log is in " + folder);
    }

    private static EmbeddedServer start(Path folder) throws SQLException {
        try (EmbeddedServer server = EmbeddedServer.start(folder);
                Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            for (String setting : SETTINGS) {
                statement.execute("alter system set " + setting);
            }
        }
        return EmbeddedServer.start(folder);
    }

    private void fill(LogFiller filler) throws Exception {
        long there = number("select coalesce(max(log_position), 0) from decision");
        if (there < rows) {
            long startedAtNanos = System.nanoTime();
            filler.fill(there + 1, rows);
            startedAtNanos = told(rows - there + " rows written and indexed", startedAtNanos);
            statement.execute("vacuum analyze");
            told("vacuumed and analysed", startedAtNanos);
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

    private static AgroalDataSource dataSource(EmbeddedServer server) throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(4)
                        .connectionFactoryConfiguration(factory ->
                                factory.jdbcUrl(server.jdbcUrl()).principal(new NamePrincipal(EmbeddedServer.USER)))));
    }

    private static void export(AgroalDataSource dataSource, Path folder) throws Exception {
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
