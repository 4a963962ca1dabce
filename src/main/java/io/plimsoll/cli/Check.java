package io.plimsoll.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.LooseRules;
import io.plimsoll.policy.Mending;
import io.plimsoll.policy.Mending.Mended;
import io.plimsoll.policy.PackCheck;
import io.plimsoll.policy.PolicyJson;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.RulesDoNotCompile;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.check.Fix;
import io.plimsoll.wire.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Everything that is wrong with packs and the rules, tables and scenarios they consist of; runs no scenario. */
@Command(
        name = "check",
        description = "Finds what is wrong with packs, their rules, tables and scenarios, or with rule files anywhere.",
        footer = {
            "",
            "--fix makes an edit only where the findings propose one alone, which is of a file's heading or mends a misspelt word,",
            "and where fewer errors are left by it.",
            "At most 500 findings are shown. Each code has a page: docs/findings/PLM-101.md.",
            "Exit code 0 without errors, 1 with errors, 2 for a wrong call."
        },
        mixinStandardHelpOptions = true)
final class Check implements Callable<Integer> {
    private static final int FINDINGS_MAX = 500;

    /** How findings are written; named as on the command line. */
    enum Format {
        TEXT,
        JSON,
        SARIF,
        GITHUB;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "PACK",
            description =
                    "Packs to check; all of them by default. Paths of rule files or of folders with rule files are"
                            + " checked by themselves, as one pack.")
    private @Nullable List<String> wanted;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}; github writes annotations of a workflow.",
            defaultValue = "text")
    private Format format;

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;

    @Option(names = "--fix", description = "First mend what can only be meant one way, and say what was mended.")
    private boolean fix;

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(spec);
        boolean loose = wanted != null && !wanted.isEmpty() && wanted.stream().allMatch(LooseFiles::isPath);
        if (fix) {
            mend(loose, terminal);
        }
        Checked checked = loose ? ofFiles() : ofPacks(terminal);
        report(checked, json ? Format.JSON : format, terminal);
        return checked.errors() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /**
     * What was checked, and what was found.
     *
     * @param subject packs, or files
     * @param report as JSON
     */
    private record Checked(String subject, PolicyFiles files, List<Finding> findings, ObjectNode report) {
        long errors() {
            return findings.stream().filter(Finding::isError).count();
        }

        boolean truncated() {
            return findings.size() > FINDINGS_MAX;
        }

        List<Finding> shown() {
            return truncated() ? findings.subList(0, FINDINGS_MAX) : findings;
        }
    }

    private void mend(boolean loose, Terminal terminal) {
        Packs read = loose
                ? new Packs(LooseFiles.read(Objects.requireNonNull(wanted), spec), List.of())
                : Packs.read(wanted, spec);
        PolicyFiles files = read.files();
        Mended mended = Mending.of(
                files,
                tried -> loose
                        ? LooseRules.check(List.copyOf(tried.readable().values()))
                        : read.names().stream()
                                .flatMap(pack -> PackCheck.of(tried, pack).findings().stream())
                                .distinct()
                                .toList());
        for (Finding finding : mended.mended()) {
            Fix made = finding.fixes().getFirst();
            terminal.error("mended %s:%s %s: %s".formatted(finding.file(), made.range(), finding.code(), made.title()));
        }
        mended.files().readable().forEach((path, file) -> {
            if (!files.file(path).equals(Optional.of(file))) {
                FileOnDisk.replace(loose ? Path.of(path) : Packs.onDisk(path), file.text());
            }
        });
    }

    private Checked ofFiles() {
        PolicyFiles files = LooseFiles.read(Objects.requireNonNull(wanted), spec);
        List<Finding> findings = LooseRules.check(List.copyOf(files.readable().values()));
        ObjectNode report = Json.object();
        String subject =
                files.readable().size() == 1 ? "1 file" : files.readable().size() + " files";
        Checked checked = new Checked(subject, files, findings, report);
        report.set("findings", PolicyJson.findings(checked.shown()));
        return checked;
    }

    private Checked ofPacks(Terminal terminal) {
        Packs packs = Packs.read(wanted, spec);
        ObjectNode report = Json.object();
        ArrayNode reported = report.putArray("packs");
        Set<Finding> all = new LinkedHashSet<>();
        for (String pack : packs.names()) {
            List<Finding> findings = findings(packs, pack, terminal);
            boolean sound = findings.stream().noneMatch(Finding::isError);
            ObjectNode one = reported.addObject().put("pack", pack).put("ok", sound);
            one.set("findings", PolicyJson.findings(next(findings, all)));
            all.addAll(findings);
        }
        if (wanted == null) {
            List<Finding> unused = PackCheck.ofUnused(packs.files());
            report.set("unusedRules", PolicyJson.findings(next(unused, all)));
            all.addAll(unused);
        }
        return new Checked(String.join(", ", packs.names()), packs.files(), List.copyOf(all), report);
    }

    /** As many of the findings as may still be shown. */
    private static List<Finding> next(List<Finding> findings, Set<Finding> before) {
        return findings.subList(0, Math.clamp(FINDINGS_MAX - before.size(), 0, findings.size()));
    }

    /** The check's findings, and where there is no error, the compiler's. */
    private static List<Finding> findings(Packs packs, String pack, Terminal terminal) {
        PackCheck check = PackCheck.of(packs.files(), pack);
        List<Finding> findings = new ArrayList<>(check.findings());
        Optional<Candidate> candidate = check.candidate();
        if (candidate.isPresent()) {
            terminal.progress("compiling " + pack + " ...");
            try (CompiledRules compiled = candidate.get().compile()) {
                return findings;
            } catch (RulesDoNotCompile e) {
                findings.addAll(e.findings());
            }
        }
        return findings;
    }

    private static void report(Checked checked, Format format, Terminal terminal) {
        long errors = checked.errors();
        long warnings = checked.findings().size() - errors;
        switch (format) {
            case TEXT -> print(checked, warnings, terminal);
            case JSON ->
                terminal.line(Json.text(checked.report()
                        .put("errors", errors)
                        .put("warnings", warnings)
                        .put("truncated", checked.truncated())));
            case SARIF -> terminal.line(Json.text(Sarif.log(checked.shown(), checked.truncated())));
            case GITHUB -> checked.shown().forEach(finding -> terminal.line(WorkflowCommands.of(finding)));
        }
    }

    private static void print(Checked checked, long warnings, Terminal terminal) {
        for (Finding finding : checked.shown()) {
            terminal.line(terminal.described(finding, checked.files()));
        }
        if (checked.truncated()) {
            terminal.line((checked.findings().size() - FINDINGS_MAX) + " further findings are not shown");
        }
        long errors = checked.errors();
        String summary = "%s: %d errors, %d warnings".formatted(checked.subject(), errors, warnings);
        terminal.line(errors == 0 ? terminal.good(summary) : terminal.bad(summary));
    }
}
