package io.plimsoll.policy.pack;

import io.plimsoll.rules.check.Finding;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rule library and the packs as one look at the disk found them.
 *
 * @param readable files by path
 * @param unreadable what is wrong with each file that could not be taken, by path
 */
public record PolicyFiles(SortedMap<String, PolicyFile> readable, SortedMap<String, Finding> unreadable) {
    /** Paths of the library begin with this. */
    public static final String RULES = "rules/";

    /** Paths of packs begin with this. */
    public static final String POLICIES = "policies/";

    static final String MANIFEST = "pack.yaml";

    public PolicyFiles {
        readable = Collections.unmodifiableSortedMap(new TreeMap<>(readable));
        unreadable = Collections.unmodifiableSortedMap(new TreeMap<>(unreadable));
    }

    /** Files that are not on disk. */
    public static PolicyFiles of(Collection<PolicyFile> files) {
        SortedMap<String, PolicyFile> readable = new TreeMap<>();
        files.forEach(file -> readable.put(file.path(), file));
        return new PolicyFiles(readable, new TreeMap<>());
    }

    public Optional<PolicyFile> file(String path) {
        return Optional.ofNullable(readable.get(path));
    }

    /** Names of the folders that hold anything of a pack; one without a manifest is a broken pack, not an absent one. */
    public SortedSet<String> packs() {
        SortedSet<String> packs = new TreeSet<>();
        for (Map<String, ?> paths : List.of(readable, unreadable)) {
            for (String path : paths.keySet()) {
                String[] parts = path.split("/");
                if (path.startsWith(POLICIES) && parts.length >= 3) {
                    packs.add(parts[1]);
                }
            }
        }
        return packs;
    }

    /** Readable files directly in a folder that end in one of the given suffixes. */
    List<PolicyFile> in(String folder, String... suffixes) {
        return readable.values().stream()
                .filter(file -> file.path().startsWith(folder)
                        && file.path().indexOf('/', folder.length()) < 0
                        && List.of(suffixes).stream()
                                .anyMatch(suffix -> file.path().endsWith(suffix)))
                .toList();
    }

    /**
     * The hash of some files: of a line {@code path sha256} each, in the order of their paths.
     *
     * @return {@code sha256:} and 64 hexadecimal digits
     */
    public static String hashOf(Collection<PolicyFile> files) {
        StringBuilder lines = new StringBuilder();
        files.stream()
                .sorted(Comparator.comparing(PolicyFile::path))
                .forEach(file -> lines.append(file.path())
                        .append(' ')
                        .append(file.sha256())
                        .append('\n'));
        return "sha256:" + PolicyFile.sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
    }
}
