package io.plimsoll.cli;

import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.PackCheck;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.RulesDoNotCompile;
import io.plimsoll.rules.check.Finding;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Runs the scenarios of packs. Rules that did not change since a pack's last run are not compiled again. */
final class PackRunner implements AutoCloseable {
    private final Predicate<String> wanted;
    private final Terminal terminal;
    private final Map<String, Compiled> compiled = new HashMap<>();

    /** @param wanted true for the name of a case or a suite that is to be run */
    PackRunner(Predicate<String> wanted, Terminal terminal) {
        this.wanted = wanted;
        this.terminal = terminal;
    }

    private record Compiled(String rulesHash, CompiledRules rules) {}

    PackOutcome run(PolicyFiles files, String pack) {
        long start = System.nanoTime();
        PackCheck check = PackCheck.of(files, pack);
        Optional<Candidate> candidate = check.candidate();
        if (candidate.isEmpty()) {
            List<Finding> errors =
                    check.findings().stream().filter(Finding::isError).toList();
            return new PackOutcome(pack, errors, List.of(), since(start));
        }
        try {
            CompiledRules rules = compiled(candidate.get());
            return new PackOutcome(
                    pack, List.of(), candidate.get().run(rules, wanted).results(), since(start));
        } catch (RulesDoNotCompile e) {
            return new PackOutcome(pack, e.findings(), List.of(), since(start));
        }
    }

    @Override
    public void close() {
        compiled.values().forEach(last -> last.rules().close());
        compiled.clear();
    }

    private CompiledRules compiled(Candidate candidate) throws RulesDoNotCompile {
        Compiled last = compiled.get(candidate.pack());
        if (last != null && last.rulesHash().equals(candidate.rulesHash())) {
            return last.rules();
        }
        terminal.progress("compiling " + candidate.pack() + " ...");
        CompiledRules rules = candidate.compile();
        compiled.put(candidate.pack(), new Compiled(candidate.rulesHash(), rules));
        if (last != null) {
            last.rules().close();
        }
        return rules;
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
