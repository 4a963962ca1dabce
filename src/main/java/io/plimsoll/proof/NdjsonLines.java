package io.plimsoll.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.proof.ExportFinding.Kind;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.LineReader;
import io.plimsoll.wire.SnapshotFaults;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** An export as it is signed: a JSON object a line. */
final class NdjsonLines implements ExportSource {

    private final LineReader lines;

    NdjsonLines(InputStream export) {
        lines = new LineReader(export, ExportVerifier.LINE_BYTES_MAX);
    }

    @Override
    public @Nullable JsonNode next(Findings findings) throws IOException {
        for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
            findings.at(line.number());
            if (line.isTooLong()) {
                findings.add(Kind.UNREADABLE, "longer than " + ExportVerifier.LINE_BYTES_MAX + " bytes");
            } else if (!line.isBlank()) {
                try {
                    return Json.parse(line.bytes());
                } catch (SnapshotFaults e) {
                    findings.add(Kind.UNREADABLE, "not a JSON object: " + e.getMessage());
                }
            }
        }
        return null;
    }
}
