package io.plimsoll.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** An export as CSV (RFC 4180) with a head line. */
final class CsvRows implements TableSink.Table {

    private final CsvWriter writer;

    CsvRows(OutputStream output) {
        writer = CsvWriter.builder().build(new OutputStreamWriter(output, StandardCharsets.UTF_8));
        writer.writeRecord(TableRow.COLUMNS.stream().map(TableRow.Column::name).toList());
    }

    @Override
    public void write(ObjectNode row) {
        writer.writeRecord(TableRow.COLUMNS.stream()
                .map(column -> Objects.requireNonNullElse(column.text(row), ""))
                .toList());
    }

    @Override
    public void end() throws IOException {
        writer.flush();
    }
}
