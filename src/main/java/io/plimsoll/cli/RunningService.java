package io.plimsoll.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The service that a command asks. Any answer but one with status 200 is a failure of the command. */
final class RunningService {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    @Option(names = "--url", description = "Where the service is; ${DEFAULT-VALUE} by default.")
    private URI url = URI.create("http://localhost:8080");

    /** The body of the answer. */
    String get(String path) {
        return send(HttpRequest.newBuilder(url.resolve(path)));
    }

    /** The body of the answer. */
    String post(String path, String mediaType, String body) {
        return send(HttpRequest.newBuilder(url.resolve(path))
                .header("Content-Type", mediaType)
                .POST(BodyPublishers.ofString(body)));
    }

    private String send(HttpRequest.Builder asked) {
        HttpRequest request = asked.timeout(TIMEOUT).build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new CommandFailure(
                        "the service at " + request.uri() + " answered " + response.statusCode() + ": "
                                + response.body(),
                        new IllegalStateException());
            }
            return response.body();
        } catch (IOException e) {
            throw new CommandFailure(
                    "there is no service at " + url + " (" + e
                            + "); start one with ./plimsoll serve, or name it with --url",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while the service was asked", e);
        }
    }

    /** A text as one segment of a path. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
