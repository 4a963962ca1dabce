package io.plimsoll.seal;

import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.proof.ExportReport;
import io.plimsoll.proof.ExportVerifier;
import io.plimsoll.proof.Hash;
import io.plimsoll.signing.PublicKeys;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Reads partitions against their seals before they are removed, row by row as {@code plimsoll verify} does; where a folder is configured, from the file that it
 * exports them to.
 */
final class PartitionArchive {

    private static final int PIPE_BYTES = 1 << 16;

    private final Optional<Path> folder;
    private final LogExport export;
    private final SealedLogArchive keys;

    PartitionArchive(Optional<Path> folder, LogExport export, SealedLogArchive keys) {
        this.folder = folder;
        this.export = export;
        this.keys = keys;
    }

    /**
     * Verifies a partition; with a folder, writes it and returns once it is on the disk.
     *
     * @return SHA-256 of the file; empty if no archive is configured
     * @throws NotAsSealed if its rows, or what was written of them, are not what was sealed
     */
    Optional<Hash> write(OldPartition partition) throws IOException, LogUnavailable, NotAsSealed {
        if (folder.isEmpty()) {
            verifyInPassing(partition);
            return Optional.empty();
        }
        Path file = Files.createDirectories(folder.get())
                .resolve("decisions-" + partition.first() + "-" + partition.last() + ".ndjson");
        Path begun = file.resolveSibling(file.getFileName() + ".begun");
        try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(begun))) {
            export.write(partition.first(), partition.last(), output);
        }
        try (InputStream input = new BufferedInputStream(Files.newInputStream(begun))) {
            check(report(input), partition);
        }
        try (FileChannel channel = FileChannel.open(begun, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(begun, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return Optional.of(Hash.ofFile(file));
    }

    /** What is exported is verified as it comes and kept nowhere. */
    private void verifyInPassing(OldPartition partition) throws IOException, LogUnavailable, NotAsSealed {
        PipedInputStream input = new PipedInputStream(PIPE_BYTES);
        PipedOutputStream output = new PipedOutputStream(input);
        FutureTask<Boolean> exported = new FutureTask<>(() -> {
            try (OutputStream buffered = new BufferedOutputStream(output, PIPE_BYTES)) {
                export.write(partition.first(), partition.last(), buffered);
            }
            return true;
        });
        Thread.ofPlatform().name("log-retention-export").start(exported);
        try {
            ExportReport report;
            try (input) {
                report = report(input);
            }
            exported.get(); // what the database cut off is not altered
            check(report, partition);
        } catch (ExecutionException e) {
            throw new LogUnavailable("the partition " + partition.name() + " cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailable("the partition " + partition.name() + " was not read to its end", e);
        }
    }

    private ExportReport report(InputStream input) throws IOException, LogUnavailable {
        return new ExportVerifier(PublicKeys.ofJwks(keys.jwks()), Map.of()).verify(input);
    }

    private static void check(ExportReport report, OldPartition partition) throws NotAsSealed {
        if (!report.isIntact() || report.rows() != partition.rows()) {
            throw new NotAsSealed(report.rows() + " rows were read of " + partition.rows() + ", with "
                    + report.findingCount() + " findings; "
                    + report.findings().stream()
                            .findFirst()
                            .map(Object::toString)
                            .orElse("no row is altered"));
        }
    }

    /** A partition is not what was sealed. */
    static final class NotAsSealed extends Exception {
        private static final long serialVersionUID = 1;

        NotAsSealed(String message) {
            super(message);
        }
    }
}
