package io.plimsoll;

import io.plimsoll.cli.CommandFailure;
import io.plimsoll.cli.Plimsoll;
import io.plimsoll.installation.Installation;
import io.plimsoll.postgres.EmbeddedServer;
import io.plimsoll.postgres.EmbeddedServerFailure;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts the service ({@code serve}, or no argument) or runs one command and ends. Only the service starts Quarkus:
 * {@code check} and its like must answer quickly, and need neither database nor port.
 */
@QuarkusMain
public class Main {
    private static final String JDBC_URL = "quarkus.datasource.jdbc.url";
    private static final String JDBC_URL_VARIABLE = "QUARKUS_DATASOURCE_JDBC_URL";

    public static void main(String... arguments) {
        // Until Quarkus has set up logging, JBoss LogManager buffers records of every level: take no more than INFO.
        Logger.getLogger("").setLevel(Level.INFO);
        if (isTrainingRun()) {
            Quarkus.run();
        } else {
            int exitCode = Plimsoll.commandLine(Main::serve).execute(arguments);
            System.exit(exitCode);
        }
    }

    /** True while the build starts this class only to record which classes are loaded: nothing may be started then. */
    private static boolean isTrainingRun() {
        return System.getProperty("quarkus.appcds.generate") != null;
    }

    /** Runs the service until it is told to stop; does not return. */
    private static void serve() {
        if (!isDatabaseGiven()) {
            EmbeddedServer database = startDatabase();
            System.setProperty(JDBC_URL, database.jdbcUrl());
            System.setProperty("quarkus.datasource.username", EmbeddedServer.USER);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> stopAfterService(database), "embedded-postgres-stop"));
        }
        Quarkus.run();
    }

    private static EmbeddedServer startDatabase() {
        try {
            return EmbeddedServer.start(Installation.here().data().resolve("postgres"));
        } catch (EmbeddedServerFailure e) {
            throw new CommandFailure(
                    e.getMessage() + "\nTo use a PostgreSQL of your own, set " + JDBC_URL_VARIABLE
                            + " (and QUARKUS_DATASOURCE_USERNAME, QUARKUS_DATASOURCE_PASSWORD).",
                    e);
        }
    }

    /** The JVM runs its shutdown hooks side by side; this one waits, so that what is in flight is still written. */
    private static void stopAfterService(EmbeddedServer database) {
        Application service = Application.currentApplication();
        if (service != null) {
            service.awaitShutdown();
        }
        database.close();
    }

    /** Also true after a live reload in dev mode: the first start has set the property. */
    private static boolean isDatabaseGiven() {
        return System.getenv(JDBC_URL_VARIABLE) != null || System.getProperty(JDBC_URL) != null;
    }
}
