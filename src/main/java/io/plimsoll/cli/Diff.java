package io.plimsoll.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Case;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.PackCheck;
import io.plimsoll.policy.analysis.AnalysisJson;
import io.plimsoll.policy.analysis.Difference;
import io.plimsoll.policy.analysis.Difference.Region;
import io.plimsoll.policy.analysis.Difference.TextChange;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.pack.PolicyFolders;
import io.plimsoll.policy.pack.ReadLimits;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a change of a pack means: the texts that differ, and accounts that are decided differently. */
@Command(
        name = "diff",
        description = "Compares a pack with another version of it: texts, and accounts that are decided differently.",
        footer = {
            "",
            "The other version is a folder with rules/ and policies/, such as `git worktree add /tmp/before HEAD~1` makes.",
            "Exit code 0 if no account tells them apart, 1 if one does, 2 for a wrong call."
        },
        mixinStandardHelpOptions = true)
final class Diff implements Callable<Integer> {
    /** More ranges than this are a list for a program, not for a reader. */
    private static final int RANGES_MAX = 4;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PACK", description = "The pack, as it is here: the newer version.")
    private String pack;

    @Option(
            names = "--against",
            required = true,
            paramLabel = "FOLDER",
            description = "Home folder of the older version, with rules/ and policies/.")
    private Path against;

    @Option(
            names = "--accounts",
            paramLabel = "FILE",
            description = "Snapshots, one a line, of which those that are decided differently are counted; by default"
                    + " the accounts of the scenarios.")
    private @Nullable Path accounts;

    @Option(names = "--json", description = "As one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(spec);
        Packs packs = Packs.read(List.of(pack), spec);
        Candidate before = candidate(older(), "in " + against, terminal);
        Candidate after = candidate(packs.files(), "here", terminal);
        terminal.progress("deciding accounts by both ...");
        Difference difference = Difference.between(before, after, given());
        if (json) {
            terminal.line(Json.text(json(difference)));
        } else {
            print(difference, terminal);
        }
        boolean apart = !difference.regions().isEmpty() || difference.knownApart() > 0;
        return apart ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private PolicyFiles older() {
        try {
            PolicyFiles files = new PolicyFolders(
                            against.resolve("rules"), against.resolve("policies"), ReadLimits.DEFAULT)
                    .readAll();
            if (!files.packs().contains(pack)) {
                throw new ParameterException(
                        spec.commandLine(), "there is no pack `" + pack + "` below " + against.resolve("policies"));
            }
            return files;
        } catch (IOException e) {
            throw new CommandFailure("`" + against + "` cannot be read: " + e, e);
        }
    }

    private Candidate candidate(PolicyFiles files, String where, Terminal terminal) {
        PackCheck check = PackCheck.of(files, pack);
        return check.candidate().orElseThrow(() -> {
            check.findings().stream()
                    .filter(Finding::isError)
                    .forEach(finding -> terminal.error(terminal.described(finding, files)));
            return new CommandFailure("the pack `" + pack + "` " + where + " has errors", new IllegalStateException());
        });
    }

    private List<Case> given() {
        List<Case> given = new ArrayList<>();
        if (accounts == null) {
            return given;
        }
        try {
            int number = 0;
            for (String line : Files.readAllLines(accounts)) {
                number++;
                if (!line.isBlank()) {
                    given.add(snapshot(line, number));
                }
            }
        } catch (IOException e) {
            throw new CommandFailure("`" + accounts + "` cannot be read: " + e, e);
        }
        return given;
    }

    private Case snapshot(String line, int number) {
        try {
            AccountSnapshot snapshot = SnapshotReader.read(line);
            return Case.ofSnapshot(snapshot, "", List.of());
        } catch (SnapshotFaults faults) {
            throw new CommandFailure("`" + accounts + "`, line " + number + ": " + faults.getMessage(), faults);
        }
    }

    private static void print(Difference difference, Terminal terminal) {
        difference.texts().forEach(change -> print(change, terminal));
        for (Region region : difference.regions()) {
            terminal.line(terminal.bad(region.change()));
            region.ranges().stream().limit(RANGES_MAX).forEach(range -> terminal.line("    " + range));
            if (region.ranges().size() > RANGES_MAX) {
                terminal.line("    and %d further ranges, with --json"
                        .formatted(region.ranges().size() - RANGES_MAX));
            }
            terminal.line("    before " + Json.text(AnalysisJson.write(region.before())));
            terminal.line("    after  " + Json.text(AnalysisJson.write(region.after())));
        }
        if (difference.regions().isEmpty()) {
            terminal.line(
                    terminal.good("no account found that tells them apart; %d tried".formatted(difference.accounts())));
        } else {
            terminal.line("%d %s of meaning; %d accounts tried"
                    .formatted(
                            difference.regions().size(),
                            difference.regions().size() == 1 ? "change" : "changes",
                            difference.accounts()));
        }
        terminal.line("%d of %d known accounts are decided differently"
                .formatted(difference.knownApart(), difference.known()));
    }

    private static void print(TextChange change, Terminal terminal) {
        terminal.line(change.what());
        change.before().lines().forEach(line -> terminal.line("  - " + line));
        change.after().lines().forEach(line -> terminal.line("  + " + line));
    }

    private static ObjectNode json(Difference difference) {
        ObjectNode node = Json.object();
        ArrayNode texts = node.putArray("texts");
        difference
                .texts()
                .forEach(change -> texts.addObject()
                        .put("what", change.what())
                        .put("before", change.before())
                        .put("after", change.after()));
        ArrayNode regions = node.putArray("regions");
        for (Region region : difference.regions()) {
            ObjectNode one = regions.addObject().put("change", region.change());
            ArrayNode ranges = one.putArray("ranges");
            region.ranges().forEach(ranges::add);
            one.set("before", AnalysisJson.write(region.before()));
            one.set("after", AnalysisJson.write(region.after()));
        }
        return node.put("accounts", difference.accounts())
                .put("known", difference.known())
                .put("knownApart", difference.knownApart());
    }
}
