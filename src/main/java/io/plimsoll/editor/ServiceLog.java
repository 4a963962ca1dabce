package io.plimsoll.editor;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.policy.scenario.DecidedCase;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The decision log of a running service. */
final class ServiceLog {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    private static final int BODY_BYTES_MAX = 32 << 20;

    private final String base;

    ServiceLog(URI service) {
        this.base = service.toString().replaceAll("/+$", "");
    }

    /**
     * The last decisions of a pack, newest first.
     *
     * @throws IOException if no service answers, or not as one does
     */
    List<DecidedCase> last(String pack, int max) throws IOException {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build()) {
            JsonNode list = get(client, "/v1/decisions?limit=" + max + "&pack=" + encoded(pack));
            List<DecidedCase> cases = new ArrayList<>();
            for (JsonNode item : list.path("items")) {
                String id = item.path("decisionId").asText();
                cases.add(DecidedCase.of(get(client, "/v1/decisions/" + encoded(id) + "/case")));
            }
            return cases;
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private JsonNode get(HttpClient client, String path) throws IOException {
        URI target = URI.create(base + path);
        try {
            HttpResponse<InputStream> response = client.send(
                    HttpRequest.newBuilder(target).timeout(ANSWER_MAX).build(), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                String text = new String(body.readNBytes(BODY_BYTES_MAX), StandardCharsets.UTF_8);
                if (response.statusCode() != 200) {
                    throw new IOException(target + " answered " + response.statusCode());
                }
                return Json.parse(text);
            }
        } catch (SnapshotFaults e) {
            throw new IOException(target + " answered what is no JSON", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + target + " was asked", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
