package io.plimsoll.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.wire.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A row with what proves that it was sealed, as JSON: written by the service, checked by anybody. */
public final class RowProof {

    private RowProof() {}

    /**
     * A row as it is exported.
     *
     * @param content {@code columns}, {@code previous}, {@code revision}, {@code openCalls}, {@code snapshot} and {@code decision}
     * @param masked fields that are withheld; of those only the commitment is shown
     */
    public static ObjectNode write(
            long position,
            long batch,
            int leaf,
            List<Hash> path,
            Hash rowSalt,
            ObjectNode content,
            Predicate<String> masked) {
        ObjectNode row = Json.object().put(ExportWriter.TYPE, ExportWriter.ROW).put(RowShape.POSITION, position);
        row.put(RowShape.BATCH, batch).put(RowShape.LEAF, leaf);
        ArrayNode hashes = row.putArray(RowShape.PATH);
        path.forEach(hash -> hashes.add(hash.toString()));
        LogRow whole = LogRow.of(position, content);
        if (whole.fields().keySet().stream().noneMatch(masked)) {
            row.put(RowShape.SALT, rowSalt.toString());
            row.setAll(content);
            return withColumnsThatFollow(row);
        }
        ObjectNode salts = row.putObject(RowShape.SALTS);
        ObjectNode withheld = row.putObject(RowShape.MASKED);
        ObjectNode shown = content.deepCopy();
        whole.fields().forEach((name, value) -> {
            Hash salt = LogRow.fieldSalt(rowSalt, name);
            if (masked.test(name)) {
                withheld.put(name, LogRow.commitment(salt, value).toString());
                remove(shown, name);
            } else {
                salts.put(name, salt.toString());
            }
        });
        row.setAll(shown);
        return withColumnsThatFollow(row);
    }

    /** Without those that would tell what is withheld, or what nobody can check. */
    private static ObjectNode withColumnsThatFollow(ObjectNode row) {
        if (row.path(RowShape.COLUMNS) instanceof ObjectNode columns) {
            Set<String> follows = RowColumns.expected(row).keySet();
            if (!follows.containsAll(
                    columns.properties().stream().map(Map.Entry::getKey).toList())) {
                row.set(RowShape.COLUMNS, columns.deepCopy().retain(follows));
            }
        }
        return row;
    }

    private static void remove(ObjectNode row, String field) {
        int dot = field.indexOf('.');
        if (dot < 0) {
            row.remove(field);
        } else if (row.path(field.substring(0, dot)) instanceof ObjectNode parted) {
            parted.remove(field.substring(dot + 1));
        }
    }

    /** True if the row is the leaf of that index in the batch's tree. */
    static boolean isProven(JsonNode row, LogHead head) {
        try {
            List<Hash> path = new ArrayList<>();
            for (JsonNode hash : row.path(RowShape.PATH)) {
                path.add(hash(hash));
            }
            long position = row.path(RowShape.POSITION).longValue();
            long index = row.path(RowShape.LEAF).longValue();
            Hash leaf = LogRow.leaf(position, commitments(row, LogRow.of(position, row)));
            return RowShape.isSound(row)
                    && row.path(RowShape.BATCH).longValue() == head.batch()
                    && isPlace(position, index, head)
                    && MerkleTree.root(leaf, index, head.size(), path)
                            .filter(head.root()::equals)
                            .isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The first and the last leaf of a batch stand at its first and its last position, and no other there. */
    private static boolean isPlace(long position, long leaf, LogHead head) {
        return position >= head.firstPosition()
                && position <= head.lastPosition()
                && leaf == 0 == (position == head.firstPosition())
                && leaf == head.size() - 1 == (position == head.lastPosition());
    }

    private static SortedMap<String, Hash> commitments(JsonNode node, LogRow row) {
        if (node.has(RowShape.SALT)) {
            return row.commitments(hash(node.get(RowShape.SALT)));
        }
        SortedMap<String, Hash> commitments = new TreeMap<>();
        row.fields()
                .forEach((name, value) -> commitments.put(
                        name, LogRow.commitment(hash(node.path(RowShape.SALTS).path(name)), value)));
        for (Iterator<Map.Entry<String, JsonNode>> masked =
                        node.path(RowShape.MASKED).fields();
                masked.hasNext(); ) {
            Map.Entry<String, JsonNode> field = masked.next();
            if (commitments.put(field.getKey(), hash(field.getValue())) != null) {
                throw new IllegalArgumentException("a field is shown and masked");
            }
        }
        return commitments;
    }

    private static Hash hash(JsonNode text) {
        return Hash.parse(text.asText()).orElseThrow(() -> new IllegalArgumentException("no hash"));
    }
}
