package io.plimsoll.speed;

import io.plimsoll.bench.ServiceProcess;
import io.plimsoll.postgres.EmbeddedServer;
import io.plimsoll.speed.Callers.Answered;
import io.plimsoll.wire.SnapshotJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The packaged service on loopback beside {@link HttpFloor} in the same run, on the same durable database, with the same bytes: snapshots of five
 * positions for decisions by {@code perpetuals}, one a request and many in a batch; then what the log's insert takes beside a COPY of the same rows.
 *
 * <p>The argument is the seconds of a turn (4). {@code -Dplimsoll.speed.service-options} are options of the service's JVM, such as one that records a profile.
 */
public final class RestBenchmark {

    private static final int ROUNDS = 3;
    private static final int[] CALLERS = {1, 32};
    private static final int WARMUP_CALLERS = 16;
    private static final int SNAPSHOTS = 20_000;
    private static final int LINES = Integer.getInteger("plimsoll.speed.lines", 20_000);

    private final long turnMs;
    private final EmbeddedServer database;
    private final Connection connection;
    private final ServiceProcess service;
    private final Path folder;
    private final List<String> snapshots = new ArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();

    private RestBenchmark(long turnMs) throws IOException, SQLException {
        this.turnMs = turnMs;
        this.folder = Files.createTempDirectory("plimsoll-rest");
        this.database = EmbeddedServer.start(folder.resolve("postgres"));
        this.connection = DriverManager.getConnection(database.jdbcUrl());
        Map<String, String> settings = new HashMap<>(ServiceProcess.CLOSURES_STAND);
        settings.put(ServiceProcess.DATABASE, database.jdbcUrl());
        settings.put("QUARKUS_DATASOURCE_USERNAME", EmbeddedServer.USER);
        settings.put("PLIMSOLL_DATA", folder.toString());
        settings.put("JAVA_TOOL_OPTIONS", System.getProperty("plimsoll.speed.service-options", ""));
        this.service = new ServiceProcess(1, folder, "2g", settings);
        Books books = new Books(7, Perpetuals.INSTRUMENTS, Instant.now());
        for (int i = 0; i < SNAPSHOTS; i++) {
            String text = SnapshotJson.canonical(books.account(i, 5));
            snapshots.add(text.substring(text.indexOf(',')));
        }
    }

    public static void main(String... args) throws Exception {
        boolean isTold = args.length > 0 && !args[0].equals(".*");
        RestBenchmark benchmark = new RestBenchmark(isTold ? 1_000L * Integer.parseInt(args[0]) : 4_000);
        try {
            benchmark.run();
        } finally {
            benchmark.service.kill();
            benchmark.connection.close();
            benchmark.database.close();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        service.start();
        service.awaitReady();
        try (var statement = connection.createStatement()) {
            statement.execute("create table floor (snapshot text, document text)");
        }
        int port = service.uri("/").getPort();
        List<String> documents = new Callers(port, "/v1/decisions", this::body)
                .callFor(WARMUP_CALLERS, 4 * turnMs)
                .sample();
        int floorPort = freePort();
        Process floor = startFloor(floorPort, documents);
        try {
            Map<String, Callers> contenders = new LinkedHashMap<>();
            contenders.put("POST /v1/decisions", new Callers(port, "/v1/decisions", this::body));
            contenders.put("POST /v1/what-if, no row", new Callers(port, "/v1/what-if", this::body));
            contenders.put("floor: a row a commit", new Callers(floorPort, "/insert", this::body));
            contenders.put("floor: rows share commits", new Callers(floorPort, "/gathered", this::body));
            contenders.put("floor: no row", new Callers(floorPort, "/nothing", this::body));
            for (Callers contender : contenders.values()) {
                var unused = contender.callFor(WARMUP_CALLERS, turnMs);
            }
            System.out.printf(
                    Locale.ROOT,
                    "snapshots of %d, decisions of %d characters on average%n",
                    snapshots.stream().mapToInt(String::length).sum() / SNAPSHOTS,
                    documents.stream().mapToInt(String::length).sum() / documents.size());
            for (int callers : CALLERS) {
                turns(callers, contenders, floor);
            }
            InsertFloor inserts = new InsertFloor(connection);
            Committed before = Committed.of(service);
            batch(port);
            Committed inBatch = Committed.of(service).since(before);
            before = Committed.of(service);
            new Callers(port, "/v1/decisions", this::body).callFor(CALLERS[1], turnMs);
            inserts.print(Committed.of(service).since(before), inBatch);
        } finally {
            floor.destroyForcibly().waitFor();
        }
    }

    /** What the log has committed so far. */
    record Committed(double decisions, double commits, double seconds) {

        static Committed of(ServiceProcess service) throws InterruptedException {
            return new Committed(
                    service.metric("plimsoll_log_batch_size_sum"),
                    service.metric("plimsoll_log_batch_size_count"),
                    service.metric("plimsoll_log_commit_seconds_sum"));
        }

        Committed since(Committed before) {
            return new Committed(decisions - before.decisions, commits - before.commits, seconds - before.seconds);
        }
    }

    private byte[] body() {
        int number = sent.getAndIncrement();
        return ("{\"accountId\":\"A-" + number + "\"" + snapshots.get(number % SNAPSHOTS))
                .getBytes(StandardCharsets.UTF_8);
    }

    private void turns(int callers, Map<String, Callers> contenders, Process floor) throws Exception {
        Map<String, List<Answered>> answered = new LinkedHashMap<>();
        Map<String, Used> used = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, Callers> contender : contenders.entrySet()) {
                ProcessHandle server = ProcessHandle.of(
                                contender.getKey().startsWith("floor") ? floor.pid() : service.pid())
                        .orElseThrow();
                Used before = used(server);
                answered.computeIfAbsent(contender.getKey(), any -> new ArrayList<>())
                        .add(contender.getValue().callFor(callers, turnMs));
                used.merge(contender.getKey(), used(server).since(before), Used::and);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%n%d callers%19s %9s %9s %9s %9s %7s %12s %12s%n",
                callers,
                "",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "a second",
                "ratio",
                "server us",
                "database us");
        double own = Callers.together(answered.values().iterator().next()).perSecond();
        answered.forEach((name, runs) -> {
            Answered all = Callers.together(runs);
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %9.2f %9.2f %9.2f %,9.0f %6.2fx %12.0f %12.0f%n",
                    name,
                    all.ms(0.5),
                    all.ms(0.99),
                    all.ms(0.999),
                    all.perSecond(),
                    all.perSecond() / own,
                    used.get(name).server().toNanos() / 1e3 / all.tookNanos().length,
                    used.get(name).database().toNanos() / 1e3 / all.tookNanos().length);
        });
    }

    /** The same snapshots as lines of one request. The first batch warms up. */
    private void batch(int port) throws Exception {
        ProcessHandle server = ProcessHandle.of(service.pid()).orElseThrow();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int round = 0; round < ROUNDS; round++) {
                Path lines = folder.resolve("lines.ndjson");
                Files.write(lines, (Iterable<String>) Stream.generate(() -> new String(body(), StandardCharsets.UTF_8))
                        .limit(LINES)::iterator);
                Used before = used(server);
                long began = System.nanoTime();
                HttpResponse<Stream<String>> response = client.send(
                        HttpRequest.newBuilder(service.uri("/v1/decisions/batch"))
                                .header("Content-Type", "application/x-ndjson")
                                .POST(BodyPublishers.ofFile(lines))
                                .build(),
                        BodyHandlers.ofLines());
                long decided = response.body()
                        .filter(line -> line.contains("\"status\":200"))
                        .count();
                double seconds = (System.nanoTime() - began) / 1e9;
                if (decided != LINES) {
                    throw new IllegalStateException(decided + " lines of " + LINES + " are decided");
                }
                Used took = used(server).since(before);
                System.out.printf(
                        Locale.ROOT,
                        "%sbatch of %,d lines: %.1f s, %,.0f lines a second, %.0f us of the service, %.0f us of the database a line%n",
                        round == 0 ? "\n" : "",
                        LINES,
                        seconds,
                        LINES / seconds,
                        took.server().toNanos() / 1e3 / LINES,
                        took.database().toNanos() / 1e3 / LINES);
            }
        }
    }

    /** Time on processors. */
    private record Used(Duration server, Duration database) {

        Used since(Used before) {
            return new Used(server.minus(before.server), database.minus(before.database));
        }

        Used and(Used other) {
            return new Used(server.plus(other.server), database.plus(other.database));
        }
    }

    private Used used(ProcessHandle server) throws SQLException {
        Duration ofDatabase = Duration.ZERO;
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select pid from pg_stat_activity")) {
            while (rows.next()) {
                ofDatabase = ofDatabase.plus(ProcessHandle.of(rows.getLong(1))
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO));
            }
        }
        return new Used(server.info().totalCpuDuration().orElseThrow(), ofDatabase);
    }

    private Process startFloor(int port, List<String> documents) throws IOException {
        Path file = Files.write(folder.resolve("documents.ndjson"), documents);
        Process floor = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx2g",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HttpFloor.class.getName(),
                        Integer.toString(port),
                        database.jdbcUrl(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("floor.log").toFile()))
                .start();
        for (String line = floor.inputReader().readLine(); !"ready".equals(line); ) {
            if (line == null) {
                throw new IllegalStateException(
                        "the floor did not start:\n" + Files.readString(folder.resolve("floor.log")));
            }
            line = floor.inputReader().readLine();
        }
        return floor;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
