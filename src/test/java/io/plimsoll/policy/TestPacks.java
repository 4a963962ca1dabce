package io.plimsoll.policy;

import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.pack.PolicyFolders;
import io.plimsoll.policy.pack.ReadLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The pack {@code small} of the test resources, as it is, edited, or copied where a test may change it. */
public final class TestPacks {
    public static final Path HOME = Path.of("src/test/resources/policy");

    private TestPacks() {}

    /** The pack as it is. */
    public static PolicyFiles small() {
        return read(HOME);
    }

    /** The pack with one text of one of its files replaced. */
    public static PolicyFiles smallWith(String path, String text, String replacement) {
        String before = small().file(path).orElseThrow().text();
        if (!before.contains(text)) {
            throw new IllegalArgumentException(path + " does not contain " + text);
        }
        return smallWithFile(path, before.replace(text, replacement));
    }

    /** The pack with one file of another content. */
    public static PolicyFiles smallWithFile(String path, String content) {
        List<PolicyFile> files = new ArrayList<>(small().readable().values());
        files.removeIf(file -> file.path().equals(path));
        files.add(PolicyFile.of(path, content));
        return PolicyFiles.of(files);
    }

    public static PolicyFiles read(Path home) {
        try {
            return folders(home).readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static PolicyFolders folders(Path home) {
        return new PolicyFolders(home.resolve("rules"), home.resolve("policies"), ReadLimits.DEFAULT);
    }

    /** Copies rules and packs into a folder. */
    public static void copyTo(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(HOME)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(HOME.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
