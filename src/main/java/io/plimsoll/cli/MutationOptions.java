package io.plimsoll.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.PackCheck;
import io.plimsoll.policy.mutation.MutationReport;
import io.plimsoll.policy.mutation.MutationReport.Fate;
import io.plimsoll.policy.mutation.MutationReport.Verdict;
import io.plimsoll.policy.mutation.MutationRun;
import io.plimsoll.policy.pack.Nearest;
import io.plimsoll.rules.model.RuleInfo;
import io.plimsoll.wire.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What is asked of the cases where rules are changed, and where it is written to. */
final class MutationOptions {
    private static final int PROGRESS_EVERY = 50;

    @Option(names = "--mutate", description = "Changes each rule a little and names the changes that no case notices.")
    private boolean wanted;

    @Option(names = "--rule", paramLabel = "ID", description = "Changes only this rule.")
    private @Nullable String rule;

    @Option(
            names = "--tables",
            description = "Also moves each number of the pack's own tables by one in its last place.")
    private boolean tables;

    @Option(
            names = "--mutation-json",
            paramLabel = "FILE",
            description = "Every change with its fate as one JSON object.")
    private @Nullable Path json;

    @Option(
            names = "--min-killed",
            paramLabel = "PERCENT",
            description = "Share of changes that a case must notice; ${DEFAULT-VALUE} by default.")
    private int killedMin;

    boolean isWanted() {
        return wanted || json != null;
    }

    /**
     * Changes the rules of packs whose cases pass.
     *
     * @param quiet true if standard output belongs to something else
     * @return true if every pack's cases notice the share that is asked
     */
    boolean run(Packs packs, boolean quiet, Terminal terminal, CommandSpec spec) {
        List<MutationReport> reports = new ArrayList<>();
        List<Candidate> candidates = packs.names().stream()
                .map(pack -> PackCheck.of(packs.files(), pack).candidate())
                .flatMap(Optional::stream)
                .toList();
        requireRule(candidates, spec);
        for (Candidate candidate : candidates) {
            MutationReport report = MutationRun.of(
                    candidate,
                    id -> rule == null || rule.equals(id),
                    tables,
                    (done, all) -> progress(candidate.pack(), done, all, terminal));
            reports.add(report);
            if (!quiet) {
                print(report, terminal);
            }
        }
        if (json != null) {
            CoverageOptions.write(json, Json.text(document(reports)) + "\n");
        }
        boolean enough = true;
        for (MutationReport report : reports) {
            if (report.killedPercent() < killedMin) {
                enough = false;
                terminal.error(terminal.bad(report.pack() + ": " + report.killedPercent()
                        + " % of the changes are noticed, at least " + killedMin + " % are asked"));
            }
        }
        return enough;
    }

    private void requireRule(List<Candidate> candidates, CommandSpec spec) {
        TreeSet<String> known = new TreeSet<>();
        candidates.forEach(
                pack -> pack.rules().rules().stream().map(RuleInfo::id).forEach(known::add));
        if (rule != null && !known.contains(rule)) {
            throw new ParameterException(
                    spec.commandLine(), "there is no rule `" + rule + "`; " + Nearest.hint(rule, known));
        }
    }

    private static void progress(String pack, int done, int all, Terminal terminal) {
        if (done % PROGRESS_EVERY == 0) {
            terminal.progress(pack + ": " + done + " of " + all + " changes tried");
        }
    }

    private static void print(MutationReport report, Terminal terminal) {
        SortedMap<String, Integer> cellsNobodyReads = new TreeMap<>();
        for (Verdict verdict : report.verdicts()) {
            if (verdict.fate() == Fate.UNCOVERED && !verdict.file().endsWith(".drl")) {
                cellsNobodyReads.merge(verdict.file(), 1, Integer::sum);
            } else if (verdict.fate() != Fate.KILLED) {
                terminal.line(verdict.sentence());
            }
        }
        cellsNobodyReads.forEach(
                (file, changes) -> terminal.line(file + ": " + changes + " changes in rows to which no case comes"));
        String summary = report.pack() + ": of " + report.verdicts().size() + " changes "
                + report.count(Fate.KILLED) + " are noticed (" + report.killedPercent() + " %), "
                + report.count(Fate.SURVIVED) + " are not, " + report.count(Fate.UNCOVERED)
                + " are where no case comes, in "
                + report.took().toSeconds() + " s";
        boolean all = report.count(Fate.KILLED) == report.verdicts().size();
        terminal.line(all ? terminal.good(summary) : terminal.bad(summary));
    }

    /** The document that {@code policies/README.md} describes. */
    private static ObjectNode document(List<MutationReport> reports) {
        ObjectNode document = Json.object();
        ArrayNode packs = document.putArray("packs");
        for (MutationReport report : reports) {
            ObjectNode pack = packs.addObject().put("pack", report.pack());
            pack.put("changes", report.verdicts().size());
            pack.put("killed", report.count(Fate.KILLED));
            pack.put("survived", report.count(Fate.SURVIVED));
            pack.put("uncovered", report.count(Fate.UNCOVERED));
            pack.put("killedPercent", report.killedPercent());
            pack.put("tookMs", report.took().toMillis());
            ArrayNode verdicts = pack.putArray("verdicts");
            for (Verdict verdict : report.verdicts()) {
                verdicts.addObject()
                        .put("rule", verdict.rule())
                        .put("file", verdict.file())
                        .put("line", verdict.range().startLine())
                        .put("column", verdict.range().startColumn())
                        .put("original", verdict.original())
                        .put("change", verdict.words())
                        .put("fate", verdict.fate().name())
                        .put("by", verdict.by());
            }
        }
        return document;
    }
}
