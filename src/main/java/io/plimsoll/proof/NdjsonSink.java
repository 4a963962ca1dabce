package io.plimsoll.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** An export as NDJSON. */
public final class NdjsonSink implements ExportSink {

    private final OutputStream output;

    public NdjsonSink(OutputStream output) {
        this.output = output;
    }

    @Override
    public void signed(String type, String jws) throws IOException {
        row(Json.object().put(ExportWriter.TYPE, type).put(ExportWriter.SIGNED, jws));
    }

    @Override
    public void row(ObjectNode row) throws IOException {
        output.write(Json.text(row).getBytes(StandardCharsets.UTF_8));
        output.write('\n');
    }

    @Override
    public void end() {}
}
