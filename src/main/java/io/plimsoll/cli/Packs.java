package io.plimsoll.cli;

import io.plimsoll.installation.Installation;
import io.plimsoll.policy.pack.Nearest;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.pack.PolicyFolders;
import io.plimsoll.policy.pack.ReadLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The packs a command works on.
 *
 * @param names of the packs that were asked for; all of them where none was named
 */
record Packs(PolicyFiles files, List<String> names) {
    /** The rule engine's progress is nothing for a command's reader; kept, because a logger nobody holds forgets its level. */
    private static final Logger ENGINE_LOG = Logger.getLogger("org.drools");

    /** Reads the installation's folders; a pack that does not exist is a mistake in the call. */
    static Packs read(@Nullable List<String> wanted, CommandSpec spec) {
        ENGINE_LOG.setLevel(Level.OFF);
        Installation here = Installation.here();
        PolicyFiles files;
        try {
            files = folders().readAll();
        } catch (IOException e) {
            throw new CommandFailure("the folders of rules and packs cannot be read: " + e, e);
        }
        List<String> all = List.copyOf(files.packs());
        if (all.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "there are no packs below " + here.policies());
        }
        if (wanted == null || wanted.isEmpty()) {
            return new Packs(files, all);
        }
        for (String name : wanted) {
            if (!all.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(), "there is no pack `" + name + "`; " + Nearest.hint(name, all));
            }
        }
        return new Packs(files, wanted.stream().distinct().toList());
    }

    /** Where a file of the installation's folders stands. */
    static Path onDisk(String path) {
        Installation here = Installation.here();
        return path.startsWith(PolicyFiles.RULES)
                ? here.rules().resolve(path.substring(PolicyFiles.RULES.length()))
                : here.policies().resolve(path.substring(PolicyFiles.POLICIES.length()));
    }

    /** The installation's folders. */
    static PolicyFolders folders() {
        Installation here = Installation.here();
        return new PolicyFolders(here.rules(), here.policies(), ReadLimits.DEFAULT);
    }
}
