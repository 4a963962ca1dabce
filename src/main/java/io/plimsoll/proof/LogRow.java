package io.plimsoll.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.wire.CanonicalJson;
import io.plimsoll.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A row of the log as it is committed to: each field by itself under a salt of its own, so that a field can be withheld and the row still be
 * verified, and nobody can guess a withheld one by trying.
 *
 * @param position of the row in the log
 * @param fields what the row says, by name: {@code decision.outcome}, {@code snapshot.positions}, {@code previous}
 */
public record LogRow(long position, SortedMap<String, JsonNode> fields) {

    /** Members of a row whose own members are fields each. */
    static final String DECISION = "decision";

    static final String SNAPSHOT = "snapshot";

    /** Members of a row that are one field each. */
    static final String PREVIOUS = "previous";

    static final String REVISION = "revision";

    static final String OPEN_CALLS = "openCalls";

    private static final String COMMITMENTS = "commitments";

    /**
     * The row of a decision.
     *
     * @param previous position of the account's decision before it; 0 for its first
     * @param revision as the log has it, or JSON null
     * @param openCalls as the log has them, or JSON null
     */
    public static LogRow of(
            long position, long previous, JsonNode revision, JsonNode openCalls, JsonNode snapshot, JsonNode decision) {
        ObjectNode row = Json.object().put(PREVIOUS, previous);
        row.set(REVISION, revision);
        row.set(OPEN_CALLS, openCalls);
        row.set(SNAPSHOT, snapshot);
        row.set(DECISION, decision);
        return of(position, row);
    }

    /** The fields that an exported row shows. */
    static LogRow of(long position, JsonNode row) {
        SortedMap<String, JsonNode> fields = new TreeMap<>();
        for (String whole : new String[] {PREVIOUS, REVISION, OPEN_CALLS}) {
            if (row.has(whole)) {
                fields.put(whole, row.get(whole));
            }
        }
        for (String parted : new String[] {SNAPSHOT, DECISION}) {
            row.path(parted)
                    .properties()
                    .forEach(member -> fields.put(parted + "." + member.getKey(), member.getValue()));
        }
        return new LogRow(position, fields);
    }

    /** The salt of a field, from the salt of its row. */
    public static Hash fieldSalt(Hash rowSalt, String field) {
        return rowSalt.keyed(field);
    }

    /** What commits to a field: the hash of its salt and its canonical text. */
    public static Hash commitment(Hash fieldSalt, JsonNode value) {
        return Hash.ofAll(fieldSalt.raw(), CanonicalJson.text(value).getBytes(StandardCharsets.UTF_8));
    }

    /** What commits to each field. */
    public SortedMap<String, Hash> commitments(Hash rowSalt) {
        SortedMap<String, Hash> commitments = new TreeMap<>();
        fields.forEach((name, value) -> commitments.put(name, commitment(fieldSalt(rowSalt, name), value)));
        return commitments;
    }

    /** The row's leaf in the tree of its batch. */
    public Hash leaf(Hash rowSalt) {
        return leaf(position, commitments(rowSalt));
    }

    /** The leaf of a row whose commitments are known. */
    static Hash leaf(long position, SortedMap<String, Hash> commitments) {
        return MerkleTree.leaf(leafInput(position, commitments).getBytes(StandardCharsets.UTF_8));
    }

    /** What the leaf is the hash of: canonical JSON. */
    static String leafInput(long position, Map<String, Hash> commitments) {
        ObjectNode input = Json.object();
        ObjectNode all = input.putObject(COMMITMENTS);
        commitments.forEach((name, commitment) -> all.put(name, commitment.toString()));
        input.put("position", position);
        return CanonicalJson.text(input);
    }
}
