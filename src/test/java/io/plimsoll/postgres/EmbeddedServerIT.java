package io.plimsoll.postgres;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerIT {
    @TempDir
    Path folder;

    private Path cluster;

    @BeforeEach
    void nameCluster() {
        cluster = folder.resolve("cluster");
    }

    @Test
    void keepsWhatItAcknowledgedBetweenRuns() throws Exception {
        try (EmbeddedServer first = start()) {
            execute(first, "create table kept as select 42 as answer");
        }
        try (EmbeddedServer second = start()) {
            assertEquals("42", ask(second, "select answer from kept"));
        }
    }

    @Test
    void isStartedAgainOnItsPortWhenItIsKilled() throws Exception {
        // Given
        try (EmbeddedServer server = start()) {
            execute(server, "create table kept as select 42 as answer");

            // When
            ProcessHandle process = OrphanedServer.find(cluster).orElseThrow();
            new ProcessBuilder("kill", "-KILL", Long.toString(process.pid())).start();
            process.onExit().get(10, TimeUnit.SECONDS);

            // Then
            assertEquals("42", askWithin(Duration.ofSeconds(30), server, "select answer from kept"));
        }
    }

    @Test
    void theServerOfAKilledInstanceIsFoundAndStopped() throws Exception {
        // Given: a server that this JVM no longer knows of
        EmbeddedPostgres.Builder server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(TestPostgres.BINARIES.toFile())
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                .setServerConfig("unix_socket_directories", "")
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD);
        EmbeddedPostgres unknown = RootFallback.start(server, TestPostgres.BINARIES, cluster);
        ProcessHandle orphan = OrphanedServer.find(cluster).orElseThrow();

        // When
        OrphanedServer.stopOn(cluster);

        // Then
        assertFalse(orphan.isAlive());
        assertTrue(OrphanedServer.find(cluster).isEmpty());
        unknown.close();
    }

    @Test
    void isDurableAndComparesTextTheSameEverywhere() {
        try (EmbeddedServer server = start()) {
            assertAll(
                    () -> assertEquals("on", ask(server, "show fsync")),
                    () -> assertEquals("on", ask(server, "show synchronous_commit")),
                    () -> assertEquals("on", ask(server, "show full_page_writes")),
                    () -> assertEquals("UTF8", ask(server, "show server_encoding")),
                    () -> assertEquals("127.0.0.1", ask(server, "show listen_addresses")));
        }
    }

    @Test
    void setsAFirstStartThatWasCutOffAside() throws Exception {
        Files.createDirectories(cluster);
        Files.createFile(cluster.resolve("half-made"));
        try (EmbeddedServer server = start();
                Stream<Path> children = Files.list(folder)) {
            assertEquals("1", ask(server, "select 1"));
            assertTrue(children.anyMatch(path -> Files.exists(path.resolve("half-made"))));
        }
    }

    @Test
    void refusesAFolderThatAnotherInstanceUses() {
        try (FolderLock held = FolderLock.take(folder)) {
            String message =
                    assertThrows(EmbeddedServerFailure.class, () -> start()).getMessage();
            assertTrue(message.contains("`" + folder + "` is in use by another running instance"), message);
        }
    }

    @Test
    void saysWhichFolderItCannotWrite() throws Exception {
        Path file = Files.createFile(folder.resolve("a-file"));
        String message = assertThrows(EmbeddedServerFailure.class, () -> EmbeddedServer.start(file.resolve("postgres")))
                .getMessage();
        assertTrue(message.contains("cannot write to the data folder `" + file.resolve("postgres") + "`"), message);
    }

    /** Unpacking the programs takes three seconds; the folder of the other tests has them. */
    private EmbeddedServer start() {
        return EmbeddedServer.start(folder, TestPostgres.BINARIES);
    }

    private static String ask(EmbeddedServer server, String query) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    /** Asks until it is answered: the server is away for a moment. */
    private static String askWithin(Duration limit, EmbeddedServer server, String query) throws Exception {
        long endNanos = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return ask(server, query);
            } catch (SQLException away) {
                if (System.nanoTime() > endNanos) {
                    throw away;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private static void execute(EmbeddedServer server, String command) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    private static Connection connect(EmbeddedServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl());
    }
}
