package io.plimsoll.seal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.audit.DecisionArchive.Search;
import io.plimsoll.postgres.ScratchDatabase;
import io.plimsoll.proof.ExportReport;
import io.plimsoll.proof.ExportVerifier;
import io.plimsoll.proof.Hash;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.wire.CanonicalJson;
import io.plimsoll.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A sealed log of made-up decisions in a database of its own. */
final class ScratchLog implements AutoCloseable {

    final ScratchDatabase database;
    final LogSealer sealer;
    final SealedLogArchive archive;
    final LogExport export;
    private int decided;

    /** @param batchMax most rows of a batch */
    ScratchLog(Path folder, int batchMax, @Nullable Path anchors, InstantSource clock) throws SQLException {
        this(folder, batchMax, anchors, clock, "latest");
    }

    /** @param version of the database */
    ScratchLog(Path folder, int batchMax, @Nullable Path anchors, InstantSource clock, String version)
            throws SQLException {
        database = new ScratchDatabase();
        database.migrate(version);
        sealer = new LogSealer(
                database.dataSource(), config(folder, batchMax, anchors), clock, new SimpleMeterRegistry());
        archive = new SealedLogArchive(database.dataSource(), sealer);
        export = new LogExport(archive, sealer, clock);
    }

    private static SealConfig config(Path folder, int batchMax, @Nullable Path anchors) {
        return new SealConfig() {
            @Override
            public Duration every() {
                return Duration.ofSeconds(5);
            }

            @Override
            public int batchMax() {
                return batchMax;
            }

            @Override
            public Duration lagMax() {
                return Duration.ofMinutes(10);
            }

            @Override
            public Path keyFile() {
                return folder.resolve("key.jwk");
            }

            @Override
            public Optional<Path> anchorFile() {
                return Optional.ofNullable(anchors);
            }
        };
    }

    /** Writes a decision; answers its id. */
    String decide(String account, String pack, Instant at) throws SQLException {
        String id = "d-" + ++decided;
        ObjectNode snapshot = Json.object().put("accountId", account).put("sequence", decided);
        ObjectNode decision = Json.object()
                .put("decisionId", id)
                .put("accountId", account)
                .put("snapshotSequence", decided)
                .put("asOf", at.toString())
                .put("evaluatedAt", at.toString())
                .put("decidedAt", at.toString())
                .put("trigger", "SNAPSHOT");
        decision.putObject("policy").put("pack", pack).put("version", 1).put("hash", "sha256:00");
        decision.put("outcome", "HEALTHY").putArray("because");
        String sql = """
                with it as (insert into decision_identity (decision_id) values (?) returning log_position)
                insert into decision select log_position, ?, ?, ?, 'SNAPSHOT', at, at, at, ?, 1, 'sha256:00', 'HEALTHY', '{}',
                    ?, ?, ?, 1, '[]' from it, (values (?::timestamptz)) given(at)""";
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, id);
            insert.setString(2, id);
            insert.setString(3, account);
            insert.setLong(4, decided);
            insert.setString(5, pack);
            insert.setString(6, "sha256:" + Hash.ofText(CanonicalJson.text(snapshot)));
            insert.setString(7, CanonicalJson.text(snapshot));
            insert.setString(8, Json.text(decision));
            insert.setObject(9, at.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
        return id;
    }

    /** What follows goes into another partition. */
    void beginPartition() throws SQLException {
        database.execute("select add_decision_partition(1000)");
        database.execute("select setval('decision_position', (select it.end_position - 1 from decision_partition it,"
                + " decision_position where last_value between it.first_position and it.end_position - 1))");
    }

    /** As if tape and ladder had read everything. */
    void tell() throws SQLException {
        database.execute(
                "update tape_progress set log_position = 1000000000; update ladder_progress set log_position = 1000000000");
    }

    String exported() throws Exception {
        export.prepare();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        export.write(
                new Search(null, null, null, null, null, null, null, null),
                field -> false,
                ExportFormat.NDJSON,
                output);
        return output.toString(StandardCharsets.UTF_8);
    }

    ExportReport verified(String text) throws Exception {
        return new ExportVerifier(PublicKeys.ofJwks(archive.jwks()), Map.of())
                .verify(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
