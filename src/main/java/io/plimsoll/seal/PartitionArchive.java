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
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/** Exports partitions before they are removed, each to a file that {@code plimsoll verify} checks. */
final class PartitionArchive {

    private final Optional<Path> folder;
    private final LogExport export;
    private final SealedLogArchive keys;

    PartitionArchive(Optional<Path> folder, LogExport export, SealedLogArchive keys) {
        this.folder = folder;
        this.export = export;
        this.keys = keys;
    }

    /**
     * Writes a partition, reads it again and returns once it is on the disk.
     *
     * @return SHA-256 of the file; empty if no archive is configured
     * @throws NotArchived if what was written is not what was sealed
     */
    Optional<Hash> write(OldPartition partition) throws IOException, LogUnavailable, NotArchived {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        Path file = Files.createDirectories(folder.get())
                .resolve("decisions-" + partition.first() + "-" + partition.last() + ".ndjson");
        Path begun = file.resolveSibling(file.getFileName() + ".begun");
        try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(begun))) {
            export.write(partition.first(), partition.last(), output);
        }
        try (InputStream input = new BufferedInputStream(Files.newInputStream(begun))) {
            ExportReport report = new ExportVerifier(PublicKeys.ofJwks(keys.jwks()), Map.of()).verify(input);
            if (!report.isIntact() || report.rows() != partition.rows()) {
                throw new NotArchived(report.rows() + " rows were written of " + partition.rows() + ", with "
                        + report.findingCount() + " findings");
            }
        }
        try (FileChannel channel = FileChannel.open(begun, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(begun, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return Optional.of(Hash.ofFile(file));
    }

    /** What was exported is not what was sealed. */
    static final class NotArchived extends Exception {
        private static final long serialVersionUID = 1;

        NotArchived(String message) {
            super(message);
        }
    }
}
