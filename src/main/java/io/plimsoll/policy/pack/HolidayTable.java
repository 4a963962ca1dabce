package io.plimsoll.policy.pack;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.plimsoll.calendar.BusinessCalendar;
import io.plimsoll.rules.model.Range;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads a table of holidays: a column {@code date}, and if wanted one {@code occasion} for the reader. */
final class HolidayTable {
    private static final List<List<String>> HEADERS = List.of(List.of("date"), List.of("date", "occasion"));

    private HolidayTable() {}

    static Set<LocalDate> read(PolicyFile file, Findings findings) {
        Set<LocalDate> holidays = new LinkedHashSet<>();
        List<String> lines = file.text().lines().toList();
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .commentStrategy(CommentStrategy.SKIP)
                .skipEmptyLines(true)
                .allowUnclosedQuote(false)
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofCsvRecord(file.text())) {
            int columns = 0;
            for (CsvRecord cells : records) {
                Range range = line((int) cells.getStartingLineNumber(), lines);
                if (columns == 0) {
                    if (!HEADERS.contains(cells.getFields())) {
                        findings.error(
                                Code.HEADER_MISSING, range, "the header must be `date`, or `date,occasion`", "date");
                        return holidays;
                    }
                    columns = cells.getFieldCount();
                } else if (cells.getFieldCount() != columns) {
                    findings.error(
                            Code.CELL_COUNT, range, "expected " + columns + " cells, found " + cells.getFieldCount());
                } else {
                    CalendarReader.holiday(cells.getField(0).strip(), range, Code.CELL_VALUE, findings, holidays);
                }
                if (holidays.size() > BusinessCalendar.HOLIDAYS_MAX) {
                    findings.error(Code.TABLE_SIZE, range, "more than " + BusinessCalendar.HOLIDAYS_MAX + " holidays");
                    return holidays;
                }
            }
        } catch (CsvParseException | UncheckedIOException e) {
            findings.error(Code.CSV_SYNTAX, line(1, lines), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return holidays;
    }

    private static Range line(int number, List<String> lines) {
        int length = number <= lines.size() ? lines.get(number - 1).length() : 0;
        return new Range(number, 1, number, length + 1);
    }
}
