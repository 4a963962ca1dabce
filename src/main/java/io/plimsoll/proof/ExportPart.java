package io.plimsoll.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.proof.ExportFinding.Kind;
import io.plimsoll.wire.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of an export since the last signed list of positions, and what the next list must follow. */
final class ExportPart {

    private final @Nullable String exportId;
    private final long number;
    private final @Nullable Hash hash;

    /** Line of a row whose proof failed, or 0, by position. */
    private final Map<Long, Long> rows = new TreeMap<>();

    /**
     * What follows something.
     *
     * @param exportId null where nobody knows
     * @param number of the list before; 0 before the first
     * @param hash of what was signed before; null where nobody knows
     */
    private ExportPart(@Nullable String exportId, long number, @Nullable Hash hash) {
        this.exportId = exportId;
        this.number = number;
        this.hash = hash;
    }

    /** What follows a start that nobody can trust. */
    static ExportPart afterUnprovenStart() {
        return new ExportPart(null, 0, null);
    }

    /** What follows the start. */
    static ExportPart after(JsonNode start) {
        return new ExportPart(start.path("export").asText(), 0, Hash.ofText(CanonicalJson.text(start)));
    }

    /** What follows a list. */
    ExportPart next(JsonNode list) {
        return new ExportPart(exportId, list.path("part").asLong(), Hash.ofText(CanonicalJson.text(list)));
    }

    /** What follows a list that nobody can trust. */
    ExportPart afterUnproven() {
        return new ExportPart(exportId, number + 1, null);
    }

    boolean holds(long position) {
        return rows.containsKey(position);
    }

    /** @param unprovenLine line of the row if its proof failed, or 0 */
    void add(long position, long unprovenLine) {
        rows.put(position, unprovenLine);
    }

    /** Rows whose proof failed and of which no list says whether they belong there. */
    List<ExportFinding> unlisted() {
        List<ExportFinding> findings = new ArrayList<>();
        rows.forEach((position, line) -> {
            if (line != 0) {
                findings.add(altered(position, line));
            }
        });
        return findings;
    }

    /**
     * Compares the rows with the list that ends the part.
     *
     * @param line of the list
     * @return how many of the list's rows are missing
     */
    long listedBy(JsonNode list, long line, Consumer<ExportFinding> findings) {
        long listNumber = list.path("part").asLong();
        if (exportId != null && !list.path("export").asText().equals(exportId)) {
            findings.accept(new ExportFinding(line, Kind.CHAIN, "this list of positions is of another export"));
        } else if (listNumber > number + 1) {
            String which = listNumber == number + 2
                    ? "part " + (number + 1)
                    : "parts " + (number + 1) + " to " + (listNumber - 1);
            findings.accept(new ExportFinding(line, Kind.REMOVED, which + " of the export, before part " + listNumber));
        } else if (listNumber <= number) {
            findings.accept(
                    new ExportFinding(line, Kind.REORDERED, "part " + listNumber + " stands after part " + number));
        } else if (hash != null && !list.path("previous").asText().equals(hash.toString())) {
            findings.accept(
                    new ExportFinding(line, Kind.CHAIN, "part " + listNumber + " does not follow the part before it"));
        }
        Set<Long> listed = new TreeSet<>();
        list.path("positions").forEach(position -> listed.add(position.asLong()));
        boolean isNext = listNumber == number + 1;
        long first = listed.isEmpty() ? Long.MAX_VALUE : listed.iterator().next();
        rows.forEach((position, unprovenLine) -> {
            if (!listed.contains(position) && (isNext || position >= first)) {
                findings.accept(new ExportFinding(
                        unprovenLine == 0 ? line : unprovenLine,
                        Kind.INSERTED,
                        "row at position " + position + " was not exported here"));
            } else if (unprovenLine != 0) {
                findings.accept(altered(position, unprovenLine));
            }
        });
        long missing = 0;
        for (long position : listed) {
            if (!rows.containsKey(position)) {
                missing++;
                findings.accept(new ExportFinding(line, Kind.REMOVED, "row at position " + position));
            }
        }
        return missing;
    }

    private static ExportFinding altered(long position, long line) {
        return new ExportFinding(line, Kind.ALTERED, "row at position " + position + " is not what was sealed");
    }
}
