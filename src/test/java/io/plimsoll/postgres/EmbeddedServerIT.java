package io.plimsoll.postgres;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
    void keepsWhatItAcknowledgedWhenItsInstanceIsKilled() throws Exception {
        // Given: a server whose JVM is gone, as after kill -9
        EmbeddedServer killed = start();
        execute(killed, "create table kept as select 42 as answer");
        ProcessHandle orphan = ProcessHandle.of(Long.parseLong(
                        Files.readAllLines(cluster.resolve("postmaster.pid")).get(0)))
                .orElseThrow();
        OrphanedServer.stopOn(cluster);
        assertFalse(orphan.isAlive());
        killed.close();

        // When
        try (EmbeddedServer next = start()) {
            // Then
            assertEquals("42", ask(next, "select answer from kept"));
        }
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
