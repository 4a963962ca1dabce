package io.plimsoll.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * PostgreSQL refuses to run as root. The library then starts it in a user namespace, which containers often forbid;
 * there, the two programs it calls are wrapped so that they step down to {@code nobody}, who keeps root's right to reach
 * the files, wherever below a closed home they lie.
 */
final class RootFallback {
    private static final Logger LOG = Logger.getLogger(RootFallback.class);
    private static final List<String> PROGRAMS = List.of("initdb", "pg_ctl");
    private static final String ROOT = "root";
    private static final String ORDINARY_USER = "nobody";
    private static final String WRAPPER = """
            #!/bin/sh
            # PostgreSQL refuses to run as root, and here root may not have a user namespace.
            if [ "$(id -u)" = 0 ]; then
              exec setpriv --securebits=+no_setuid_fixup --reuid="$(id -u nobody)" --regid="$(id -g nobody)" \\
                --clear-groups --inh-caps=+dac_override --ambient-caps=+dac_override "$0.program" "$@"
            fi
            exec "$0.program" "$@"
            """;

    private RootFallback() {}

    /**
     * Starts the server; where only root's missing namespace stands in the way, once more with wrapped programs. The
     * first attempt is needed because the library unpacks the programs in it.
     */
    static EmbeddedPostgres start(EmbeddedPostgres.Builder server, Path binaries, Path cluster) throws IOException {
        if (!ROOT.equals(System.getProperty("user.name"))) {
            return server.start();
        }
        if (LinuxUtils.isUnshareAvailable()) {
            give(cluster, ROOT);
            return server.start();
        }
        Files.createDirectories(cluster);
        give(cluster, ORDINARY_USER);
        try {
            return server.start();
        } catch (IOException | RuntimeException refused) {
            if (!wrapPrograms(binaries)) {
                throw refused;
            }
            LOG.infof("PostgreSQL is started as an ordinary user: user=%s", ORDINARY_USER);
            return server.start();
        }
    }

    /** False when there was nothing left to wrap. */
    private static boolean wrapPrograms(Path binaries) throws IOException {
        boolean wrapped = false;
        for (Path folder : childrenOf(binaries)) {
            for (String name : PROGRAMS) {
                Path program = folder.resolve("bin").resolve(name);
                Path moved = program.resolveSibling(name + ".program");
                if (Files.exists(program) && !Files.exists(moved)) {
                    Files.move(program, moved);
                    Files.writeString(program, WRAPPER);
                    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
                    wrapped = true;
                }
            }
        }
        return wrapped;
    }

    /** The server insists on owning its data, and a data folder may move from one kind of machine to the other. */
    private static void give(Path cluster, String user) throws IOException {
        if (!Files.exists(cluster)) {
            return;
        }
        UserPrincipal owner =
                cluster.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
        if (Files.getOwner(cluster).equals(owner)) {
            return;
        }
        try (Stream<Path> files = Files.walk(cluster)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.setOwner(file, owner);
            }
        }
    }

    private static List<Path> childrenOf(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        }
    }
}
