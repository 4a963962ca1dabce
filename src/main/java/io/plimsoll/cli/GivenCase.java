package io.plimsoll.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What {@code GET /v1/decisions/{id}/case} answers: of a running service, from a file or from the standard input. */
final class GivenCase {

    private static final int BYTES_MAX = 32 << 20;

    @Parameters(
            paramLabel = "ID",
            description = "A decision's id, to ask the service for; or a file with what GET /v1/decisions/ID/case"
                    + " answered, - for the standard input.")
    private String decision;

    @Mixin
    private RunningService service;

    /** As the user named it. */
    String name() {
        return decision;
    }

    /** @throws SnapshotFaults if it is no JSON */
    JsonNode read() throws SnapshotFaults {
        return Json.parse(text());
    }

    private String text() {
        Path file = Path.of(decision);
        try {
            if (decision.equals("-")) {
                return new String(System.in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
            }
            if (Files.isRegularFile(file)) {
                try (InputStream in = Files.newInputStream(file)) {
                    return new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
                }
            }
        } catch (IOException e) {
            throw new CommandFailure("`" + decision + "` cannot be read: " + e, e);
        }
        return service.get("/v1/decisions/" + RunningService.segment(decision) + "/case");
    }
}
