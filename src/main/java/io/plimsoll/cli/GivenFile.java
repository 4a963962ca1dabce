package io.plimsoll.cli;

import io.plimsoll.signing.PublicKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that the commands of verification are given, which may be anybody's and are read up to a limit. */
final class GivenFile {
    private static final int BYTES_MAX = 16 << 20;

    private GivenFile() {}

    /** @throws CommandFailure if the file cannot be read, is larger than 16 MiB, or holds anything but public keys */
    static PublicKeys keys(Path file) {
        try {
            return PublicKeys.read(text(file));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("`" + file + "`: " + e.getMessage(), e);
        }
    }

    /** @throws CommandFailure if the file cannot be read or is larger than 16 MiB */
    static String text(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new IOException("larger than " + BYTES_MAX + " bytes");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandFailure("`" + file + "` cannot be read: " + e, e);
        }
    }
}
