package io.plimsoll.cli;

import io.plimsoll.installation.Installation;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.check.Formatted;
import io.plimsoll.rules.check.RuleFormatter;
import io.plimsoll.rules.check.RuleSource;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes rule files in the one style. A file that cannot be read as rules is left alone, and its findings shown. */
@Command(
        name = "fmt",
        description = "Writes rule files in the one style.",
        footer = {
            "",
            "Exit code 0 if every file is in the one style, 1 if one cannot be read or, with --check, is not; 2 for a wrong call."
        },
        mixinStandardHelpOptions = true)
final class Fmt implements Callable<Integer> {
    private static final int BYTES_MAX = 1 << 20;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "Rule files, or folders of them; the rule library by default.")
    private @Nullable List<Path> wanted;

    @Option(names = "--check", description = "Write nothing; name the files that are not in the one style.")
    private boolean check;

    private int changed;
    private int unreadable;

    @Override
    public Integer call() throws IOException {
        Terminal terminal = new Terminal(spec);
        SortedSet<Path> files = files();
        for (Path file : files) {
            format(file, terminal);
        }
        String summary = "%d files, %d %s, %d cannot be read"
                .formatted(files.size(), changed, check ? "not in the one style" : "formatted", unreadable);
        boolean good = unreadable == 0 && !(check && changed > 0);
        terminal.line(good ? terminal.good(summary) : terminal.bad(summary));
        return good ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private SortedSet<Path> files() throws IOException {
        SortedSet<Path> files = new TreeSet<>();
        for (Path path : wanted == null ? List.of(Installation.here().rules()) : wanted) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> below = Files.walk(path)) {
                    below.filter(file -> isRuleFile(file) && Files.isRegularFile(file))
                            .forEach(files::add);
                }
            } else if (Files.isRegularFile(path) && isRuleFile(path)) {
                files.add(path);
            } else {
                throw new ParameterException(spec.commandLine(), "`" + path + "` is neither a rule file nor a folder");
            }
        }
        return files;
    }

    private static boolean isRuleFile(Path path) {
        String name = path.getFileName().toString();
        return name.endsWith(".drl") && !name.startsWith(".");
    }

    private void format(Path file, Terminal terminal) {
        String text = read(file);
        Formatted formatted = RuleFormatter.format(new RuleSource(shown(file), text));
        if (!formatted.isReadable()) {
            unreadable++;
            PolicyFiles shown = PolicyFiles.of(List.of(PolicyFile.of(shown(file), text)));
            formatted.findings().forEach(finding -> terminal.line(terminal.described(finding, shown)));
        } else if (!formatted.text().equals(text)) {
            changed++;
            terminal.line(shown(file));
            if (!check) {
                FileOnDisk.replace(file, formatted.text());
            }
        }
    }

    /** As `check` shows it: from the home folder where it stands below it. */
    private static String shown(Path file) {
        Path home = Installation.here().home();
        Path absolute = file.toAbsolutePath().normalize();
        return (absolute.startsWith(home) ? home.relativize(absolute) : file)
                .toString()
                .replace('\\', '/');
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new CommandFailure(
                        "`" + file + "` is larger than " + BYTES_MAX + " bytes", new IllegalArgumentException());
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new CommandFailure("`" + file + "` is not UTF-8", e);
        } catch (IOException e) {
            throw new CommandFailure("`" + file + "` cannot be read: " + e, e);
        }
    }
}
