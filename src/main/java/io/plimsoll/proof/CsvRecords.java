package io.plimsoll.proof;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.plimsoll.proof.ExportFinding.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The records of a CSV file (RFC 4180) whose first line names the columns of an export. */
final class CsvRecords implements TableLines.Records {

    private static final List<String> NAMES =
            TableRow.COLUMNS.stream().map(TableRow.Column::name).toList();

    private final CloseableIterator<CsvRecord> records;
    private boolean isBegun;
    private boolean isBroken;

    CsvRecords(InputStream export) {
        records = CsvReader.builder()
                .maxBufferSize(ExportVerifier.LINE_BYTES_MAX)
                .ofCsvRecord(new InputStreamReader(export, StandardCharsets.UTF_8))
                .iterator();
    }

    @Override
    public @Nullable Map<String, String> next(Findings findings) throws IOException {
        try {
            if (isBroken || !isBegun && !begin(findings)) {
                return null;
            }
            while (records.hasNext()) {
                CsvRecord row = records.next();
                findings.at(row.getStartingLineNumber());
                if (row.getFieldCount() == NAMES.size()) {
                    return cells(row);
                }
                findings.add(
                        Kind.UNREADABLE, "a record of " + row.getFieldCount() + " cells, and not of " + NAMES.size());
            }
            return null;
        } catch (CsvParseException e) {
            isBroken = true;
            findings.add(Kind.UNREADABLE, "not CSV: " + e.getMessage());
            return null;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** False, with a finding, where the first line is not what an export begins with. */
    private boolean begin(Findings findings) {
        isBegun = true;
        findings.at(1);
        if (records.hasNext() && records.next().getFields().equals(NAMES)) {
            return true;
        }
        isBroken = true;
        findings.add(Kind.UNREADABLE, "the first line does not name the columns of an export");
        return false;
    }

    private static Map<String, String> cells(CsvRecord row) {
        Map<String, String> cells = new TreeMap<>();
        for (int i = 0; i < NAMES.size(); i++) {
            if (!row.getField(i).isEmpty()) {
                cells.put(NAMES.get(i), row.getField(i));
            }
        }
        return cells;
    }
}
