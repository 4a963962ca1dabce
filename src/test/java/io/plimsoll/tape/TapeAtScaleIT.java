package io.plimsoll.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.agroal.api.AgroalDataSource;
import io.plimsoll.api.Snapshots;
import io.plimsoll.audit.LogTail;
import io.plimsoll.audit.PlainPolicies;
import io.plimsoll.decision.DecisionLog;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** RLD-1 at its size, and what it costs; asked for by {@code -Dplimsoll.scale=100000}, because it writes some hundred megabytes. */
@QuarkusTest
class TapeAtScaleIT {

    private static final int STATEMENT_MAX = 2_000;

    /** Copies of one decision, each of an account of its own. */
    private static final String COPY = """
            insert into decision (log_position, decision_id, account_id, snapshot_sequence, trigger, as_of, evaluated_at, decided_at, pack,
                version, policy_hash, outcome, rules, snapshot_digest, snapshot, document)
            select nextval('decision_position'), decision_id || '-' || n, account_id || '-' || n, snapshot_sequence, trigger, as_of, evaluated_at, decided_at,
                pack, version, policy_hash, outcome, rules, snapshot_digest, snapshot,
                replace(replace(document, decision_id, decision_id || '-' || n), account_id, account_id || '-' || n)
            from decision, generate_series(?, ?) n where account_id = ?""";

    @Inject
    DecisionLog log;

    @Inject
    LogTail tail;

    @Inject
    TapeStore tape;

    @Inject
    LadderStore ladder;

    @Inject
    LadderArchive ladders;

    @Inject
    AgroalDataSource dataSource;

    @Test
    void rld1_everyLiquidationIsAnEventWithoutAGap() throws Exception {
        // Given
        int accounts = Integer.getInteger("plimsoll.scale", 0);
        assumeTrue(accounts > 0, "asked for by -Dplimsoll.scale=100000");
        String instrument = Snapshots.newAccount("AT-SCALE");
        String account = Snapshots.newAccount("scale");
        String snapshot = Snapshots.json(account, 1, "4000").replace("BTCUSDT", instrument);
        new DecisionService(new PlainPolicies(), log, new Sha256SnapshotDigest(), InstantSource.system())
                .decide(Snapshots.read(snapshot), null);

        // When
        long startedAtNanos = System.nanoTime();
        for (int copied = 1; copied < accounts; copied += STATEMENT_MAX) {
            copy(account, copied, Math.min(copied + STATEMENT_MAX, accounts) - 1);
        }
        report("decisions copied", startedAtNanos, accounts);
        startedAtNanos = System.nanoTime();
        long head = tail.head();
        await(tape, head);
        report("tape, from the copies on", startedAtNanos, accounts);
        await(ladder, head);
        report("ladder, side by side with it", startedAtNanos, accounts);
        startedAtNanos = System.nanoTime();
        ladders.ladder(TapeViewName.PUBLIC, instrument).orElseThrow();
        report("ladder summed up", startedAtNanos, accounts);

        // Then
        assertEquals(
                accounts + " 1 " + accounts,
                ask(
                        "select count(*) || ' ' || min(seq) || ' ' || max(seq) from tape_event where instrument = ?",
                        instrument));
        assertEquals(
                Integer.toString(accounts),
                ask("select count(distinct account_id) from ladder_position where instrument = ?", instrument));
    }

    private void copy(String account, int first, int last) throws Exception {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(COPY)) {
            insert.setInt(1, first);
            insert.setInt(2, last);
            insert.setString(3, account);
            insert.executeUpdate();
        }
    }

    private static void await(Projection projection, long head) throws Exception {
        while (projection.position() < head) {
            Thread.sleep(20);
        }
    }

    private static void report(String what, long startedAtNanos, int accounts) {
        double seconds = (System.nanoTime() - startedAtNanos) / 1e9;
        System.out.printf("%-30s %8.2f s %10.0f a second%n", what, seconds, accounts / seconds);
    }

    private String ask(String sql, String instrument) throws Exception {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, instrument);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
