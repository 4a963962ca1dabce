package io.plimsoll.policy.pack;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.Range;
import io.plimsoll.rules.model.TableType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one CSV file; every fault is named with the line and the columns of its cell. */
final class CsvTable {
    private static final int ROWS_MAX = 2_000_000;

    /** How the parser names the line at which a broken record begins. */
    private static final Pattern RECORD_LINE = Pattern.compile("\\(?record starting at line (\\d{1,9})\\)?");

    private final TableType type;
    private final String text;
    private @Nullable List<String> lines;
    private final Findings findings;
    private final RowLaw law;
    private final List<TableRow> rows = new ArrayList<>();
    /** The type's columns in the order of the file. */
    private final List<Column> header = new ArrayList<>();

    private CsvTable(TableType type, String text, Findings findings) {
        this.type = type;
        this.text = text;
        this.findings = findings;
        this.law = new RowLaw(type, true, findings);
    }

    static List<TableRow> read(TableType type, String text, Findings findings) {
        CsvTable table = new CsvTable(type, text, findings);
        table.readRecords();
        return table.rows;
    }

    private void readRecords() {
        int line = 1;
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .commentStrategy(CommentStrategy.SKIP)
                .skipEmptyLines(true)
                .allowUnclosedQuote(false)
                .allowExtraCharsAfterClosingQuote(false)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(text)) {
            boolean first = true;
            for (CsvRecord cells : records) {
                line = (int) cells.getStartingLineNumber();
                if (first && !readHeader(cells, line)) {
                    return;
                } else if (!first) {
                    readRow(cells, line);
                }
                first = false;
                if (rows.size() > ROWS_MAX) {
                    findings.error(Code.TABLE_SIZE, lineRange(line), "more than " + ROWS_MAX + " rows");
                    return;
                }
            }
        } catch (CsvParseException | UncheckedIOException e) {
            String reason = reason(e);
            Matcher at = RECORD_LINE.matcher(reason);
            findings.error(
                    Code.CSV_SYNTAX,
                    lineRange(at.find() ? Integer.parseInt(at.group(1)) : line),
                    at.replaceAll("").strip());
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (rows.isEmpty() && !findings.hasErrors()) {
            findings.error(
                    Code.TABLE_SIZE,
                    lineRange(1),
                    "the table of `" + type.name() + "` has no rows",
                    "a rule that looks it up would never fire");
        }
        law.judge();
    }

    private boolean readHeader(CsvRecord cells, int line) {
        List<String> names = type.columns().stream().map(Column::name).toList();
        Set<String> seen = new HashSet<>();
        Set<String> misspelt = new HashSet<>();
        if (cells.getFieldCount() == 1 && cells.getField(0).matches(".*[;\\t].*")) {
            findings.error(
                    Code.CSV_SYNTAX,
                    lineRange(line),
                    "the cells are not parted by commas",
                    "write a comma between cells, and decimals with a point: 0.05");
            return false;
        }
        for (int i = 0; i < cells.getFieldCount(); i++) {
            String name = cells.getField(i).strip();
            Range range = cellRange(line, i);
            if (!names.contains(name)) {
                findings.unknown(
                        Code.HEADER_UNKNOWN, range, "`" + type.name() + "` has no column `" + name + "`", name, names);
                Nearest.to(name, names).ifPresent(misspelt::add);
            } else if (!seen.add(name)) {
                findings.error(Code.HEADER_TWICE, range, "column `" + name + "` is given twice");
            }
            type.columns().stream().filter(column -> column.name().equals(name)).forEach(header::add);
        }
        for (String name : names) {
            if (!seen.contains(name) && !misspelt.contains(name)) {
                findings.error(
                        Code.HEADER_MISSING,
                        lineRange(line),
                        "column `" + name + "` of `" + type.name() + "` is missing",
                        "the header must name " + String.join(", ", names));
            }
        }
        return !findings.hasErrors();
    }

    private void readRow(CsvRecord cells, int line) {
        if (cells.getFieldCount() != header.size()) {
            findings.error(
                    Code.CELL_COUNT,
                    lineRange(line),
                    "expected " + header.size() + " cells as in the header, found " + cells.getFieldCount(),
                    cells.getFieldCount() > header.size()
                            ? "a decimal has a point: 0,05 reads as two cells"
                            : "no cell may be left out");
            passOver(cells);
            return;
        }
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            Column column = header.get(i);
            int cell = i;
            Object value = Cell.value(column, cells.getField(i), () -> cellRange(line, cell), findings);
            if (value != null) {
                values.put(column.name(), value);
            }
        }
        if (values.size() == header.size()) {
            TableRow row = new TableRow(values, new CsvPlace(line));
            rows.add(row);
            law.take(row);
        } else {
            passOver(cells);
        }
    }

    private void passOver(CsvRecord cells) {
        int key = type.key().map(this::cellOf).orElse(-1);
        law.passOver(
                key >= 0 && key < cells.getFieldCount() ? cells.getField(key).strip() : null);
    }

    private int cellOf(String column) {
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).name().equals(column)) {
                return i;
            }
        }
        return -1;
    }

    private Range lineRange(int line) {
        return Range.ofLine(line, line(line).length());
    }

    /** The lines are taken apart only once one is asked for, which a table without faults never does. */
    private String line(int number) {
        if (lines == null) {
            lines = text.lines().toList();
        }
        return number <= lines.size() ? lines.get(number - 1) : "";
    }

    /** Where a cell stands in its line; the whole line where the line has no such cell. */
    private Range cellRange(int line, int cell) {
        String cells = line(line);
        int start = 0;
        boolean quoted = false;
        int seen = 0;
        for (int i = 0; i <= cells.length(); i++) {
            boolean end = i == cells.length() || (cells.charAt(i) == ',' && !quoted);
            if (end && seen++ == cell) {
                return new Range(line, start + 1, line, i + 1);
            } else if (end) {
                start = i + 1;
            } else if (cells.charAt(i) == '"') {
                quoted = !quoted;
            }
        }
        return lineRange(line);
    }

    private static String reason(RuntimeException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }

    private final class CsvPlace implements TableRow.Place {
        private final int line;

        CsvPlace(int line) {
            this.line = line;
        }

        @Override
        public Range row() {
            return lineRange(line);
        }

        @Override
        public Range cell(String column) {
            return cellRange(line, cellOf(column));
        }
    }
}
