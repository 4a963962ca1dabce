package io.plimsoll.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.postgres.EmbeddedServer;
import io.plimsoll.proof.ExportReport;
import io.plimsoll.proof.ExportVerifier;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.wire.Json;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Loads the packaged service by REST while it, its database and the connections between them are killed and cut at random instants; then
 * counts: each answered decision must stand in the log once, as it was answered, each row must verify in an export, and after each fault the
 * service must answer again, a killed one once it is started, as whoever runs it would. Ends with 1 unless all of it holds.
 *
 * <p>The argument is the number of faults. {@code -Dplimsoll.crash.seed} repeats a run's choices, though not its timing;
 * {@code -Dplimsoll.crash.accounts} is the number of accounts that send side by side. The database is a durable one of this run.
 *
 * <p>{@code -Dplimsoll.crash.small-disk} names an empty folder on a small file system of its own. The database is there then, and among the faults is a
 * full disk: a file takes all that is left, until snapshots are refused and some seconds longer.
 */
public final class CrashRun {

    private static final long SEED =
            Long.getLong("plimsoll.crash.seed", Instant.now().getEpochSecond());
    private static final int ACCOUNTS = Integer.getInteger("plimsoll.crash.accounts", 16);
    private static final Duration BACK_WAIT_MAX = Duration.ofMinutes(4);
    private static final int CALM_MS_MAX = 3_000;

    private enum Fault {
        SERVICE_KILLED,
        DATABASE_KILLED,
        CONNECTIONS_CUT,
        CONNECTIONS_REFUSED,
        SERVICE_FROZEN,
        DISK_FULL
    }

    private static final @Nullable String SMALL_DISK = System.getProperty("plimsoll.crash.small-disk");
    private static final Duration FULL_MAX = Duration.ofSeconds(30);
    private static final Duration REFUSED_AFTER = Duration.ofSeconds(2);
    private static final int BLOCK_BYTES = 4096;

    private final Random random = new Random(SEED);
    private final Path folder = Files.createTempDirectory("plimsoll-crash");
    private final EmbeddedServer database = EmbeddedServer.start(databaseFolder());
    private final ServiceProcess service = new ServiceProcess(
            1,
            folder,
            "512m",
            Map.of(
                    ServiceProcess.DATABASE,
                    database.jdbcUrl(),
                    "QUARKUS_DATASOURCE_USERNAME",
                    EmbeddedServer.USER,
                    "PLIMSOLL_DATA",
                    folder.resolve("data").toString(),
                    "PLIMSOLL_SEAL_EVERY",
                    "1S"));
    private final AtomicBoolean isSending = new AtomicBoolean(true);
    private final AtomicLong answeredSentAtNanos = new AtomicLong(System.nanoTime());
    private final List<CrashClient> clients = new ArrayList<>();
    private final Map<Fault, List<Long>> backAfterMs = new TreeMap<>();

    private CrashRun() throws Exception {}

    private Path databaseFolder() {
        return (SMALL_DISK == null ? folder : Path.of(SMALL_DISK)).resolve("database");
    }

    public static void main(String... arguments) throws Exception {
        boolean isWhole = new CrashRun().run(Integer.parseInt(arguments[0]));
        System.exit(isWhole ? 0 : 1);
    }

    private boolean run(int faults) throws Exception {
        List<Thread> threads = new ArrayList<>();
        try {
            service.start();
            service.awaitReady();
            System.out.printf("seed %d: the service is ready, %d accounts send%n", SEED, ACCOUNTS);
            for (int account = 0; account < ACCOUNTS; account++) {
                CrashClient client = new CrashClient(
                        "crash-" + account,
                        service.uri("/v1/decisions"),
                        SEED + account,
                        isSending,
                        answeredSentAtNanos);
                clients.add(client);
                threads.add(Thread.ofPlatform().start(client));
            }
            for (int fault = 1; fault <= faults; fault++) {
                Thread.sleep(random.nextInt(CALM_MS_MAX));
                breakOneThing(fault);
            }
            isSending.set(false);
            for (Thread thread : threads) {
                thread.join(BACK_WAIT_MAX);
            }
            return count();
        } finally {
            isSending.set(false);
            service.kill();
            database.close();
        }
    }

    private void breakOneThing(int number) throws Exception {
        int kinds = Fault.values().length - (SMALL_DISK == null ? 1 : 0);
        Fault fault = Fault.values()[random.nextInt(kinds)];
        switch (fault) {
            case SERVICE_KILLED -> {
                service.kill();
                service.start();
            }
            case DATABASE_KILLED -> killDatabase();
            case CONNECTIONS_CUT -> cutConnections();
            case CONNECTIONS_REFUSED -> {
                allowConnections(false);
                cutConnections();
                Thread.sleep(random.nextInt(4_000));
                allowConnections(true);
            }
            case SERVICE_FROZEN -> {
                service.signal("STOP");
                Thread.sleep(random.nextInt(4_000));
                service.signal("CONT");
            }
            case DISK_FULL -> fillDisk();
        }
        long brokenUntilNanos = System.nanoTime();
        long backAfter = awaitAnswer(brokenUntilNanos);
        backAfterMs.computeIfAbsent(fault, any -> new ArrayList<>()).add(backAfter);
        System.out.printf("%s %d %s: answers again after %d ms%n", Instant.now(), number, fault, backAfter);
    }

    /** Until nothing was answered for two seconds, or for as long as it may take; then there is room again. */
    private void fillDisk() throws Exception {
        Path ballast = databaseFolder().resolveSibling("ballast");
        try {
            long fullAtNanos = System.nanoTime();
            boolean isRefused = false;
            try (OutputStream output = Files.newOutputStream(ballast)) {
                while (!isRefused && System.nanoTime() - fullAtNanos < FULL_MAX.toNanos()) {
                    fill(output);
                    Thread.sleep(100);
                    isRefused = System.nanoTime() - answeredSentAtNanos.get() > REFUSED_AFTER.toNanos();
                }
            }
            Thread.sleep(random.nextInt(4_000));
            System.out.printf("disk full: snapshots were %srefused%n", isRefused ? "" : "not ");
        } finally {
            Files.delete(ballast);
        }
    }

    private static void fill(OutputStream output) {
        byte[] block = new byte[BLOCK_BYTES];
        try {
            while (true) {
                output.write(block);
            }
        } catch (IOException e) {
            // full
        }
    }

    /** Waits for the answer to something that was sent after the fault. */
    private long awaitAnswer(long sinceNanos) throws InterruptedException {
        while (answeredSentAtNanos.get() - sinceNanos <= 0) {
            if (System.nanoTime() - sinceNanos > BACK_WAIT_MAX.toNanos()) {
                throw new IllegalStateException("no answer for " + BACK_WAIT_MAX);
            }
            Thread.sleep(5);
        }
        return (System.nanoTime() - sinceNanos) / 1_000_000;
    }

    /** As {@code kill -9} of all of the server at once, which is then started again on the same port. */
    private void killDatabase() throws IOException {
        Path pid = databaseFolder().resolve("cluster/postmaster.pid");
        ProcessHandle postmaster = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(pid).getFirst().strip()))
                .orElseThrow();
        List<ProcessHandle> children = postmaster.children().toList();
        postmaster.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private void cutConnections() throws SQLException {
        administer("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = 'postgres' and pid <> pg_backend_pid()");
    }

    private void allowConnections(boolean areAllowed) throws SQLException {
        administer("alter database postgres allow_connections " + areAllowed);
    }

    /** After a kill the database needs a moment, too. */
    private void administer(String sql) throws SQLException {
        String url = database.jdbcUrl().replace("/postgres?", "/template1?");
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
                return;
            } catch (SQLException e) {
                if (attempt == 50) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private boolean count() throws Exception {
        long answered = 0;
        long abandonedButLogged = 0;
        long lost = 0;
        long doubled = 0;
        long altered = 0;
        for (CrashClient client : clients) {
            Map<Long, List<String>> logged = logged(client.accountId());
            for (Map.Entry<Long, String> answer : client.answers().entrySet()) {
                List<String> rows = logged.getOrDefault(answer.getKey(), List.of());
                answered++;
                lost += rows.isEmpty() ? 1 : 0;
                altered += !rows.isEmpty() && !rows.getFirst().equals(answer.getValue()) ? 1 : 0;
            }
            for (Map.Entry<Long, List<String>> rows : logged.entrySet()) {
                doubled += rows.getValue().size() - 1;
                abandonedButLogged += client.abandoned().containsKey(rows.getKey()) ? 1 : 0;
            }
        }
        long abandoned = clients.stream().mapToLong(it -> it.abandoned().size()).sum();
        long sentAgain = clients.stream().mapToLong(CrashClient::sentAgain).sum();
        long otherAnswers =
                clients.stream().mapToLong(CrashClient::otherAnswers).sum();
        System.out.printf("faults:%n");
        backAfterMs.forEach((fault, times) -> System.out.printf(
                "  %-20s %4d, answers again after %d ms at the median, %d ms at most%n",
                fault,
                times.size(),
                times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow(),
                times.stream().max(Long::compare).orElseThrow()));
        System.out.printf(
                "snapshots: answered=%d sentAgain=%d abandoned=%d, of which logged=%d%n",
                answered, sentAgain, abandoned, abandonedButLogged);
        System.out.printf(
                "log: lost=%d doubled=%d otherThanAnswered=%d answeredOtherwiseTheSecondTime=%d%n",
                lost, doubled, altered, otherAnswers);
        List<String> refusals =
                clients.stream().flatMap(it -> it.refusals().stream()).toList();
        System.out.printf("answers that no caller should get: %d%n", refusals.size());
        refusals.stream().limit(5).forEach(System.out::println);
        boolean isProven = verify();
        boolean isWhole = lost + doubled + altered + otherAnswers + refusals.size() == 0 && isProven;
        System.out.println(isWhole ? "NOTHING LOST, NOTHING DOUBLED, EVERY ROW PROVEN" : "NOT WHOLE");
        return isWhole;
    }

    /** Answers to snapshots as they stand in the log, by sequence. */
    private Map<Long, List<String>> logged(String accountId) throws SQLException {
        Map<Long, List<String>> logged = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                PreparedStatement select =
                        connection.prepareStatement("select snapshot_sequence, document from decision"
                                + " where account_id = ? and trigger = 'SNAPSHOT' order by log_position")) {
            select.setString(1, accountId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    logged.computeIfAbsent(rows.getLong(1), any -> new ArrayList<>())
                            .add(rows.getString(2));
                }
            }
        }
        return logged;
    }

    /** Exports the whole log and checks it as anybody would, and that no row of the table is missing in it. */
    private boolean verify() throws Exception {
        Path export = folder.resolve("export.ndjson");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<Path> answer = client.send(
                    HttpRequest.newBuilder(service.uri("/v1/audit/export")).build(), BodyHandlers.ofFile(export));
            String keys = client.send(
                            HttpRequest.newBuilder(service.uri("/v1/audit/keys"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            try (InputStream input = new BufferedInputStream(Files.newInputStream(answer.body()))) {
                ExportReport report = new ExportVerifier(PublicKeys.read(keys), Map.of()).verify(input);
                Set<Long> exported = exported(export);
                long last = exported.stream().max(Long::compare).orElse(0L);
                Set<Long> left = positions(last); // what was decided since, such as at deadlines, is not in it
                left.removeAll(exported);
                System.out.printf(
                        "export: rows=%d batches=%d findings=%d, rows of the table that it lacks=%d%n",
                        report.rows(), report.batches(), report.findingCount(), left.size());
                report.findings().stream().limit(10).forEach(System.out::println);
                return report.isIntact() && report.isComplete() && left.isEmpty();
            }
        }
    }

    private static Set<Long> exported(Path export) throws Exception {
        Set<Long> positions = new HashSet<>();
        try (BufferedReader lines = Files.newBufferedReader(export)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode row = Json.parse(line);
                if (row.path("type").asText().equals("row")) {
                    positions.add(row.path("position").asLong());
                }
            }
        }
        return positions;
    }

    private Set<Long> positions(long last) throws SQLException {
        Set<Long> positions = new HashSet<>();
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select log_position from decision where log_position <= " + last)) {
            while (rows.next()) {
                positions.add(rows.getLong(1));
            }
        }
        return positions;
    }
}
