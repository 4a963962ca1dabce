package io.plimsoll.stream;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * One Kafka broker for the whole test run: the one of {@code deploy/kafka/broker}, a process of its own, on a free port and a folder of its own.
 * {@link #kill()} ends it as a power cut would; {@link #startBroker} brings it back with the same data on the same port.
 *
 * <p>Tests with a service of their own ask {@link #bootstrapServers()}; a {@code @QuarkusTest} whose service is to use the broker names this class in
 * {@code @WithTestResource}.
 */
public final class TestKafka implements QuarkusTestResourceLifecycleManager {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** Properties and not fields: Quarkus loads test classes anew, and each of its class loaders would start a broker. */
    private static final String PORT = "plimsoll.test.kafka-port";

    private static final String PROCESS = "plimsoll.test.kafka-process";
    private static final String FOLDER = "plimsoll.test.kafka-folder";

    /** Where the broker is; started at the first call, ended with the JVM. */
    public static String bootstrapServers() {
        synchronized (System.class) {
            if (System.getProperty(PORT) == null) {
                System.setProperty(PORT, Integer.toString(freePort()));
                System.setProperty(FOLDER, newFolder().toString());
                Runtime.getRuntime().addShutdownHook(new Thread(TestKafka::remove, "test-kafka-stop"));
                startBroker();
            }
            return "127.0.0.1:" + System.getProperty(PORT);
        }
    }

    /** Ends the broker at once, whatever it is at; nothing it had not written is written. */
    public static void kill() {
        process().destroyForcibly();
        process().onExit().join();
    }

    /** Brings a broker that was killed back, and returns when it answers. */
    public static void startBroker() {
        String port = System.getProperty(PORT);
        Path folder = Path.of(System.getProperty(FOLDER));
        try {
            Process broker = new ProcessBuilder("deploy/kafka/broker", port, folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log(folder)))
                    .start();
            System.setProperty(PROCESS, Long.toString(broker.pid()));
            awaitAnswer(broker, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitAnswer(Process broker, Path folder) throws IOException {
        Instant end = Instant.now().plus(PATIENCE);
        Map<String, Object> settings =
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + System.getProperty(PORT));
        try (Admin admin = Admin.create(settings)) {
            while (!answers(admin)) {
                if (!broker.isAlive() || Instant.now().isAfter(end)) {
                    throw new IllegalStateException("the broker did not start:\n"
                            + Files.readString(log(folder).toPath()));
                }
            }
        }
    }

    private static boolean answers(Admin admin) {
        try {
            return !admin.describeCluster().nodes().get(1, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker started", e);
        }
    }

    private static ProcessHandle process() {
        return ProcessHandle.of(Long.parseLong(System.getProperty(PROCESS))).orElseThrow();
    }

    private static File log(Path folder) {
        return folder.resolve("broker.log").toFile();
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("plimsoll-test-kafka");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port whose successor, the controller's, is free too. */
    private static int freePort() {
        while (true) {
            try (ServerSocket broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerSocket controller =
                            new ServerSocket(broker.getLocalPort() + 1, 1, InetAddress.getLoopbackAddress())) {
                return controller.getLocalPort() - 1;
            } catch (IOException | IllegalArgumentException e) {
                continue; // the successor is taken, or there is none
            }
        }
    }

    private static void remove() {
        ProcessHandle.of(Long.parseLong(System.getProperty(PROCESS))).ifPresent(broker -> {
            broker.destroyForcibly();
            broker.onExit().join();
        });
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty(FOLDER)))) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        return Map.of("plimsoll.kafka.bootstrap-servers", bootstrapServers());
    }

    /** Nothing: other tests may still need the broker, and it ends with the JVM. */
    @Override
    public void stop() {}
}
