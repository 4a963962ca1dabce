package io.plimsoll.cli;

import io.plimsoll.policy.PackCheck;
import io.plimsoll.policy.coverage.CoverageHtml;
import io.plimsoll.policy.coverage.CoverageRun;
import io.plimsoll.policy.coverage.PackCoverage;
import io.plimsoll.policy.coverage.PackCoverage.Share;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is asked of the cases' coverage, and where it is written to. */
final class CoverageOptions {
    @Option(names = "--coverage", description = "Also shows which rules, constraints, limits and rows no case reaches.")
    private boolean wanted;

    @Option(names = "--html", paramLabel = "FILE", description = "The coverage as a page, with the rules' texts.")
    private @Nullable Path html;

    @Option(names = "--coverage-json", paramLabel = "FILE", description = "The coverage as one JSON object.")
    private @Nullable Path json;

    @Option(
            names = "--min-fired",
            paramLabel = "PERCENT",
            description = "Share of rules that must fire; ${DEFAULT-VALUE} by default.")
    private int firedMin = 100;

    @Option(
            names = "--min-constraints",
            paramLabel = "PERCENT",
            description = "Share of constraints' results that must be seen; ${DEFAULT-VALUE} by default.")
    private int constraintsMin;

    @Option(
            names = "--min-limits",
            paramLabel = "PERCENT",
            description = "Share of limits' sides that must be seen; ${DEFAULT-VALUE} by default.")
    private int limitsMin;

    @Option(
            names = "--min-rows",
            paramLabel = "PERCENT",
            description = "Share of the pack's own rows that a rule must find; ${DEFAULT-VALUE} by default.")
    private int rowsMin;

    boolean isWanted() {
        return wanted || html != null || json != null;
    }

    /**
     * Measures, and writes what was asked for.
     *
     * @param quiet true if standard output belongs to something else
     * @return true if every pack reaches what is asked
     */
    boolean run(Packs packs, Predicate<String> cases, boolean quiet, Terminal terminal) {
        List<PackCoverage> coverages = new ArrayList<>();
        for (String pack : packs.names()) {
            PackCheck.of(packs.files(), pack)
                    .candidate()
                    .ifPresent(candidate -> coverages.add(CoverageRun.of(candidate, cases)));
        }
        if (!quiet) {
            coverages.forEach(coverage -> CoverageReport.print(coverage, terminal));
        }
        if (html != null) {
            write(html, CoverageHtml.page(coverages));
        }
        if (json != null) {
            write(json, Json.text(CoverageReport.json(coverages)) + "\n");
        }
        boolean reached = true;
        for (PackCoverage coverage : coverages) {
            reached &= isReached(coverage, "rules that fired", coverage.fired(), firedMin, terminal);
            reached &= isReached(coverage, "results of constraints", coverage.constraints(), constraintsMin, terminal);
            reached &= isReached(coverage, "sides of limits", coverage.limits(), limitsMin, terminal);
            reached &= isReached(coverage, "rows of tables", coverage.rows(), rowsMin, terminal);
        }
        return reached;
    }

    private static boolean isReached(PackCoverage coverage, String of, Share share, int min, Terminal terminal) {
        if (share.percent() < min) {
            terminal.error(terminal.bad(
                    coverage.pack() + ": " + share.percent() + " % of " + of + ", at least " + min + " % are asked"));
            return false;
        }
        return true;
    }

    static void write(Path file, String text) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new CommandFailure("`" + file + "` cannot be written: " + e, e);
        }
    }
}
