package io.plimsoll.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * A server that outlived its JVM: after {@code kill -9} PostgreSQL goes on, and holds the data that the next start needs.
 * Called only by the holder of the folder's lock, so that no living instance's server is ever taken for an orphan.
 */
final class OrphanedServer {
    private static final Logger LOG = Logger.getLogger(OrphanedServer.class);
    private static final int STOP_SECONDS_MAX = 20;

    private OrphanedServer() {}

    /** Stops the server that runs on {@code cluster}, if one does, and waits for its end. */
    static void stopOn(Path cluster) throws IOException {
        Optional<ProcessHandle> orphan = find(cluster);
        if (orphan.isEmpty()) {
            return;
        }
        long processId = orphan.get().pid();
        LOG.infof("stopping the PostgreSQL of a killed instance: processId=%d cluster=%s", processId, cluster);
        // SIGINT ends its sessions; SIGTERM, all that ProcessHandle knows, would wait for a person's psql to leave.
        new ProcessBuilder("kill", "-INT", Long.toString(processId)).start();
        try {
            orphan.get().onExit().get(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new EmbeddedServerFailure(
                    "the PostgreSQL of an earlier, killed run (process " + processId
                            + ") does not stop; stop it by hand",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerFailure("interrupted while stopping an earlier PostgreSQL", e);
        }
    }

    /**
     * The living server of {@code cluster}, by its `postmaster.pid`: the process id is on line 1, the folder on line 2. An
     * id may have been used anew, hence the look at the program.
     */
    static Optional<ProcessHandle> find(Path cluster) throws IOException {
        Path file = cluster.resolve("postmaster.pid");
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        if (lines.size() < 2 || !Path.of(lines.get(1).trim()).equals(cluster)) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0).trim())).filter(OrphanedServer::isPostgres);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().map(path -> path.endsWith("/postgres")).orElse(false);
    }
}
