package io.plimsoll.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code GET /v1/decisions/{id}/case} answers: of a running service, from a file or from the standard input. */
final class CaseDocument {

    private static final int BYTES_MAX = 32 << 20;

    private CaseDocument() {}

    /** @param decision an id, the path of a file, or - for the standard input */
    static String read(String decision, URI service) {
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
        return ServiceClient.get(service, "/v1/decisions/" + ServiceClient.segment(decision) + "/case");
    }
}
