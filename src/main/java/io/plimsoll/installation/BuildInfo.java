package io.plimsoll.installation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * Which build is running, written into the jar by Maven.
 *
 * @param version of Plimsoll
 * @param builtAt UTC, ISO 8601, seconds
 * @param quarkus the release it is built with
 * @param drools the release it is built with
 * @param postgres the release of the embedded server
 */
public record BuildInfo(String version, String builtAt, String quarkus, String drools, String postgres) {

    /** The build of the running program. */
    public static BuildInfo ofThisProgram() {
        Properties lines = new Properties();
        try (InputStream file = BuildInfo.class.getResourceAsStream("/plimsoll-build.properties")) {
            lines.load(Objects.requireNonNull(file, "plimsoll-build.properties is not in the jar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BuildInfo(
                lines.getProperty("version"),
                lines.getProperty("builtAt"),
                lines.getProperty("quarkus"),
                lines.getProperty("drools"),
                lines.getProperty("postgres"));
    }
}
