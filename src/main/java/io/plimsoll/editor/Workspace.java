package io.plimsoll.editor;

import io.plimsoll.policy.pack.Code;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.pack.PolicyFolders;
import io.plimsoll.policy.pack.PolicyFolders.Look;
import io.plimsoll.policy.pack.ReadLimits;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.check.Severity;
import io.plimsoll.rules.model.Range;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The folders of rules and packs with what is open in the editor laid over them. */
final class Workspace {

    /** An open file: its address as the editor writes it, and its text. */
    record Buffer(String uri, String text) {}

    private final Path rules;
    private final Path policies;
    private final PolicyFolders folders;
    private final Map<String, Buffer> buffers = new HashMap<>();
    private Look look = Look.NOTHING;
    private PolicyFiles disk = PolicyFiles.of(List.of());

    Workspace(Path rules, Path policies) {
        this.rules = rules.toAbsolutePath().normalize();
        this.policies = policies.toAbsolutePath().normalize();
        this.folders = new PolicyFolders(rules, policies, ReadLimits.DEFAULT);
    }

    /** Looks at the disk again. */
    synchronized void refresh() throws IOException {
        Look now = folders.look();
        disk = folders.read(now, look, disk);
        look = now;
    }

    synchronized void open(String path, Buffer buffer) {
        buffers.put(path, buffer);
    }

    synchronized void close(String path) {
        buffers.remove(path);
    }

    synchronized Optional<Buffer> buffer(String path) {
        return Optional.ofNullable(buffers.get(path));
    }

    synchronized Set<String> open() {
        return Set.copyOf(buffers.keySet());
    }

    /** The files as the author sees them. */
    synchronized PolicyFiles files() {
        SortedMap<String, PolicyFile> readable = new TreeMap<>(disk.readable());
        SortedMap<String, Finding> unreadable = new TreeMap<>(disk.unreadable());
        buffers.forEach((path, buffer) -> {
            if (buffer.text().length() > bytesMax(path)) {
                readable.remove(path);
                unreadable.put(path, tooLarge(path));
            } else {
                readable.put(path, PolicyFile.of(path, buffer.text()));
                unreadable.remove(path);
            }
        });
        return new PolicyFiles(readable, unreadable);
    }

    private static long bytesMax(String path) {
        ReadLimits limits = ReadLimits.DEFAULT;
        return path.endsWith(".csv") ? limits.tableBytesMax() : limits.textBytesMax();
    }

    private static Finding tooLarge(String path) {
        String message = "`" + path + "` is larger than " + bytesMax(path) + " bytes, the most that is read";
        Range start = new Range(1, 1, 1, 1);
        return new Finding(Severity.ERROR, Code.FILE_UNREADABLE.id(), message, path, start, null, "", null);
    }

    /** The files as they were saved last. */
    synchronized PolicyFiles saved() {
        return disk;
    }

    /** The path from the home folder of a file that the check reads; empty for any other. */
    Optional<String> path(String uri) {
        Path file;
        try {
            file = Path.of(URI.create(uri)).toAbsolutePath().normalize();
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
        return below(rules, PolicyFiles.RULES, file).or(() -> below(policies, PolicyFiles.POLICIES, file));
    }

    private static Optional<String> below(Path folder, String prefix, Path file) {
        boolean read = List.of(".drl", ".yaml", ".yml", ".csv").stream()
                .anyMatch(suffix -> file.toString().endsWith(suffix));
        return read && file.startsWith(folder)
                ? Optional.of(prefix + folder.relativize(file).toString().replace('\\', '/'))
                : Optional.empty();
    }

    /** The address of a file; as the editor writes it where it is open there. */
    String uri(String path) {
        Optional<Buffer> open = buffer(path);
        if (open.isPresent()) {
            return open.get().uri();
        }
        boolean rule = path.startsWith(PolicyFiles.RULES);
        Path folder = rule ? rules : policies;
        return folder.resolve(path.substring((rule ? PolicyFiles.RULES : PolicyFiles.POLICIES).length()))
                .toUri()
                .toString();
    }
}
