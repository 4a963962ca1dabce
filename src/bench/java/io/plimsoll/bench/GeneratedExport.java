package io.plimsoll.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.api.Snapshots;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policy;
import io.plimsoll.policy.Candidate;
import io.plimsoll.proof.ExportWriter;
import io.plimsoll.proof.Hash;
import io.plimsoll.proof.LogHead;
import io.plimsoll.proof.LogRow;
import io.plimsoll.proof.MerkleTree;
import io.plimsoll.proof.NdjsonSink;
import io.plimsoll.proof.RowColumns;
import io.plimsoll.proof.RowProof;
import io.plimsoll.rules.straight.StraightRules;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.signing.SignedKind;
import io.plimsoll.signing.SigningKey;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotJson;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides as many accounts as the first argument says, no two alike, by the pack {@code perpetuals} and the evaluator that serves by default, and writes them to
 * the file that the second names as an export that {@code plimsoll verify} and {@code plimsoll replay} take; its key goes beside it, as {@code FILE.keys.json}.
 */
public final class GeneratedExport {

    private static final int BATCH_ROWS = 8192;
    private static final Instant SEALED_AT = Instant.parse("2026-11-22T20:00:00Z");

    private final SigningKey key = SigningKey.generated();
    private final Policy policy;
    private final ExportWriter writer;
    private @Nullable LogHead last;

    private GeneratedExport(Policy policy, OutputStream output) throws Exception {
        this.policy = policy;
        this.writer = new ExportWriter(key, new NdjsonSink(output), "generated", "generated", Json.object(), SEALED_AT);
    }

    public static void main(String... arguments) throws Exception {
        long rows = Long.parseLong(arguments[0]);
        Path file = Path.of(arguments[1]);
        Candidate pack = ShippedPacks.candidate("perpetuals");
        long startedAtNanos = System.nanoTime();
        try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            GeneratedExport export = new GeneratedExport(pack.policy(StraightRules.of(pack.rules()), 1), output);
            for (long first = 1; first <= rows; first += BATCH_ROWS) {
                export.batch(first, Math.min(rows, first + BATCH_ROWS - 1));
            }
            export.writer.end();
            Files.writeString(
                    file.resolveSibling(file.getFileName() + ".keys.json"),
                    PublicKeys.jwks(List.of(export.key.publicJwk())));
        }
        System.out.printf(
                "%d decisions, %d bytes, in %.0f s%n",
                rows, Files.size(file), (System.nanoTime() - startedAtNanos) / 1e9);
    }

    /** A decision as a row, and its leaf. */
    private record Made(ObjectNode content, Hash leaf) {}

    private void batch(long first, long end) throws Exception {
        Hash salt = Hash.ofText("batch from " + first);
        List<Made> made = LongStream.rangeClosed(first, end)
                .parallel()
                .mapToObj(position -> made(position, salt))
                .toList();
        List<Hash> leaves = made.stream().map(Made::leaf).toList();
        MerkleTree tree = MerkleTree.of(leaves);
        LogHead head = new LogHead(
                "generated",
                last == null ? 1 : last.batch() + 1,
                first,
                end,
                leaves.size(),
                first - 1,
                tree.root(),
                last == null ? Hash.NONE : last.hash(),
                SEALED_AT);
        last = head;
        writer.batch(head.batch(), key.sign(SignedKind.LOG_HEAD, head.payload()));
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            long position = first + leaf;
            writer.row(RowProof.write(
                    position,
                    head.batch(),
                    leaf,
                    tree.path(leaf),
                    salt.keyed(Long.toString(position)),
                    made.get(leaf).content(),
                    field -> false));
        }
    }

    private Made made(long position, Hash salt) {
        ObjectNode content = content(position);
        LogRow row = LogRow.of(
                position,
                0,
                content.get("revision"),
                content.get("openCalls"),
                content.get("snapshot"),
                content.get("decision"));
        return new Made(content, row.leaf(salt.keyed(Long.toString(position))));
    }

    private ObjectNode content(long position) {
        SplittableRandom random = new SplittableRandom(position);
        String balance = random.nextInt(30_000) + "." + (10 + random.nextInt(90));
        String price = Integer.toString(90_000 + random.nextInt(20_000));
        AccountSnapshot snapshot = Snapshots.read(Snapshots.json("A-" + position, 1, balance)
                .replace("\"markPrice\":\"100000\"", "\"markPrice\":\"" + price + "\""));
        Case given = Case.ofSnapshot(snapshot, new Sha256SnapshotDigest().of(snapshot), List.of());
        JsonNode decision = DecisionJson.write(DecisionService.evaluateInFull(given, policy, snapshot.asOf()));
        ObjectNode content = Json.object();
        ObjectNode columns = content.putObject("columns");
        content.put("previous", 0).put("revision", 1).putArray("openCalls");
        content.set("snapshot", parsed(SnapshotJson.canonical(snapshot)));
        content.set("decision", decision);
        RowColumns.expected(content).forEach(columns::set);
        return content;
    }

    private static JsonNode parsed(String json) {
        try {
            return Json.parse(json);
        } catch (SnapshotFaults e) {
            throw new IllegalStateException(e);
        }
    }
}
