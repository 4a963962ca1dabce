package io.plimsoll.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import blue.strategic.parquet.ParquetWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.plimsoll.proof.ExportFinding.Kind;
import io.plimsoll.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports as tables: whatever is changed in one is found. */
class TableExportTest {

    private static final SealedLog LOG = SealedLog.of(5, 1, 4);
    private static final List<String> NAMES =
            TableRow.COLUMNS.stream().map(TableRow.Column::name).toList();
    private static final String ROW_4 = "position 5"; // a row in the middle of its batch
    private static final int LINE_4 = 4;

    @TempDir
    Path folder;

    private static String csv(ObjectNode filter, Predicate<ObjectNode> selected, Predicate<String> masked) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LOG.export(filter, selected, masked, TableSink.csv(out));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<List<String>> records() {
        return records(csv(Json.object(), row -> true, field -> false));
    }

    private static List<List<String>> records(String csv) {
        List<List<String>> records = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(csv)) {
            reader.forEach(row -> records.add(new ArrayList<>(row.getFields())));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return records;
    }

    private static ExportReport verify(List<List<String>> records) throws IOException {
        StringWriter csv = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder().build(csv)) {
            records.forEach(writer::writeRecord);
        }
        return verify(csv.toString());
    }

    private static ExportReport verify(String csv) throws IOException {
        return verifier().verifyCsv(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
    }

    private static ExportVerifier verifier() {
        return new ExportVerifier(SealedLog.keys(SealedLog.KEY), Map.of());
    }

    /** @param alter what is done to each row before it is written */
    private ExportReport verifyParquet(Predicate<String> masked, UnaryOperator<ObjectNode> alter) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ParquetRows rows = new ParquetRows(out);
        LOG.export(Json.object(), row -> true, masked, new TableSink(new TableSink.Table() {
            @Override
            public void write(ObjectNode row) throws IOException {
                rows.write(alter.apply(row.deepCopy()));
            }

            @Override
            public void end() throws IOException {
                rows.end();
            }
        }));
        return verifier().verifyParquet(Files.write(folder.resolve("export.parquet"), out.toByteArray()));
    }

    @Test
    void aTableIsTheSameExport() throws Exception {
        for (ExportReport report : List.of(
                verify(records()),
                verifyParquet(field -> false, row -> row),
                verifyParquet(field -> field.startsWith("decision.f") || field.equals("revision"), row -> row),
                verify(csv(Json.object(), row -> true, field -> field.startsWith("snapshot"))))) {
            assertEquals(List.of(), report.findings());
            assertEquals(10, report.rows());
            assertEquals(3, report.batches());
            assertTrue(report.isComplete());
        }
        ObjectNode filter = Json.object().put("account", "A-1");
        assertEquals(
                List.of(),
                verify(csv(filter, row -> row.at("/columns/accountId").asText().equals("A-1"), field -> false))
                        .findings());
        ExportReport none = verify(csv(Json.object().put("account", "A-9"), row -> false, field -> false));
        assertEquals(List.of(), none.findings());
        assertEquals(0, none.rows());
    }

    @Test
    void whateverCellIsEditedIsFoundAndItsRowIsNamed() throws Exception {
        List<List<String>> records = records();
        for (int column = 0; column < NAMES.size() - 2; column++) {
            List<List<String>> edited = records();
            String cell = records.get(LINE_4).get(column);
            edited.get(LINE_4).set(column, edit(cell));

            ExportReport report = verify(edited);

            assertFalse(report.isIntact(), NAMES.get(column));
            assertTrue(
                    report.findings().toString().contains("line " + (LINE_4 + 1))
                            || report.findings().toString().contains(ROW_4),
                    () -> report.findings().toString());
        }
    }

    /** Another cell of the same kind where that is easy. */
    private static String edit(String cell) {
        if (cell.startsWith("{")) {
            return cell.replaceFirst("[0-9](?=\"[,}])", "x");
        }
        return cell.isEmpty() ? "1" : (cell.charAt(0) == '1' ? "2" : "1") + cell.substring(1);
    }

    @Test
    void nothingStandsBehindTheValueOfACell() throws Exception {
        for (String column : List.of("snapshot", "decision", "previous", "revision", "openCalls")) {
            List<List<String>> edited = records();
            int cell = NAMES.indexOf(column);
            edited.get(LINE_4).set(cell, edited.get(LINE_4).get(cell) + ",\"note\":\"paid back\"");

            assertFalse(verify(edited).isIntact(), column);
        }
    }

    @Test
    void aParquetFileHasNoOtherColumns() throws Exception {
        Path file = folder.resolve("column.parquet");
        MessageType schema = new MessageType(
                "decision",
                Types.optional(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named("note"));
        try (ParquetWriter<String> writer =
                ParquetWriter.writeFile(schema, file.toFile(), (note, row) -> row.write("note", note))) {
            writer.write("paid back");
        }

        ExportReport report = verifier().verifyParquet(file);

        assertTrue(report.findings().toString().contains("`note`"), report::toString);
    }

    @Test
    void rowsThatAreRemovedDoubledMovedOrCutOffAreFound() throws Exception {
        for (int line = 1; line <= 10; line++) {
            List<List<String>> removed = records();
            removed.remove(line);
            List<List<String>> doubled = records();
            doubled.add(line, doubled.get(line));
            List<List<String>> moved = records();
            Collections.swap(moved, line, line == 10 ? 1 : line + 1);
            for (List<List<String>> altered :
                    List.of(removed, doubled, moved, records().subList(0, line))) {
                assertFalse(verify(altered).isIntact(), "line " + line);
            }
        }
        List<List<String>> removed = records();
        removed.remove(LINE_4);
        assertTrue(verify(removed).findings().toString().contains("REMOVED: row at " + ROW_4));
    }

    @Test
    void whatIsSignedInACellIsChecked() throws Exception {
        int signed = NAMES.indexOf(TableRow.SIGNED);
        List<List<String>> records = records();
        for (int line = 1; line <= 10; line++) {
            for (String word : records.get(line).get(signed).split(" ")) {
                if (!word.isEmpty()) {
                    for (String instead : List.of("", "batch=", "row=x", "nothing", word + " " + word)) {
                        List<List<String>> altered = records();
                        altered.get(line)
                                .set(signed, altered.get(line).get(signed).replace(word, instead));
                        assertFalse(verify(altered).isIntact(), instead);
                    }
                }
            }
        }
    }

    @Test
    void whatIsNoTableOfAnExportIsSaidToBeNone() throws Exception {
        String csv = csv(Json.object(), row -> true, field -> false);

        for (String other :
                List.of("", "position", "position,batch\n1,2\n", csv.replaceFirst("equity", "wealth"), "\"")) {
            ExportReport report = verify(other);
            assertEquals(Kind.UNREADABLE, report.findings().getFirst().kind(), other);
        }
        assertFalse(verify(csv.replaceFirst("\n", "\n1,2,3\n")).isIntact());
        assertFalse(verify(csv.replaceFirst("\n", "\nx,y" + ",".repeat(NAMES.size() - 2) + "\n"))
                .isIntact());
    }

    @Test
    void aParquetFileThatWasEditedIsFound() throws Exception {
        for (String column : NAMES.subList(0, NAMES.size() - 2)) {
            TableRow.Column of = TableRow.COLUMNS.get(NAMES.indexOf(column));
            if (of.isSource()) {
                continue;
            }
            ExportReport report = verifyParquet(field -> false, row -> {
                if (row.path("position").asLong() == 5) {
                    String[] path = of.pointer().split("/");
                    ObjectNode parent = (ObjectNode) row.at(String.join("/", Arrays.copyOf(path, path.length - 1)));
                    parent.put(path[path.length - 1], 77);
                }
                return row;
            });
            assertTrue(report.findings().toString().contains(ROW_4), () -> column + report.findings());
        }
        ExportReport decision = verifyParquet(field -> false, row -> {
            ((ObjectNode) row.path("decision")).put("outcome", "LIQUIDATE");
            return row;
        });
        assertEquals(
                10,
                decision.findings().stream()
                        .filter(it -> it.kind() == Kind.ALTERED)
                        .count());
        Path broken = Files.writeString(folder.resolve("broken.parquet"), "PAR1 and nothing else PAR1");
        assertEquals(
                Kind.UNREADABLE,
                verifier().verifyParquet(broken).findings().getFirst().kind());
    }
}
