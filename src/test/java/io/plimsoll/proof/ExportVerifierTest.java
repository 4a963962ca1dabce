package io.plimsoll.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.proof.ExportFinding.Kind;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.signing.SignedKind;
import io.plimsoll.signing.SigningKey;
import io.plimsoll.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way to tamper with an export, at the first, middle and last row, at the borders of batches, and on all of them one after the other. */
class ExportVerifierTest {

    private static final SealedLog LOG = SealedLog.of(5, 1, 7, 8, 2);
    private static final String EXPORT = LOG.export();

    /** Lines of the rows, from 0. */
    private static final List<Integer> ROW_LINES = IntStream.range(
                    0, lines(EXPORT).size())
            .filter(line -> lines(EXPORT).get(line).startsWith("{\"type\":\"row\""))
            .boxed()
            .toList();

    private static ExportReport verify(String export, Map<Long, LogHead> anchors, PublicKeys keys) {
        try {
            byte[] bytes = export.getBytes(StandardCharsets.UTF_8);
            return new ExportVerifier(keys, anchors).verify(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ExportReport verify(String export) {
        return verify(export, Map.of(), SealedLog.keys(SealedLog.KEY));
    }

    private static List<String> lines(String export) {
        return new ArrayList<>(export.lines().toList());
    }

    private static ExportReport verify(List<String> lines) {
        return verify(String.join("\n", lines) + "\n");
    }

    private static long position(int line) {
        return SealedLog.parsed(lines(EXPORT).get(line)).path("position").asLong();
    }

    private static ExportReport withRow(int line, Consumer<ObjectNode> edit) {
        List<String> lines = lines(EXPORT);
        ObjectNode row = SealedLog.parsed(lines.get(line));
        edit.accept(row);
        lines.set(line, Json.text(row));
        return verify(lines);
    }

    private static void assertFound(ExportReport report, String... expected) {
        List<String> found = report.findings().stream()
                .map(finding -> finding.line() + " " + finding.kind() + " " + finding.detail())
                .toList();
        assertEquals(List.of(expected), found);
        assertEquals(expected.length, report.findingCount());
    }

    @Test
    void anUntouchedExportIsIntact() {
        ExportReport report = verify(EXPORT);

        assertFound(report);
        assertTrue(report.isIntact());
        assertTrue(report.isComplete());
        assertEquals(23, report.rows());
        assertEquals(5, report.batches());
        assertEquals(SealedLog.LOG, report.log());
        assertEquals(List.of(SealedLog.KEY.keyId()), List.copyOf(report.keyIds()));
    }

    @Test
    void whatWasWrittenAnewWithOtherSpacesAndOrderIsTheSame() {
        List<String> lines = lines(EXPORT);
        lines.replaceAll(line -> line.replace("{\"", "{ \"").replace("é", "\\u00e9"));

        assertFound(verify(lines));
    }

    @Test
    void eachAlteredRowIsNamedAndNoOther() {
        for (int line : ROW_LINES) {
            String altered = (line + 1) + " ALTERED row at position " + position(line) + " is not what was sealed";
            assertFound(withRow(line, row -> figures(row).put("equity", "1000.01")), altered);
            assertFound(withRow(line, row -> decision(row).put("outcome", "LIQUIDATE")), altered);
            assertFound(withRow(line, row -> decision(row).remove("trigger")), altered);
            assertFound(withRow(line, row -> decision(row).put("forged", true)), altered);
            assertFound(withRow(line, row -> snapshot(row).put("sequence", 99)), altered);
            assertFound(withRow(line, row -> row.put("previous", 77)), altered);
            assertFound(withRow(line, row -> row.put("revision", 77)), altered);
            assertFound(withRow(line, row -> row.putNull("openCalls")), altered);
            assertFound(withRow(line, row -> row.put("salt", Hash.NONE.toString())), altered);
            assertFound(withRow(line, row -> row.remove("salt")), altered);
            assertFound(withRow(line, row -> row.putArray("path").add(Hash.NONE.toString())), altered);
            assertFound(withRow(line, row -> row.put("batch", 9)), altered);
            assertFound(withRow(line, row -> row.put("path", "none")), altered);
        }
    }

    private static ObjectNode decision(ObjectNode row) {
        return (ObjectNode) row.get("decision");
    }

    private static ObjectNode figures(ObjectNode row) {
        return (ObjectNode) row.at("/decision/figures");
    }

    private static ObjectNode snapshot(ObjectNode row) {
        return (ObjectNode) row.get("snapshot");
    }

    @Test
    void everyCharacterOfARowCounts() {
        String export = SealedLog.of(3).export();
        int line = 3;
        String row = lines(export).get(line);
        for (int i = 0; i < row.length(); i++) {
            List<String> lines = lines(export);
            lines.set(line, row.substring(0, i) + (row.charAt(i) == '1' ? '2' : '1') + row.substring(i + 1));
            assertFalse(verify(lines).isIntact(), lines.get(line));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "decisionId",
                "accountId",
                "snapshotSequence",
                "trigger",
                "asOf",
                "evaluatedAt",
                "decidedAt",
                "pack",
                "version",
                "policyHash",
                "outcome",
                "rules",
                "snapshotDigest"
            })
    void aColumnThatDoesNotFollowFromTheDecisionIsNamed(String column) {
        int line = ROW_LINES.get(4);
        String start = "row at position " + position(line) + ": `" + column + "` is ";

        ExportReport altered = withRow(line, row -> ((ObjectNode) row.get("columns")).put(column, "other"));
        ExportReport removed = withRow(line, row -> ((ObjectNode) row.get("columns")).remove(column));

        assertFound(altered, (line + 1) + " COLUMN " + start + "`other` and not what the decision says");
        assertFound(removed, (line + 1) + " COLUMN " + start + "not there and not what the decision says");
    }

    @Test
    void eachRemovedRowIsNamed() {
        for (int line : ROW_LINES) {
            List<String> lines = lines(EXPORT);
            lines.remove(line);
            int part = line;
            while (!lines.get(part).startsWith("{\"type\":\"part\"")) {
                part++;
            }
            assertFound(verify(lines), (part + 1) + " REMOVED row at position " + position(line));
        }
    }

    @Test
    void eachRowThatIsThereTwiceIsNamed() {
        for (int line : ROW_LINES) {
            List<String> lines = lines(EXPORT);
            lines.add(line, lines.get(line));
            assertFound(verify(lines), (line + 2) + " INSERTED row at position " + position(line) + " is there twice");
        }
    }

    @Test
    void eachInventedRowIsNamed() {
        for (int line : ROW_LINES) {
            List<String> lines = lines(EXPORT);
            ObjectNode row = SealedLog.parsed(lines.get(line));
            row.put("position", 1_000);
            lines.add(line + 1, Json.text(row));
            ExportReport report = verify(lines);
            assertTrue(
                    report.findings().stream()
                            .anyMatch(finding -> finding.kind() == Kind.INSERTED
                                    && finding.line() == line + 2
                                    && finding.detail().equals("row at position 1000 was not exported here")),
                    report::toString);
            assertTrue(
                    report.findings().stream()
                            .allMatch(finding -> finding.detail().contains("position 1000")),
                    report::toString);
        }
    }

    @Test
    void aRowOfAnotherBatchIsInsertedThere() {
        List<String> lines = lines(EXPORT);
        String moved = lines.remove((int) ROW_LINES.get(1));
        lines.add(ROW_LINES.get(12), moved);

        ExportReport report = verify(lines);

        assertEquals(
                List.of(Kind.REMOVED, Kind.REORDERED, Kind.INSERTED),
                report.findings().stream().map(ExportFinding::kind).toList());
        assertTrue(
                report.findings().stream().allMatch(finding -> finding.detail().contains("position 2")));
    }

    @Test
    void neighboursThatChangedPlacesAreNamed() {
        for (int line : ROW_LINES) {
            List<String> lines = lines(EXPORT);
            if (ROW_LINES.contains(line + 1)) {
                Collections.swap(lines, line, line + 1);
                assertFound(
                        verify(lines),
                        (line + 2) + " REORDERED row at position " + position(line) + " stands after position "
                                + position(line + 1));
            }
        }
    }

    @Test
    void whereverAnExportIsCutOffItIsSeen() {
        for (int end = 0; end < EXPORT.length() - 1; end += 211) {
            ExportReport report = verify(EXPORT.substring(0, end));
            assertTrue(report.findings().stream().anyMatch(finding -> finding.kind() == Kind.TRUNCATED), "" + end);
        }
        List<String> lines = lines(EXPORT);
        lines.removeLast();
        assertFound(
                verify(lines),
                lines.size() + 1 + " TRUNCATED the end is missing; the last row is at position "
                        + position(ROW_LINES.getLast()));
    }

    @Test
    void nothingMayStandBehindTheEnd() {
        assertFalse(verify(EXPORT + lines(EXPORT).get(ROW_LINES.getLast())).isIntact());
        assertFalse(verify(EXPORT + EXPORT).isIntact());
        assertTrue(verify(EXPORT + "\n \n").isIntact());
    }

    @Test
    void aMissingBatchIsNamed() {
        List<String> lines = lines(EXPORT);
        int first = batchLine(2);
        lines.subList(first, batchLine(3)).clear();

        assertFound(
                verify(lines),
                (first + 1) + " REMOVED batch 2, before batch 3",
                partAfter(lines, first) + " REMOVED part 2 of the export, before part 3");
    }

    @Test
    void aMissingHeadIsNamedAndItsRowsAreNotSaidToBeAltered() {
        for (int batch = 1; batch <= 5; batch++) {
            List<String> lines = lines(EXPORT);
            int head = batchLine(batch);
            lines.remove(head);

            assertFound(
                    verify(lines),
                    (head + 1) + " REMOVED head of batch " + batch + ", before the row at position "
                            + position(head + 1) + "; the rows of this batch are not proven");
        }
    }

    /** Whatever rows say of themselves, those that stand under their head are looked at each. */
    @Test
    void aRowThatClaimsALaterBatchHidesNoOther() {
        List<String> lines = lines(EXPORT);
        ObjectNode claims = SealedLog.parsed(lines.get(ROW_LINES.get(0)));
        claims.put("batch", 1_000).put("position", 1_000);
        lines.set(ROW_LINES.get(0), Json.text(claims));
        ObjectNode altered = SealedLog.parsed(lines.get(ROW_LINES.get(1)));
        altered.put("salt", "00".repeat(32));
        lines.set(ROW_LINES.get(1), Json.text(altered));

        List<String> details =
                verify(lines).findings().stream().map(ExportFinding::detail).toList();

        assertTrue(
                details.toString().contains("head of batch 1000, before the row at position 1000"), details::toString);
        assertTrue(
                details.contains("row at position " + position(ROW_LINES.get(1)) + " is not what was sealed"),
                details::toString);
    }

    private static int batchLine(int batch) {
        List<String> lines = lines(EXPORT);
        int found = 0;
        for (int line = 0; line < lines.size(); line++) {
            if (lines.get(line).startsWith("{\"type\":\"batch\"")) {
                found++;
            }
            if (found == batch) {
                return line;
            }
        }
        throw new IllegalArgumentException("no batch " + batch);
    }

    /** Line from 1. */
    private static int partAfter(List<String> lines, int from) {
        int line = from;
        while (!lines.get(line).startsWith("{\"type\":\"part\"")) {
            line++;
        }
        return line + 1;
    }

    @Test
    void theLastBatchCannotBeLeftOut() {
        List<String> lines = lines(EXPORT);
        lines.subList(batchLine(5), lines.size() - 1).clear();

        assertFound(verify(lines), lines.size() + " REMOVED part 5 of the export, before part 6");
    }

    @Test
    void aRowThatTheDatabaseLostIsNamedThoughItWasNeverExported() {
        String export = LOG.export(
                Json.object(), row -> !row.at("/decision/decisionId").asText().equals("d-8"), field -> false);

        ExportReport report = verify(export);

        assertEquals(1, report.findingCount());
        assertEquals(
                "row 3 of the 7 rows of batch 3, positions 9 to 17",
                report.findings().getFirst().detail());
        assertEquals(Kind.REMOVED, report.findings().getFirst().kind());
    }

    @Test
    void signaturesThatChangedPlacesAreFound() {
        for (String type : List.of("batch", "part")) {
            List<String> lines = lines(EXPORT);
            List<Integer> signed = IntStream.range(0, lines.size())
                    .filter(line -> lines.get(line).startsWith("{\"type\":\"" + type + "\""))
                    .boxed()
                    .toList();
            String[] one = lines.get(signed.get(1)).split("\\.");
            String[] other = lines.get(signed.get(2)).split("\\.");
            lines.set(signed.get(1), one[0] + "." + one[1] + "." + other[2]);
            lines.set(signed.get(2), other[0] + "." + other[1] + "." + one[2]);

            assertEquals(
                    List.of(Kind.SIGNATURE, Kind.SIGNATURE),
                    verify(lines).findings().stream().map(ExportFinding::kind).toList());
        }
    }

    @Test
    void anotherKeyIsUnknown() {
        SigningKey other = SigningKey.generated();

        ExportReport report = verify(EXPORT, Map.of(), SealedLog.keys(other));

        assertEquals(1 + 5 + 6 + 1, report.findingCount());
        assertEquals(Kind.TRUNCATED, report.findings().getLast().kind());
        assertTrue(
                report.findings().subList(0, 12).stream().allMatch(finding -> finding.kind() == Kind.UNKNOWN_KEY),
                report::toString);
        assertTrue(
                verify(EXPORT, Map.of(), SealedLog.keys(other, SealedLog.KEY)).isIntact());
    }

    @Test
    void whatWasSignedForOneThingIsNotTakenForAnother() {
        List<String> lines = lines(EXPORT);
        int line = batchLine(2);
        String asIntent = SealedLog.KEY.sign(SignedKind.INTENT, LOG.heads.get(1).payload());
        lines.set(line, Json.text(Json.object().put("type", "batch").put("signed", asIntent)));

        assertEquals(Kind.SIGNATURE, verify(lines).findings().getFirst().kind());
    }

    @Test
    void aChainThatTheKeyItselfForgedBreaksWhereItLeavesTheTrueOne() {
        // Given: the keeper of the key decides batch 3 anew and cannot change batch 4
        SealedLog forged = SealedLog.of(5, 1, 7, 8, 2);
        LogHead third = forged.heads.get(2);
        LogHead other = new LogHead(
                third.log(),
                3,
                third.firstPosition(),
                third.lastPosition(),
                7,
                third.rowsBefore(),
                Hash.ofText("another root"),
                third.previous(),
                third.sealedAt());
        List<String> lines = lines(EXPORT);
        ObjectNode head = SealedLog.parsed(lines.get(batchLine(3)));
        head.put("signed", SealedLog.signed(other));
        lines.set(batchLine(3), Json.text(head));

        // When
        ExportReport report = verify(lines);

        // Then
        assertTrue(
                report.findings().stream()
                        .anyMatch(finding -> finding.kind() == Kind.CHAIN
                                && finding.detail().equals("batch 4 does not follow the batch before it")),
                report::toString);
    }

    @Test
    void anAnchorShowsAChainThatWasSignedAnewFromTheStart() {
        // Given
        SealedLog rewritten = SealedLog.of(5, 1, 6, 8, 2);
        Map<Long, LogHead> anchors = Map.of(2L, LOG.heads.get(1), 3L, LOG.heads.get(2), 5L, LOG.heads.get(4));

        // Then
        assertTrue(verify(EXPORT, anchors, SealedLog.keys(SealedLog.KEY)).isIntact());
        assertTrue(verify(rewritten.export()).isIntact());
        assertEquals(
                List.of(
                        "batch 3 is not the one that was anchored",
                        "batch 4 does not follow batch 3 as it was anchored",
                        "batch 5 is not the one that was anchored"),
                verify(rewritten.export(), anchors, SealedLog.keys(SealedLog.KEY)).findings().stream()
                        .map(ExportFinding::detail)
                        .toList());
        assertEquals(
                List.of("batch 5 was anchored and is not there"),
                verify(SealedLog.of(5, 1, 7, 8).export(), anchors, SealedLog.keys(SealedLog.KEY)).findings().stream()
                        .map(ExportFinding::detail)
                        .toList());
    }

    @Test
    void oneAccountIsDisclosedWithoutTheOthers() {
        // When
        ObjectNode filter = Json.object().put("account", "A-1");
        String export =
                LOG.export(filter, row -> row.at("/decision/accountId").asText().equals("A-1"), field -> false);

        // Then
        assertFound(verify(export));
        assertFalse(verify(export).isComplete());
        assertFalse(export.contains("A-0") || export.contains("A-2"));

        // When
        List<String> lines = lines(export);
        int row = IntStream.range(0, lines.size())
                .filter(line -> lines.get(line).startsWith("{\"type\":\"row\""))
                .skip(3)
                .findFirst()
                .orElseThrow();
        String removed = lines.remove(row);

        // Then
        assertFound(
                verify(lines),
                partAfter(lines, row) + " REMOVED row at position "
                        + SealedLog.parsed(removed).path("position").asLong());
    }

    @Test
    void whatIsMaskedCannotBeReadAndEverythingElseIsStillProven() {
        // When
        String export = LOG.export(
                Json.object(), row -> true, field -> field.endsWith("accountId") || field.equals("decision.figures"));

        // Then
        assertFound(verify(export));
        assertFalse(export.contains("A-1") || export.contains("equity"));
        ObjectNode row = SealedLog.parsed(lines(export).get(ROW_LINES.get(3)));
        assertTrue(row.at("/columns/accountId").isMissingNode());
        assertTrue(row.at("/columns/snapshotDigest").isMissingNode());
        assertEquals("HEALTHY", row.at("/columns/outcome").asText());

        // When
        for (String edit : List.of("outcome", "masked", "unmasked")) {
            List<String> lines = lines(export);
            ObjectNode altered = row.deepCopy();
            switch (edit) {
                case "outcome" -> decision(altered).put("outcome", "LIQUIDATE");
                case "masked" -> ((ObjectNode) altered.get("masked")).put("decision.figures", Hash.NONE.toString());
                default -> decision(altered).set("figures", Json.object());
            }
            lines.set(ROW_LINES.get(3), Json.text(altered));

            // Then
            assertEquals(
                    List.of(Kind.ALTERED),
                    verify(lines).findings().stream().map(ExportFinding::kind).toList(),
                    edit);
        }
    }

    @Test
    void linesThatAreNoLinesAreReportedAndTheRestIsStillChecked() {
        List<String> lines = lines(EXPORT);
        lines.add(5, "{\"type\":\"row\",\"type\":\"row\"}");
        lines.add(6, "no JSON");
        lines.add(7, "[]");
        lines.add(8, "{\"type\":\"sideways\"}");

        ExportReport report = verify(lines);

        assertEquals(
                Collections.nCopies(4, Kind.UNREADABLE),
                report.findings().stream().map(ExportFinding::kind).toList());
        assertEquals(23, report.rows());
    }

    @Test
    void anEmptyFileIsNoExport() {
        assertFound(verify(""), "1 TRUNCATED there is nothing in it");
        assertNull(verify("").log());
    }

    @Test
    void partsOfAThousandRowsAreListedEach() {
        String export = SealedLog.of(2_500).export();

        assertFound(verify(export));
        ArrayNode positions = (ArrayNode) parts(export).getFirst().get("positions");
        assertEquals(1_000, positions.size());
        assertEquals(4, parts(export).size());
    }

    private static List<ObjectNode> parts(String export) {
        return lines(export).stream()
                .filter(line -> line.startsWith("{\"type\":\"part\""))
                .map(line -> SealedLog.parsed(line).path("signed").asText().split("\\.")[1])
                .map(payload ->
                        SealedLog.parsed(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8)))
                .toList();
    }
}
