package io.plimsoll.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.wire.CanonicalJson;
import io.plimsoll.wire.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the log is searched by, which all follows from the decision and its snapshot: a column that says something else was altered. */
public final class RowColumns {

    /** Columns that are members of the decision of the same name. */
    private static final List<String> MEMBERS =
            List.of("decisionId", "accountId", "snapshotSequence", "trigger", "outcome");

    private static final List<String> INSTANTS = List.of("asOf", "evaluatedAt", "decidedAt");

    private RowColumns() {}

    /** Names of the columns that differ from what the row's decision and snapshot say, and of those that follow from nothing that is shown. */
    static List<String> altered(JsonNode row) {
        JsonNode columns = row.path(RowShape.COLUMNS);
        Map<String, JsonNode> expected = expected(row);
        TreeSet<String> names = new TreeSet<>(expected.keySet());
        columns.fieldNames().forEachRemaining(names::add);
        return names.stream()
                .filter(name -> !columns.path(name).equals(expected.get(name)))
                .toList();
    }

    /** The columns that follow from what a row shows. */
    public static Map<String, JsonNode> expected(JsonNode row) {
        Map<String, JsonNode> expected = new LinkedHashMap<>();
        MEMBERS.forEach(column -> put(expected, column, row.at("/decision/" + column)));
        put(expected, "pack", row.at("/decision/policy/pack"));
        put(expected, "version", row.at("/decision/policy/version"));
        put(expected, "policyHash", row.at("/decision/policy/hash"));
        for (String column : INSTANTS) {
            put(expected, column, toTheMicrosecond(row.at("/decision/" + column)));
        }
        JsonNode because = row.at("/decision/because");
        if (because.isArray()) {
            TreeSet<String> rules = new TreeSet<>();
            because.forEach(reason -> rules.add(reason.path("rule").asText()));
            ArrayNode sorted = Json.object().putArray("rules");
            rules.forEach(sorted::add);
            expected.put("rules", sorted);
        }
        if (row.has(LogRow.SNAPSHOT) && !isPartlyWithheld(row)) {
            ObjectNode node = Json.object();
            node.put("digest", "sha256:" + Hash.ofText(CanonicalJson.text(row.get(LogRow.SNAPSHOT))));
            expected.put("snapshotDigest", node.get("digest"));
        }
        return expected;
    }

    private static boolean isPartlyWithheld(JsonNode row) {
        for (var masked = row.path(RowShape.MASKED).fieldNames(); masked.hasNext(); ) {
            if (masked.next().startsWith(LogRow.SNAPSHOT + ".")) {
                return true;
            }
        }
        return false;
    }

    private static void put(Map<String, JsonNode> expected, String column, @Nullable JsonNode value) {
        if (value != null && !value.isMissingNode()) {
            expected.put(column, value);
        }
    }

    /** The database keeps microseconds. */
    private static @Nullable JsonNode toTheMicrosecond(JsonNode instant) {
        if (!instant.isTextual()) {
            return null;
        }
        try {
            String cut = Instant.parse(instant.textValue())
                    .truncatedTo(ChronoUnit.MICROS)
                    .toString();
            return Json.object().textNode(cut);
        } catch (DateTimeException e) {
            return instant; // no column is equal to it
        }
    }
}
