package io.plimsoll.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.api.Snapshots;
import io.plimsoll.cli.Plimsoll;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policy;
import io.plimsoll.policy.Candidate;
import io.plimsoll.proof.ExportReport;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.plimsoll.wire.SnapshotJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log from before it was partitioned is the same afterwards, and goes on. */
class MigratedLogIT {

    private static final String INSERT = """
            insert into decision (decision_id, account_id, snapshot_sequence, trigger, as_of, evaluated_at, decided_at,
                pack, version, policy_hash, outcome, rules, snapshot_digest, snapshot, document, revision, open_calls)
            values (?, ?, ?, 'SNAPSHOT', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, '[]')""";

    @TempDir
    Path folder;

    private static Decision decide(ScratchLog log, Policy policy, String account, String balance) throws Exception {
        AccountSnapshot snapshot = Snapshots.read(Snapshots.json(account, 1, balance));
        String digest = new Sha256SnapshotDigest().of(snapshot);
        Decision decision =
                DecisionService.evaluateInFull(Case.ofSnapshot(snapshot, digest, List.of()), policy, snapshot.asOf());
        try (Connection connection = log.database.dataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, decision.decisionId());
            insert.setString(2, account);
            insert.setLong(3, 1);
            insert.setObject(4, timestamp(decision.asOf()));
            insert.setObject(5, timestamp(decision.evaluatedAt()));
            insert.setObject(6, timestamp(decision.decidedAt()));
            insert.setString(7, decision.policy().pack());
            insert.setInt(8, decision.policy().version());
            insert.setString(9, decision.policy().hash());
            insert.setString(10, decision.outcome().name());
            insert.setArray(
                    11,
                    connection.createArrayOf(
                            "text",
                            decision.because().stream()
                                    .map(because -> because.proposed().rule())
                                    .distinct()
                                    .sorted()
                                    .toArray()));
            insert.setString(12, digest);
            insert.setString(13, SnapshotJson.canonical(snapshot));
            insert.setString(14, Json.text(DecisionJson.write(decision)));
            insert.executeUpdate();
        }
        return decision;
    }

    private static OffsetDateTime timestamp(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    @Test
    void aLogFromBeforeVerifiesReplaysAndGoesOn() throws Exception {
        Candidate pack = ShippedPacks.candidate("perpetuals");
        Policy policy = pack.policy(PlainRules.of(pack.rules()).observedBy(Observer.NONE), 1);
        try (ScratchLog log = new ScratchLog(folder, 2, null, InstantSource.system(), "25")) {
            // Given
            List<Decision> decisions = new ArrayList<>();
            for (String balance : List.of(Snapshots.HEALTHY, Snapshots.CALLED, Snapshots.LIQUIDATED)) {
                decisions.add(decide(log, policy, "A-" + balance, balance));
            }
            log.database.execute("select setval('decision_log_position_seq', 10)"); // numbers of writes that failed
            decisions.add(decide(log, policy, "A-last", Snapshots.HEALTHY));
            log.database.execute("""
                    insert into margin_call (call_id, account_id, status, is_open, amount, currency, acceptable, opened_at,
                        opened_at_nanos, due_by, due_by_nanos, opened_by, last_changed_by, original_amount)
                    select 'c', account_id, 'OPEN', true, 1, 'USDT', '[]', now(), 0, now(), 0, decision_id, decision_id, 1
                    from decision where log_position = 2""");
            log.sealer.seal();
            String positions =
                    "select string_agg(log_position || decision_id, ' ' order by log_position) from decision";
            String before = log.database.ask(positions);

            // When
            log.database.migrate("latest");

            // Then
            assertEquals(before, log.database.ask(positions));
            ExportReport report = log.verified(log.exported());
            assertEquals(List.of(), report.findings());
            assertEquals(4, report.rows());
            for (Decision decision : decisions) {
                assertTrue(log.archive.isAsSealed(decision.decisionId()), decision::decisionId);
            }
            assertReplayed(log.exported(), 4);

            // Then: it goes on behind the last, and nothing refers to what is not there
            log.decide("A-new", "perpetuals", decisions.getFirst().decidedAt());
            assertEquals("12", log.database.ask("select max(log_position) from decision"));
            assertEquals(5, log.verified(log.exported()).rows());
            SQLException refused = assertThrows(
                    SQLException.class, () -> log.database.execute("update margin_call set last_changed_by = 'none'"));
            assertEquals("23503", refused.getSQLState());
        }
    }

    private void assertReplayed(String export, int decisions) throws Exception {
        Path file = Files.writeString(folder.resolve("export.ndjson"), export);
        StringWriter out = new StringWriter();
        int exit = Plimsoll.commandLine(() -> {})
                .setOut(new PrintWriter(out, true))
                .execute("replay", file.toString(), "--packs", ".");
        assertEquals(0, exit, out::toString);
        assertTrue(out.toString().contains(decisions + " the same, 0 different, 0 not replayed"), out::toString);
    }
}
