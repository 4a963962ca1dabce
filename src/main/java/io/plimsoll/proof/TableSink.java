package io.plimsoll.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** An export as a table: what is signed stands in cells of the row that follows it, or behind the last row in cells of that. */
public final class TableSink implements ExportSink {

    /** A table that is written record by record. */
    interface Table {

        /** @param row with {@link TableRow#COLUMNS}; without any but of what was signed where there is no row */
        void write(ObjectNode row) throws IOException;

        /** After the last record. */
        void end() throws IOException;
    }

    private final Table table;
    private final StringBuilder signed = new StringBuilder();
    private @Nullable ObjectNode last;

    TableSink(Table table) {
        this.table = table;
    }

    /** As CSV (RFC 4180). */
    public static TableSink csv(OutputStream output) {
        return new TableSink(new CsvRows(output));
    }

    /** As Apache Parquet. */
    public static TableSink parquet(OutputStream output) throws IOException {
        return new TableSink(new ParquetRows(output));
    }

    @Override
    public void signed(String type, String jws) {
        signed.append(signed.isEmpty() ? "" : " ").append(type).append('=').append(jws);
    }

    @Override
    public void row(ObjectNode row) throws IOException {
        writeLast();
        last = row;
        take(row, TableRow.SIGNED);
    }

    @Override
    public void end() throws IOException {
        ObjectNode row = last;
        if (row == null) {
            last = take(Json.object(), TableRow.SIGNED);
        } else {
            take(row, TableRow.SIGNED_AFTER);
        }
        writeLast();
        table.end();
    }

    private ObjectNode take(ObjectNode row, String cell) {
        if (!signed.isEmpty()) {
            row.put(cell, signed.toString());
            signed.setLength(0);
        }
        return row;
    }

    private void writeLast() throws IOException {
        ObjectNode row = last;
        if (row != null) {
            table.write(row);
        }
    }
}
