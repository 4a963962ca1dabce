package io.plimsoll;

import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.PackCheck;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.pack.PolicyFolders;
import io.plimsoll.policy.pack.ReadLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The packs of this checkout. */
public final class ShippedPacks {

    public static final Path RULES = Path.of("rules");
    public static final Path POLICIES = Path.of("policies");

    private ShippedPacks() {}

    /** Names of all packs. */
    public static List<String> names() throws IOException {
        try (Stream<Path> folders = Files.list(POLICIES)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    public static PackCheck check(String pack) throws IOException {
        return PackCheck.of(files(), pack);
    }

    /** A pack that has no fault. */
    public static Candidate candidate(String pack) throws IOException {
        PackCheck check = check(pack);
        return check.candidate()
                .orElseThrow(() -> new AssertionError(check.findings().toString()));
    }

    private static PolicyFiles files() throws IOException {
        return new PolicyFolders(RULES, POLICIES, ReadLimits.DEFAULT).readAll();
    }
}
