package io.plimsoll.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A PostgreSQL server that belongs to this JVM and keeps its data in a folder between runs. Durable: what it has
 * acknowledged survives the loss of power, and a killed JVM's server is found and stopped by the next start. Should the
 * server itself die, it is started again on the same port: the service reports the outage and heals.
 */
public final class EmbeddedServer implements AutoCloseable {
    /** The only user of the embedded server. */
    public static final String USER = "postgres";

    private static final Logger LOG = Logger.getLogger(EmbeddedServer.class);
    private static final String DATABASE = "postgres";
    private static final int ANY_FREE_PORT = 0;
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);

    /** Room for the service's pool, Flyway, and a person with psql. */
    private static final int CONNECTIONS_MAX = 60;

    private final Path binaries;
    private final Path cluster;
    private final Path log;
    private final FolderLock lock;
    private final int port;
    private EmbeddedPostgres server;
    private boolean closed;

    private EmbeddedServer(Path folder, Path binaries, FolderLock lock) throws IOException {
        this.binaries = binaries;
        this.cluster = folder.resolve("cluster");
        this.log = folder.resolve("postgres.log");
        this.lock = lock;
        Path complete = folder.resolve("cluster.complete");
        OrphanedServer.stopOn(cluster);
        setAsideUnlessComplete(cluster, complete);
        keepLastLog(log);
        this.server = launch(binaries, cluster, log, ANY_FREE_PORT);
        this.port = server.getPort();
        if (!Files.exists(complete)) {
            Files.createFile(complete);
        }
    }

    /**
     * Starts the server on the data in {@code folder}, which is made when it is missing.
     *
     * @throws EmbeddedServerFailure when another instance uses the folder, or the server does not start
     */
    public static EmbeddedServer start(Path folder) {
        return start(folder, folder.resolve("binaries"));
    }

    /** As above, with the server's programs unpacked into {@code binaries} unless they are there. */
    static EmbeddedServer start(Path folder, Path binaries) {
        long startedAtNanos = System.nanoTime();
        FolderLock lock = FolderLock.take(folder);
        try {
            EmbeddedServer started = new EmbeddedServer(folder, binaries, lock);
            started.watch();
            LOG.infof(
                    "embedded PostgreSQL started: port=%d folder=%s startMs=%d",
                    started.port, folder, (System.nanoTime() - startedAtNanos) / 1_000_000);
            return started;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e instanceof EmbeddedServerFailure known
                    ? known
                    : new EmbeddedServerFailure(
                            "cannot start the embedded PostgreSQL: " + reason(e, folder.resolve("postgres.log")), e);
        }
    }

    /** Where the database is, the same for the life of this object; the user is {@link #USER}, without a password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE + "?user=" + USER;
    }

    /** Stops the server; open transactions are rolled back. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            server.close();
            if (OrphanedServer.find(cluster).isPresent()) {
                LOG.warnf("embedded PostgreSQL did not stop: port=%d; the next start will stop it", port);
            }
        } catch (IOException e) {
            LOG.warnf(e, "embedded PostgreSQL did not stop cleanly: port=%d", port);
        } finally {
            lock.close();
        }
    }

    private void watch() {
        Thread.ofPlatform().daemon().name("embedded-postgres-watch").start(() -> {
            try {
                while (!isClosed()) {
                    Optional<ProcessHandle> process = OrphanedServer.find(cluster);
                    if (process.isPresent()) {
                        process.get().onExit().join();
                    } else {
                        restart();
                        Thread.sleep(RESTART_PAUSE);
                    }
                }
            } catch (InterruptedException | IOException e) {
                LOG.errorf(e, "embedded PostgreSQL is no longer watched: port=%d", port);
            }
        });
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void restart() {
        if (closed) {
            return;
        }
        LOG.warnf("embedded PostgreSQL has ended and is started again: port=%d", port);
        try {
            // Nothing runs any more; closing frees the library's own lock on the cluster.
            server.close();
            server = launch(binaries, cluster, log, port);
        } catch (IOException | RuntimeException e) {
            LOG.errorf("embedded PostgreSQL does not start: port=%d reason=%s", port, reason(e, log));
        }
    }

    private static EmbeddedPostgres launch(Path binaries, Path cluster, Path log, int port) throws IOException {
        // The child inherits stdout otherwise, and a shell pipe behind ours then never sees its end.
        ProcessBuilder.Redirect toLog = ProcessBuilder.Redirect.appendTo(log.toFile());
        EmbeddedPostgres.Builder server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(binaries.toFile())
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                .setPort(port)
                // Whoever started us decides when to stop: not before the service has written what is in flight.
                .setRegisterShutdownHook(false)
                // A user's locale may not exist for initdb; text is compared by code point, the same everywhere.
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("encoding", "UTF-8")
                // The library starts a server for tests, which may lose data. These come later and win.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                // A socket's path may have 107 bytes; a project folder's may be longer.
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", Integer.toString(CONNECTIONS_MAX))
                .setServerConfig("timezone", "UTC")
                .setServerConfig("log_timezone", "UTC")
                .setServerConfig("log_checkpoints", "off")
                .setOutputRedirector(toLog)
                .setErrorRedirector(toLog)
                .setPGStartupWait(START_MAX);
        return RootFallback.start(server, binaries, cluster);
    }

    /** A first start that was cut off leaves half a cluster, which has never held a row: it is moved out of the way. */
    private static void setAsideUnlessComplete(Path cluster, Path complete) throws IOException {
        if (Files.exists(cluster) && !Files.exists(complete)) {
            Files.move(cluster, cluster.resolveSibling("cluster.incomplete-" + System.currentTimeMillis()));
        }
    }

    /** The log of this run and of the last one are kept, no more. */
    private static void keepLastLog(Path log) throws IOException {
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String reason(Exception failure, Path log) {
        try {
            List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
            String end = String.join("\n  ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
            return failure + (end.isEmpty() ? "" : "\nThe end of " + log + ":\n  " + end);
        } catch (IOException unreadable) {
            return failure.toString();
        }
    }
}
