package io.plimsoll.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a running service. */
final class ServiceClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private ServiceClient() {}

    /** The body of an answer with status 200; anything else is a failure of the command. */
    static String get(URI url, String path) {
        URI target = url.resolve(path);
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            HttpResponse<String> response =
                    client.send(HttpRequest.newBuilder(target).timeout(TIMEOUT).build(), BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new CommandFailure(
                        "the service at " + target + " answered " + response.statusCode() + ": " + response.body(),
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
