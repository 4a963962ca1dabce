package io.plimsoll.seal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;

/** An export as CSV (RFC 4180) with a head line. */
final class CsvRows implements ExportOutput {

    private final CsvWriter writer;

    CsvRows(OutputStream output) {
        writer = CsvWriter.builder().build(new OutputStreamWriter(output, StandardCharsets.UTF_8));
        writer.writeRecord(FlatRow.COLUMNS.stream().map(FlatRow.Column::name).toList());
    }

    @Override
    public void batch(long number, String signedHead) {}

    @Override
    public void row(ObjectNode row, boolean isSealed) {
        writer.writeRecord(FlatRow.COLUMNS.stream()
                .map(column -> column.text(row).orElse(""))
                .toList());
    }

    @Override
    public void end() throws IOException {
        writer.flush();
    }
}
