package io.plimsoll.cli;

import io.plimsoll.installation.Installation;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes suites into the installation's packs. */
final class SuiteFiles {
    private SuiteFiles() {}

    /** By way of a hidden file beside it: a service that watches the folder never reads half a suite. */
    static void write(PolicyFile suite) {
        Path target = Installation.here().policies().resolve(suite.path().substring(PolicyFiles.POLICIES.length()));
        try {
            Path draft = target.resolveSibling("." + target.getFileName() + ".new");
            Files.writeString(draft, suite.text());
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandFailure("`" + target + "` cannot be written: " + e, e);
        }
    }
}
