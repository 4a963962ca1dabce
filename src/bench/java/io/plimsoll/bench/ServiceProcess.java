package io.plimsoll.bench;

import io.plimsoll.postgres.TestPostgres;
import io.plimsoll.stream.TestKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The packaged service as a process of its own, with the shipped pack {@code perpetuals}, which can be killed and started again. */
public final class ServiceProcess {

    /** Settings: no closing that is not carried out is decided again while a benchmark runs. */
    public static final Map<String, String> CLOSURES_STAND =
            Map.of("PLIMSOLL_CLOSURES_VALIDITY", "P1D", "PLIMSOLL_CLOSURES_VALIDITY_MAX", "P1D");

    /** The setting that says where the database is. */
    public static final String DATABASE = "QUARKUS_DATASOURCE_JDBC_URL";

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
    private static final Duration READY_WAIT_MAX = Duration.ofMinutes(3);

    private final Path log;
    private final Path policies;
    private final int port;
    private final Map<String, String> settings;
    private final String heap;
    private @Nullable Process process;

    ServiceProcess(int number, Path folder) throws IOException {
        this(number, folder, "512m", Map.of());
    }

    /**
     * @param heap greatest size of the heap, as {@code -Xmx} takes it
     * @param settings environment variables beside those that say where broker and database of the tests are; with a database among them neither is used
     */
    public ServiceProcess(int number, Path folder, String heap, Map<String, String> settings) throws IOException {
        this.heap = heap;
        this.settings = settings;
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is missing: package the service first");
        }
        this.log = folder.resolve("instance-" + number + ".log");
        this.policies = Files.createDirectories(folder.resolve("policies-" + number));
        copy(Path.of("policies/perpetuals"), policies.resolve("perpetuals"));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    /** Returns before it answers, see {@link #awaitReady}. */
    public void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx" + heap,
                        "-XX:+UseSerialGC",
                        "-jar",
                        JAR.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        if (!settings.containsKey(DATABASE)) {
            builder.environment().put(DATABASE, TestPostgres.jdbcUrl());
            builder.environment().put("QUARKUS_DATASOURCE_USERNAME", TestPostgres.USER);
            builder.environment().put("PLIMSOLL_KAFKA_BOOTSTRAP_SERVERS", TestKafka.bootstrapServers());
            builder.environment().put("PLIMSOLL_KAFKA_PARTITIONS", "8");
        }
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("PLIMSOLL_POLICIES", policies.toString());
        builder.environment().putAll(settings);
        process = builder.start();
    }

    public void awaitReady() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(READY_WAIT_MAX);
        try (HttpClient client = newClient()) {
            while (!isReady(client)) {
                if (!isRunning() || Instant.now().isAfter(end)) {
                    throw new IllegalStateException("the service did not start:\n" + Files.readString(log));
                }
                Thread.sleep(200);
            }
        }
    }

    /** Where it answers. */
    public URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private boolean isRunning() {
        return process != null && process.isAlive();
    }

    private boolean isReady(HttpClient client) throws InterruptedException {
        HttpRequest ready = HttpRequest.newBuilder(uri("/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return client.send(ready, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The sum of a metric's values; 0 where there is none, or while nobody answers. */
    public double metric(String name) throws InterruptedException {
        return metric(name, "");
    }

    /** The sum of a metric's values with a label; 0 where there is none, or while nobody answers. */
    double metric(String name, String label) throws InterruptedException {
        HttpRequest metrics = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/q/metrics"))
                .timeout(Duration.ofSeconds(30))
                .build();
        try (HttpClient client = newClient()) {
            return client.send(metrics, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                    .filter(line -> line.contains(label))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private static HttpClient newClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build(); // an upgrade to 2 may fail under load
    }

    public long pid() {
        return Objects.requireNonNull(process).pid();
    }

    /** As {@code kill -9}. */
    public void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
    }

    void signal(String name) throws IOException, InterruptedException {
        Process running = process;
        if (running != null) {
            new ProcessBuilder("kill", "-" + name, Long.toString(running.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        }
    }
}
