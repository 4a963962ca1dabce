package io.plimsoll.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JVM at a time on a data folder. The operating system frees the lock even after {@code kill -9}, so it never has to
 * be removed by hand.
 */
final class FolderLock implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws EmbeddedServerFailure when another instance holds the folder, or it cannot be written */
    static FolderLock take(Path folder) {
        FileChannel channel = open(folder);
        if (tryLock(channel) == null) {
            close(channel);
            throw new EmbeddedServerFailure("the data folder `" + folder + "` is in use by another running instance;"
                    + " stop that one, or name another folder with -Dplimsoll.data or PLIMSOLL_DATA");
        }
        return new FolderLock(channel);
    }

    private static FileChannel open(Path folder) {
        try {
            if (!Files.exists(folder)) {
                Files.createDirectories(folder.toAbsolutePath().getParent());
                // The binaries below are unpacked writable for everybody; the folder keeps others out.
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
            return FileChannel.open(folder.resolve("in-use.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new EmbeddedServerFailure("cannot write to the data folder `" + folder + "`: " + e, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisJvm) {
            return null;
        } catch (IOException e) {
            close(channel);
            throw new EmbeddedServerFailure("cannot lock the data folder: " + e, e);
        }
    }

    @Override
    public void close() {
        close(channel);
    }

    /** Closing the channel frees the lock; where that fails, the end of the process frees it. */
    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException freedAtExit) {
            // Nothing is left to do.
        }
    }
}
