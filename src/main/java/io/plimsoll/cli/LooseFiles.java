package io.plimsoll.cli;

import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Rule files that are named by their paths. */
final class LooseFiles {
    private static final int FOLDERS_DEPTH_MAX = 6;
    private static final int FILES_MAX = 5_000;
    private static final int BYTES_MAX = 1 << 20;

    private LooseFiles() {}

    /** True for what is a path and not a pack's name. */
    static boolean isPath(String argument) {
        return argument.endsWith(".drl") || argument.contains("/");
    }

    /** The files, and those below the folders. */
    static PolicyFiles read(List<String> paths, CommandSpec spec) {
        List<PolicyFile> files = new ArrayList<>();
        for (String path : paths) {
            try (Stream<Path> below = Files.walk(Path.of(path), FOLDERS_DEPTH_MAX)) {
                below.filter(file -> file.toString().endsWith(".drl"))
                        .filter(Files::isRegularFile)
                        .sorted()
                        .limit(FILES_MAX + 1L - files.size())
                        .forEach(file -> files.add(read(file)));
            } catch (IOException | UncheckedIOException | InvalidPathException e) {
                throw new ParameterException(spec.commandLine(), "`" + path + "` cannot be read: " + e, e);
            }
        }
        if (files.isEmpty() || files.size() > FILES_MAX) {
            String many = files.isEmpty() ? "no" : "more than " + FILES_MAX;
            throw new ParameterException(
                    spec.commandLine(), "there are " + many + " rule files at " + String.join(", ", paths));
        }
        return PolicyFiles.of(files);
    }

    private static PolicyFile read(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new IOException(file + " is larger than " + BYTES_MAX + " bytes");
            }
            return PolicyFile.of(file.toString().replace('\\', '/'), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
