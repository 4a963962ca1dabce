package io.plimsoll.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.signing.SignedKind;
import io.plimsoll.signing.SigningKey;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A small log of made-up decisions on three accounts, with holes between its positions, sealed in batches. */
final class SealedLog {

    /** The example key of RFC 8037, which everybody has. */
    static final SigningKey KEY = SigningKey.at(Path.of("src/test/resources/audit/rfc8037-key.jwk"));

    static final String LOG = "6c0b4c0e-98d5-4b0f-8f0e-2b6d6a0f7a11";

    private static final Instant SEALED_AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final Hash SALT = Hash.ofText("salt of a test");

    final List<LogHead> heads = new ArrayList<>();
    final List<List<ObjectNode>> batches = new ArrayList<>();

    /** @param sizes of the batches */
    static SealedLog of(int... sizes) {
        SealedLog log = new SealedLog();
        for (int size : sizes) {
            log.seal(size);
        }
        return log;
    }

    private void seal(int size) {
        LogHead before = heads.isEmpty() ? null : heads.getLast();
        long rowsBefore = before == null ? 0 : before.rowsBefore() + before.size();
        List<ObjectNode> rows = new ArrayList<>();
        List<Hash> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            ObjectNode row = content(rowsBefore + i);
            rows.add(row);
            leaves.add(LogRow.of(position(rowsBefore + i), row).leaf(salt(rowsBefore + i)));
        }
        heads.add(new LogHead(
                LOG,
                heads.size() + 1,
                position(rowsBefore),
                position(rowsBefore + size - 1),
                size,
                rowsBefore,
                MerkleTree.of(leaves).root(),
                before == null ? Hash.NONE : before.hash(),
                SEALED_AT.plusSeconds(heads.size())));
        batches.add(rows);
    }

    /** Positions grow with holes. */
    static long position(long row) {
        return 1 + row + row / 3;
    }

    static Hash salt(long row) {
        return SALT.keyed(Long.toString(position(row)));
    }

    private static ObjectNode content(long row) {
        String account = "A-" + row % 3;
        ObjectNode decision = Json.object()
                .put("decisionId", "d-" + row)
                .put("accountId", account)
                .put("snapshotSequence", row)
                .put("asOf", "2026-11-23T11:00:00.123456789Z")
                .put("evaluatedAt", "2026-11-23T11:00:00Z")
                .put("decidedAt", "2026-11-23T11:00:00.000001Z")
                .put("trigger", "SNAPSHOT");
        decision.putObject("policy").put("pack", "perpetuals").put("version", 3).put("hash", "sha256:00");
        decision.put("outcome", "HEALTHY");
        decision.putObject("figures").put("equity", Long.toString(1000 + row)).put("note", "é \"quoted\"\n");
        decision.putArray("because").addObject().put("rule", "THR-010");
        ObjectNode snapshot = Json.object().put("accountId", account).put("sequence", row);
        snapshot.putArray("positions").addObject().put("quantity", "1").put("markPrice", "100.5");
        ObjectNode content = Json.object();
        ObjectNode columns = content.putObject("columns");
        content.put("previous", row < 3 ? 0 : position(row - 3))
                .put("revision", 1 + row / 3)
                .putArray("openCalls");
        content.set("snapshot", snapshot);
        content.set("decision", decision);
        columns.setAll(RowColumns.expected(content));
        return content;
    }

    /** An export of the whole log. */
    String export() {
        return export(Json.object(), row -> true, field -> false);
    }

    String export(ObjectNode filter, Predicate<ObjectNode> selected, Predicate<String> masked) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        export(filter, selected, masked, new NdjsonSink(out));
        return out.toString(StandardCharsets.UTF_8);
    }

    void export(ObjectNode filter, Predicate<ObjectNode> selected, Predicate<String> masked, ExportSink sink) {
        try {
            ExportWriter writer =
                    new ExportWriter(KEY, sink, "e-1", LOG, filter, Instant.parse("2026-11-23T13:00:00Z"));
            for (int batch = 0; batch < batches.size(); batch++) {
                write(writer, batch, selected, masked);
            }
            writer.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(ExportWriter writer, int batch, Predicate<ObjectNode> selected, Predicate<String> masked)
            throws IOException {
        LogHead head = heads.get(batch);
        List<ObjectNode> rows = batches.get(batch);
        List<Hash> leaves = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            long row = head.rowsBefore() + i;
            leaves.add(LogRow.of(position(row), rows.get(i)).leaf(salt(row)));
        }
        MerkleTree tree = MerkleTree.of(leaves);
        writer.batch(head.batch(), signed(head));
        for (int i = 0; i < rows.size(); i++) {
            if (selected.test(rows.get(i))) {
                long row = head.rowsBefore() + i;
                writer.row(RowProof.write(
                        position(row),
                        head.batch(),
                        i,
                        tree.path(i),
                        salt(row),
                        rows.get(i).deepCopy(),
                        masked));
            }
        }
    }

    static String signed(LogHead head) {
        return KEY.sign(SignedKind.LOG_HEAD, head.payload());
    }

    static PublicKeys keys(SigningKey... keys) {
        return PublicKeys.ofJwks(PublicKeys.jwks(
                List.of(keys).stream().map(SigningKey::publicJwk).toList()));
    }

    static ObjectNode parsed(String line) {
        try {
            return (ObjectNode) Json.parse(line);
        } catch (SnapshotFaults e) {
            throw new IllegalStateException(line, e);
        }
    }
}
