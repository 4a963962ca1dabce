package io.plimsoll.proof;

import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What a verifier found of an export.
 *
 * @param log id of the log; null if the export does not say
 * @param isComplete true if it is of the whole log and not of a selection
 * @param findings in the order of the file, the first of them if there are very many
 * @param findingCount how many there are in all
 * @param keyIds keys whose signatures were valid
 * @param removals of rows that retention has removed, and that are not missed
 */
public record ExportReport(
        @Nullable String log,
        boolean isComplete,
        long rows,
        long batches,
        List<ExportFinding> findings,
        long findingCount,
        SortedSet<String> keyIds,
        List<Removal> removals) {

    public ExportReport {
        findings = List.copyOf(findings);
        removals = List.copyOf(removals);
    }

    public boolean isIntact() {
        return findingCount == 0;
    }
}
