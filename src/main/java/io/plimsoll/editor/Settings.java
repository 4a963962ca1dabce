package io.plimsoll.editor;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the editor's user may set, as initialization options or as configuration under {@code plimsoll}.
 *
 * @param service {@code serviceUrl}: where a running Plimsoll is asked for its last decisions
 */
record Settings(Optional<URI> service) {

    /** Settings from JSON; what is not understood is as if it were not set. */
    static Settings of(@Nullable Object given) {
        JsonObject options = given instanceof JsonObject object ? object : new JsonObject();
        JsonElement own = options.get("plimsoll");
        JsonElement url = (own instanceof JsonObject inner ? inner : options).get("serviceUrl");
        boolean text =
                url != null && url.isJsonPrimitive() && !url.getAsString().isBlank();
        return new Settings(text ? uri(url.getAsString()) : Optional.empty());
    }

    private static Optional<URI> uri(String text) {
        try {
            URI uri = URI.create(text.strip());
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
