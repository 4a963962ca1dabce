package io.plimsoll.editor;

import io.plimsoll.policy.PackCheck;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.check.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticCodeDescription;
import org.eclipse.lsp4j.DiagnosticSeverity;

/** What is wrong with every file, by the check that the service and {@code plimsoll check} use. Nothing is compiled. */
final class Diagnostics {
    private static final String SOURCE = "plimsoll";

    private Diagnostics() {}

    /** Findings by file; a file of several packs has each finding once. */
    static SortedMap<String, List<Finding>> of(PolicyFiles files) {
        Set<Finding> all = new LinkedHashSet<>();
        files.packs().forEach(pack -> all.addAll(PackCheck.of(files, pack).findings()));
        all.addAll(PackCheck.ofUnused(files));
        SortedMap<String, List<Finding>> byFile = new TreeMap<>();
        all.stream()
                .sorted(Finding.BY_PLACE)
                .forEach(finding -> byFile.computeIfAbsent(finding.file(), any -> new ArrayList<>())
                        .add(finding));
        return byFile;
    }

    /** @param pages folder of the pages that explain each finding */
    static Diagnostic diagnostic(Finding finding, Path pages) {
        String message = finding.hint() == null ? finding.message() : finding.message() + "\n" + finding.hint();
        Diagnostic diagnostic = new Diagnostic(
                TextPositions.of(finding.range()),
                message,
                finding.isError() ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
                SOURCE,
                finding.code());
        Path page = pages.resolve(finding.code() + ".md");
        if (Files.exists(page)) {
            diagnostic.setCodeDescription(
                    new DiagnosticCodeDescription(page.toUri().toString()));
        }
        return diagnostic;
    }
}
