package io.plimsoll.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** The members of an exported row. What nobody committed to has no place in it, since a reader would believe it with the rest. */
final class RowShape {

    static final String POSITION = "position";
    static final String BATCH = "batch";
    static final String LEAF = "leaf";
    static final String PATH = "path";
    static final String SALT = "salt";
    static final String SALTS = "salts";
    static final String MASKED = "masked";
    static final String COLUMNS = "columns";

    private static final Set<String> MEMBERS = Set.of(
            ExportWriter.TYPE,
            POSITION,
            BATCH,
            LEAF,
            PATH,
            SALT,
            SALTS,
            MASKED,
            COLUMNS,
            LogRow.PREVIOUS,
            LogRow.REVISION,
            LogRow.OPEN_CALLS,
            LogRow.SNAPSHOT,
            LogRow.DECISION);

    /** Those that are objects: of anything else that stood there nothing would be a field, and nothing proven. */
    private static final Set<String> OBJECTS = Set.of(SALTS, MASKED, COLUMNS, LogRow.SNAPSHOT, LogRow.DECISION);

    private RowShape() {}

    /** True if the row has no other members, objects and whole numbers where they belong, and for each field shown or withheld exactly one salt or commitment. */
    static boolean isSound(JsonNode row) {
        return MEMBERS.containsAll(names(row))
                && row.path(ExportWriter.TYPE).asText().equals(ExportWriter.ROW)
                && OBJECTS.stream()
                        .allMatch(member -> !row.has(member) || row.path(member).isObject())
                && isWhole(row.path(POSITION))
                && isWhole(row.path(BATCH))
                && isWhole(row.path(LEAF))
                && row.path(PATH).isArray()
                && isEachFieldProvenOnce(row);
    }

    private static boolean isEachFieldProvenOnce(JsonNode row) {
        if (row.has(SALT)) {
            return !row.has(SALTS) && !row.has(MASKED);
        }
        Set<String> shown =
                LogRow.of(row.path(POSITION).longValue(), row).fields().keySet();
        Set<String> masked = names(row.path(MASKED));
        return names(row.path(SALTS)).equals(shown) && masked.stream().noneMatch(shown::contains);
    }

    private static boolean isWhole(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToLong();
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new HashSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
