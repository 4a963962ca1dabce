package io.plimsoll.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file that stands already. */
final class FileOnDisk {

    private FileOnDisk() {}

    /**
     * Beside the file first: a full disk must not cost what stands there.
     *
     * @throws CommandFailure if it cannot be written
     */
    static void replace(Path file, String text) {
        try {
            Path target = file.toRealPath();
            Path beside = target.resolveSibling("." + target.getFileName() + ".new");
            try {
                Files.copy(target, beside, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                Files.writeString(beside, text);
                Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new CommandFailure("`" + file + "` cannot be written: " + e, e);
        }
    }
}
