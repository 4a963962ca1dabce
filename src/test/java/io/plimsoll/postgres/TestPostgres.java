package io.plimsoll.postgres;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;

/**
 * One PostgreSQL for the whole test run, behind every {@code @QuarkusTest} without further ado: the annotation below is
 * of global scope. Tests without Quarkus ask {@link #jdbcUrl()} and get the same server. It is not durable, to be quick.
 */
@WithTestResource(value = TestPostgres.class, scope = TestResourceScope.GLOBAL)
public final class TestPostgres implements QuarkusTestResourceLifecycleManager {
    /** The user of the test server; there is no password. */
    public static final String USER = "postgres";

    /** Where the server's programs are unpacked: the user's own, because another could not write there. */
    static final Path BINARIES =
            Path.of(System.getProperty("java.io.tmpdir"), "plimsoll-test-postgres-" + System.getProperty("user.name"));

    /** A property and not a field: Quarkus loads test classes anew, and each of its class loaders would start a server. */
    private static final String SHARED_URL = "plimsoll.test.jdbc-url";

    /** Where the server is; started at the first call, stopped with the JVM. */
    public static String jdbcUrl() {
        synchronized (System.class) {
            String shared = System.getProperty(SHARED_URL);
            if (shared == null) {
                shared = launch().getJdbcUrl(USER, "postgres");
                System.setProperty(SHARED_URL, shared);
            }
            return shared;
        }
    }

    /** Ends every connection and refuses new ones, as if the server were away; or takes them again. */
    public static void allowConnections(boolean areAllowed) throws SQLException {
        String url = jdbcUrl().replace("/postgres", "/template1");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("alter database postgres allow_connections " + areAllowed);
            if (!areAllowed) {
                statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = 'postgres' and pid <> pg_backend_pid()");
            }
        }
    }

    private static EmbeddedPostgres launch() {
        Path cluster = BINARIES.resolve(UUID.randomUUID().toString());
        EmbeddedPostgres.Builder server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(BINARIES.toFile())
                .setDataDirectory(cluster)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("timezone", "UTC")
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("encoding", "UTF-8")
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD);
        try {
            return RootFallback.start(server, BINARIES, cluster);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        return Map.of(
                "quarkus.datasource.jdbc.url",
                jdbcUrl(),
                "quarkus.datasource.username",
                USER,
                "plimsoll.closures.key-file",
                Path.of("target", "closure-signing-key.jwk").toString(),
                "plimsoll.seal.key-file",
                Path.of("target", "log-signing-key.jwk").toString());
    }

    /** Nothing: tests without Quarkus may still need the server, and it ends with the JVM. */
    @Override
    public void stop() {}
}
