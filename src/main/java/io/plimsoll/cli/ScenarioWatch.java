package io.plimsoll.cli;

import io.plimsoll.policy.pack.PackFolder;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.pack.PolicyFolders;
import io.plimsoll.policy.pack.PolicyFolders.Look;
import io.plimsoll.policy.scenario.ScenarioRun.Result;
import io.plimsoll.rules.check.Finding;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs a pack's scenarios again whenever one of its files has changed, and says only what came out otherwise than before. */
final class ScenarioWatch {
    private final PolicyFolders folders;
    private final @Nullable Set<String> wantedPacks;
    private final PackRunner runner;
    private final Terminal terminal;

    private final Map<String, SortedMap<String, String>> inputs = new HashMap<>();
    private final Map<String, PackOutcome> outcomes = new HashMap<>();
    private Look lastLook = Look.NOTHING;
    private Look readLook = Look.NOTHING;
    private PolicyFiles files = PolicyFiles.of(List.of());

    /** @param wantedPacks packs that are watched; null for every pack there is */
    ScenarioWatch(PolicyFolders folders, @Nullable Set<String> wantedPacks, PackRunner runner, Terminal terminal) {
        this.folders = folders;
        this.wantedPacks = wantedPacks;
        this.runner = runner;
        this.terminal = terminal;
    }

    /** Runs everything once, then what two looks in a row agree on. */
    void start() throws IOException {
        lastLook = folders.look();
        take(lastLook);
    }

    /** Looks once; true if something was run. */
    boolean tick() throws IOException {
        Look look = folders.look();
        boolean still = look.equals(lastLook);
        lastLook = look;
        return still && !look.equals(readLook) && take(look);
    }

    private boolean take(Look look) {
        files = folders.read(look, readLook, files);
        readLook = look;
        boolean ran = false;
        for (String pack : files.packs()) {
            if (wantedPacks == null || wantedPacks.contains(pack)) {
                SortedMap<String, String> now = inputsOf(pack);
                if (!now.equals(inputs.put(pack, now))) {
                    report(runner.run(files, pack));
                    ran = true;
                }
            }
        }
        for (String gone : Set.copyOf(inputs.keySet())) {
            if (!files.packs().contains(gone)) {
                inputs.remove(gone);
                outcomes.remove(gone);
                terminal.line(gone + ": the pack is gone");
                ran = true;
            }
        }
        return ran;
    }

    private SortedMap<String, String> inputsOf(String pack) {
        SortedMap<String, String> hashes = new TreeMap<>();
        for (String path : PackFolder.read(files, pack).inputs()) {
            String unreadable = String.valueOf(files.unreadable().get(path));
            hashes.put(path, files.file(path).map(file -> file.sha256()).orElse(unreadable));
        }
        return hashes;
    }

    private void report(PackOutcome now) {
        PackOutcome before = outcomes.put(now.pack(), now);
        if (before == null) {
            ScenarioReport.print(now, files, terminal);
            return;
        }
        Set<Finding> known = new HashSet<>(before.findings());
        now.findings().stream()
                .filter(finding -> !known.contains(finding))
                .forEach(finding -> terminal.line(terminal.described(finding, files)));
        Map<String, Result> failedBefore = failures(before);
        Map<String, Result> failedNow = failures(now);
        failedNow.forEach((name, result) -> {
            Result earlier = failedBefore.get(name);
            if (earlier == null || !earlier.mismatches().equals(result.mismatches())) {
                ScenarioReport.print(result, files, terminal);
            }
        });
        now.results().stream()
                .filter(Result::passed)
                .map(ScenarioReport::nameOf)
                .filter(failedBefore::containsKey)
                .forEach(name -> terminal.line(terminal.good("PASSES AGAIN") + " " + name));
        ScenarioReport.printSummary(now, terminal);
    }

    private static Map<String, Result> failures(PackOutcome outcome) {
        return outcome.failures().stream()
                .collect(Collectors.toMap(ScenarioReport::nameOf, result -> result, (first, second) -> first));
    }
}
