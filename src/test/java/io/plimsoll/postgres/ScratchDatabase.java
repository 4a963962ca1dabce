package io.plimsoll.postgres;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/** A database of its own on the test server, for what must not happen to the one that tests share; dropped at its end. */
public final class ScratchDatabase implements AutoCloseable {

    private final String name = "scratch_" + UUID.randomUUID().toString().replace("-", "");
    private final String url = TestPostgres.jdbcUrl().replace("/postgres", "/" + name);
    private final AgroalDataSource dataSource;

    public ScratchDatabase() throws SQLException {
        onServer("create database " + name);
        dataSource = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(4)
                        .connectionFactoryConfiguration(
                                factory -> factory.jdbcUrl(url).principal(new NamePrincipal(TestPostgres.USER)))));
    }

    /** @param version up to which, such as {@code 25}, or {@code latest} */
    public void migrate(String version) {
        Flyway.configure()
                .dataSource(url, TestPostgres.USER, "")
                .locations("classpath:db/migration")
                .target(version)
                .load()
                .migrate();
    }

    public AgroalDataSource dataSource() {
        return dataSource;
    }

    public String url() {
        return url;
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** As somebody would who owns the database. */
    public void tamper(String sql) throws SQLException {
        execute("set session_replication_role = replica;" + sql + ";set session_replication_role = origin");
    }

    /** The first column of the first row, as text. */
    public String ask(String query) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() throws SQLException {
        dataSource.close();
        onServer("drop database " + name + " with (force)");
    }

    private static void onServer(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(TestPostgres.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
