package io.plimsoll.policy;

import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An attempt to do harm by a file of the pack {@code small}. Its first three lines say what is attempted, in the place of which file, and
 * the code of the finding that must refuse it, or either of two where more than one thing is wrong.
 */
public record HostileFile(String name, String attempts, String path, List<String> codes, String text) {
    private static final Path FOLDER = Path.of("src/test/resources/hostile");

    /** Every file of the folder, in order of name. */
    public static List<HostileFile> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(HostileFile::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HostileFile read(Path file) {
        try {
            String text = Files.readString(file);
            List<String> head = text.lines().limit(3).toList();
            return new HostileFile(
                    file.getFileName().toString(),
                    head.get(0).replaceFirst("^(//|#) ", ""),
                    head.get(1).replaceFirst("^(//|#) into: ", ""),
                    List.of(head.get(2).replaceFirst("^(//|#) expect: ", "").split(" or ")),
                    text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pack with the file in its place. */
    public PolicyFiles inPack(PolicyFiles sound) {
        List<PolicyFile> files = new ArrayList<>(sound.readable().values());
        files.removeIf(file -> file.path().equals(path));
        files.add(PolicyFile.of(path, text));
        return PolicyFiles.of(files);
    }

    @Override
    public String toString() {
        return name + ": " + attempts;
    }
}
