package io.plimsoll.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.proof.ExportFinding.Kind;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The decisions of one account, each of which names the one before it: one that the export of the account lacks is missed. */
final class AccountChain {

    private static final int GAPS_MAX = 1_000;

    private final Map<Long, ExportFinding> gaps = new LinkedHashMap<>();
    private final Set<Long> told = new HashSet<>();
    private long last;

    /**
     * Takes the next row.
     *
     * @param isLink true if the row is proven and every decision of its account must be there; one that withholds which was before it is none
     */
    void take(JsonNode row, boolean isLink, long line, Removals removals) {
        long position = row.path(RowShape.POSITION).longValue();
        long previous = row.path(LogRow.PREVIOUS).longValue();
        boolean isGap = isLink && row.has(LogRow.PREVIOUS) && previous != last && !removals.hold(previous);
        if (isGap && gaps.size() < GAPS_MAX) {
            gaps.put(
                    previous,
                    new ExportFinding(
                            line,
                            Kind.REMOVED,
                            "row at position " + previous + ", the account's decision before position " + position));
        }
        last = position;
    }

    /** That the row of this position is missing is told already. */
    void isTold(long position) {
        if (told.size() < GAPS_MAX) {
            told.add(position);
        }
    }

    /** What is missing and was not told. */
    List<ExportFinding> gaps() {
        return gaps.entrySet().stream()
                .filter(gap -> !told.contains(gap.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }
}
