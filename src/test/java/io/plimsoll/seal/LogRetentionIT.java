package io.plimsoll.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.audit.LogFollower;
import io.plimsoll.proof.ExportFinding;
import io.plimsoll.proof.ExportFinding.Kind;
import io.plimsoll.proof.ExportReport;
import io.plimsoll.proof.Hash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A log of two old partitions, with a batch over their border, and one that is written. */
class LogRetentionIT {

    private static final Instant JANUARY = Instant.parse("2026-01-10T00:00:00Z");
    private static final Instant FEBRUARY = Instant.parse("2026-02-10T00:00:00Z");
    private static final Instant MAY = Instant.parse("2026-05-10T00:00:00Z");
    private static final String JANUARYS = "decision_p1";
    private static final String FEBRUARYS = "decision_p1000001";

    @TempDir
    Path folder;

    private Path anchors;
    private ScratchLog log;

    @BeforeEach
    void fill() throws SQLException {
        anchors = folder.resolve("anchors");
        open(null);
    }

    private void open(Path anchorFile) throws SQLException {
        log = new ScratchLog(folder, 3, anchorFile, InstantSource.fixed(MAY));
        for (String account : List.of("A-1", "A-2", "A-1", "A-3")) {
            log.decide(account, "perpetuals", JANUARY);
        }
        log.beginPartition();
        for (String account : List.of("A-1", "A-4")) {
            log.decide(account, "lending", FEBRUARY);
        }
        log.beginPartition();
        for (String account : List.of("A-1", "A-2")) {
            log.decide(account, "perpetuals", MAY);
        }
        log.tell();
    }

    @AfterEach
    void drop() throws SQLException {
        log.close();
    }

    private LogRetention retention(Optional<Path> archive, LogFollower... followers) {
        return new LogRetention(
                log.database.dataSource(),
                log.sealer,
                new PartitionArchive(archive, log.export, log.archive),
                List.of(followers),
                Optional.of(Duration.ofDays(90)),
                InstantSource.fixed(MAY),
                new SimpleMeterRegistry());
    }

    private Map<String, KeptReason> remove() throws Exception {
        return retention(Optional.empty()).remove(MAY);
    }

    private String left() throws SQLException {
        return log.database.ask("select string_agg(right(decision_id, 1), '' order by log_position) from decision");
    }

    @ParameterizedTest
    @CsvSource({"0, 12345678", "1, 5678"})
    void aPartitionGoesOnceItsYoungestDecisionIsOlder(int microsAfter, String left) throws Exception {
        Map<String, KeptReason> kept = retention(Optional.empty()).remove(JANUARY.plusNanos(microsAfter * 1_000L));

        assertEquals(Map.of(), kept);
        assertEquals(left, left());
        assertEquals(List.of(), log.verified(log.exported()).findings());
    }

    @Test
    void whatIsLeftVerifiesAndSaysWhatWasRemoved() throws Exception {
        // When
        Map<String, KeptReason> kept = remove();
        String export = log.exported();

        // Then: the partition that the last decision is in stays
        assertEquals(Map.of(), kept);
        assertEquals("78", left());
        ExportReport report = log.verified(export);
        assertEquals(List.of(), report.findings());
        assertTrue(report.isComplete());
        assertEquals(2, report.rows());
        assertEquals(3, report.batches());
        assertEquals(
                "removal 1: 4 rows, positions 1 to 4, decided until 2026-01-10T00:00:00Z, removed by retention at 2026-05-10T00:00:00Z",
                report.removals().getFirst().toString());
        assertEquals(2, report.removals().size());
        assertEquals(4, report.removals().getLast().rowsBefore());

        // When: nothing is left to remove, and the log goes on
        log.decide("A-9", "perpetuals", MAY);

        // Then
        assertEquals(Map.of(), remove());
        assertEquals(List.of(), log.verified(log.exported()).findings());
    }

    @Test
    void aRowThatSomebodyElseRemovedIsMissed() throws Exception {
        // Given
        remove();

        // When
        log.database.tamper("delete from decision where decision_id = 'd-7'");

        // Then
        List<ExportFinding> findings = log.verified(log.exported()).findings();
        assertEquals(1, findings.size(), findings::toString);
        assertEquals(Kind.REMOVED, findings.getFirst().kind());
        assertTrue(findings.getFirst().detail().startsWith("row 1 of the 2 rows of batch 3"), findings::toString);
    }

    @Test
    void editsOfWhatIsSaidToBeRemovedAreFound() throws Exception {
        // Given
        String whole = log.exported();
        remove();
        String export = log.exported();
        List<String> removals = export.lines()
                .filter(line -> line.contains("\"type\":\"removal\""))
                .toList();
        assertEquals(2, removals.size());

        // Then: a removal that is taken out, moved or altered
        assertFound(export.replace(removals.getFirst() + "\n", ""), Kind.REMOVED, "removal 1, before 2");
        assertFound(
                export.replace(removals.getFirst() + "\n", "")
                        .replace(removals.getLast(), removals.getLast() + "\n" + removals.getFirst()),
                Kind.REORDERED,
                "removal 1 stands after removal 2");
        assertFound(
                export.replace(removals.getLast() + "\n", ""), Kind.REMOVED, "rows 2 to 3 of the 3 rows of batch 2");
        assertFound(
                export.replace(removals.getLast(), removals.getLast().replace(".", ".e")),
                Kind.SIGNATURE,
                "plimsoll-log-removal");

        // Then: a row that came back
        String row = whole.lines()
                .filter(line -> line.contains("\"d-4\""))
                .findFirst()
                .orElseThrow();
        String head = export.lines()
                .filter(line -> line.contains("\"type\":\"batch\""))
                .toList()
                .get(1);
        assertFound(
                export.replace(head, head + "\n" + row),
                Kind.INSERTED,
                "row at position 4 is one of those that were removed by retention");
    }

    private void assertFound(String export, Kind kind, String detail) throws Exception {
        List<ExportFinding> findings = log.verified(export).findings();
        assertTrue(
                findings.stream()
                        .anyMatch(finding ->
                                finding.kind() == kind && finding.detail().contains(detail)),
                findings::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "account_id, 'A-3', 1",
        "account_id, 'A-4', 2",
        "account_id, 'A-9', 0",
        "pack, 'perpetuals', 1",
        "from_inclusive, '2026-02-10T00:00:00Z', 2",
        "from_inclusive, '2026-02-10T00:00:00.000001Z', 0",
        "to_exclusive, '2026-01-10T00:00:00Z', 0",
        "to_exclusive, '2026-01-10T00:00:00.000001Z', 1"
    })
    void aPartitionWithADecisionUnderHoldStaysWhole(String limit, String value, int held) throws Exception {
        // Given
        log.database.execute("insert into legal_hold (" + limit + ", reason, placed_by, placed_at) values ('" + value
                + "', 'dispute', 'legal', now())");

        // When
        Map<String, KeptReason> kept = remove();

        // Then
        assertEquals(held == 0 ? Map.of() : Map.of(held == 1 ? JANUARYS : FEBRUARYS, KeptReason.HELD), kept);
        assertEquals(List.of("78", "123478", "5678").get(held), left());
        assertEquals(List.of(), log.verified(log.exported()).findings());

        // When
        log.database.execute(
                "insert into legal_hold_release select hold_id, 'settled', 'legal', now() from legal_hold");

        // Then
        assertEquals(Map.of(), remove());
        assertEquals("78", left());
        assertEquals(List.of(), log.verified(log.exported()).findings());
    }

    @Test
    void allLimitsOfAHoldMustFit() throws Exception {
        log.database.execute("insert into legal_hold (account_id, pack, reason, placed_by, placed_at)"
                + " values ('A-4', 'perpetuals', 'dispute', 'legal', now())");

        assertEquals(Map.of(), remove());
    }

    @Test
    void whatAnOpenCallRestsOnStaysUntilTheAccountIsDecidedAgain() throws Exception {
        // Given
        log.database.execute("""
                insert into margin_call (call_id, account_id, status, is_open, amount, currency, acceptable, opened_at,
                    opened_at_nanos, due_by, due_by_nanos, opened_by, last_changed_by, original_amount)
                select 'c-' || account, account, 'OPEN', true, 1, 'USDT', '[]', now(), 0, now(), 0, 'd-4', 'd-4', 1
                from unnest(array['A-1', 'A-3']) account""");

        // Then: A-1 has a later decision, A-3 has none
        assertEquals(Map.of(JANUARYS, KeptReason.IN_USE), remove());
        assertEquals("123478", left());

        // When
        log.decide("A-3", "perpetuals", MAY);

        // Then
        assertEquals(Map.of(), remove());
        assertEquals("789", left());
    }

    @Test
    void rowsThatAreMissingOrWereNeverSealedKeepTheirPartition() throws Exception {
        // Given
        log.sealer.seal();

        // When
        log.database.tamper("delete from decision where decision_id = 'd-4'");
        log.database.tamper(
                "insert into decision select 1000100, 'stray', account_id, snapshot_sequence, trigger, as_of,"
                        + " evaluated_at, decided_at, pack, version, policy_hash, outcome, rules, snapshot_digest, snapshot, document,"
                        + " revision, open_calls from decision where decision_id = 'd-5'");

        // Then
        assertEquals(Map.of(JANUARYS, KeptReason.MISSING, FEBRUARYS, KeptReason.NOT_SEALED), remove());
        assertEquals("1235y678".length(), left().length());
    }

    @Test
    void rowsGoOnlyOnceTheirHeadIsAnchored() throws Exception {
        // Given
        log.close();
        open(anchors);
        log.sealer.seal();
        assertEquals(Map.of(JANUARYS, KeptReason.NOT_ANCHORED, FEBRUARYS, KeptReason.NOT_ANCHORED), remove());

        // When
        try (Connection connection = log.database.dataSource().getConnection()) {
            new AnchorFile(anchors).append(connection);
        }

        // Then
        assertEquals(Map.of(), remove());
    }

    @Test
    void rowsGoOnlyOnceEverybodyHasTakenThem() throws Exception {
        // Given
        long lastOfJanuary =
                Long.parseLong(log.database.ask("select log_position from decision where decision_id = 'd-4'"));
        log.database.execute("update tape_progress set log_position = " + (lastOfJanuary - 1));
        assertEquals(Map.of(JANUARYS, KeptReason.NOT_TAKEN, FEBRUARYS, KeptReason.NOT_TAKEN), remove());

        // When
        log.tell();

        // Then
        assertEquals(
                Map.of(JANUARYS, KeptReason.NOT_TAKEN, FEBRUARYS, KeptReason.NOT_TAKEN),
                retention(Optional.empty(), follower(lastOfJanuary - 1, Long.MAX_VALUE))
                        .remove(MAY));
        assertEquals(
                Map.of(FEBRUARYS, KeptReason.NOT_TAKEN),
                retention(Optional.empty(), follower(lastOfJanuary, Long.MAX_VALUE))
                        .remove(MAY));
        assertEquals(
                Map.of(FEBRUARYS, KeptReason.NOT_ANCHORED),
                retention(Optional.empty(), follower(Long.MAX_VALUE, 1)).remove(MAY));
        assertEquals(
                Map.of(),
                retention(Optional.empty(), follower(Long.MAX_VALUE, 2)).remove(MAY));
    }

    private static LogFollower follower(long position, long batch) {
        return new LogFollower() {
            @Override
            public long takenUpTo() {
                return position;
            }

            @Override
            public long headsTakenUpTo() {
                return batch;
            }
        };
    }

    @Test
    void eachPartitionIsArchivedBeforeItGoes() throws Exception {
        // Given
        Path archive = folder.resolve("archive");

        // When
        assertEquals(Map.of(), retention(Optional.of(archive)).remove(MAY));

        // Then
        Path file = archive.resolve("decisions-1-4.ndjson");
        ExportReport report = log.verified(Files.readString(file));
        assertEquals(List.of(), report.findings());
        assertEquals(4, report.rows());
        assertFalse(report.isComplete());
        assertEquals(
                Hash.ofFile(file),
                log.verified(log.exported()).removals().getFirst().archive());
        try (var files = Files.list(archive)) {
            assertEquals(2, files.count());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "true | document = replace(document, 'HEALTHY', 'REDUCE')",
                "false | document = replace(document, 'HEALTHY', 'REDUCE')",
                "false | open_calls = '[{}]'",
                "false | outcome = 'REDUCE'"
            })
    void whatIsNotAsItWasSealedIsNotRemoved(boolean isArchived, String change) throws Exception {
        // Given
        log.sealer.seal();
        log.database.tamper("update decision set " + change + " where decision_id = 'd-2'");
        Optional<Path> archive = isArchived ? Optional.of(folder.resolve("archive")) : Optional.empty();

        // When
        Map<String, KeptReason> kept = retention(archive).remove(MAY);

        // Then
        assertEquals(Map.of(JANUARYS, KeptReason.ALTERED), kept);
        assertEquals("123478", left());
    }

    @Test
    void anArchiveThatCannotBeWrittenKeepsEverything() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");

        Map<String, KeptReason> kept = retention(Optional.of(file)).remove(MAY);

        assertEquals(Map.of(JANUARYS, KeptReason.NOT_ARCHIVED, FEBRUARYS, KeptReason.NOT_ARCHIVED), kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"update log_removal set signed = ''", "delete from log_removal", "truncate log_removal"})
    void removalsAreNeverChanged(String sql) throws Exception {
        remove();

        SQLException refused = assertThrows(SQLException.class, () -> log.database.execute(sql));

        assertEquals("23001", refused.getSQLState());
    }

    @Test
    void decisionsAreKeptForADayAtLeast() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> keeping(Duration.ofDays(1).minusSeconds(1)));

        assertEquals("plimsoll.log.retention must be at least PT24H, is PT23H59M59S", refused.getMessage());
        keeping(Duration.ofDays(1)).removeWhatIsOld();
    }

    private LogRetention keeping(Duration period) {
        return new LogRetention(
                log.database.dataSource(),
                log.sealer,
                new PartitionArchive(Optional.empty(), log.export, log.archive),
                List.of(),
                Optional.of(period),
                InstantSource.fixed(MAY),
                new SimpleMeterRegistry());
    }
}
