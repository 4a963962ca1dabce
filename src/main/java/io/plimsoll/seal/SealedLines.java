package io.plimsoll.seal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.proof.ExportWriter;
import java.io.IOException;

/** The export that {@code plimsoll verify} checks. */
final class SealedLines implements ExportOutput {

    private final ExportWriter writer;

    SealedLines(ExportWriter writer) {
        this.writer = writer;
    }

    @Override
    public void batch(long number, String signedHead) throws IOException {
        writer.batch(number, signedHead);
    }

    @Override
    public void row(ObjectNode row, boolean isSealed) throws IOException {
        if (isSealed) {
            writer.row(row);
        } else {
            writer.strayRow(row);
        }
    }

    @Override
    public void end() throws IOException {
        writer.end();
    }
}
