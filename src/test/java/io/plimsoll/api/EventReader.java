package io.plimsoll.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events as the WHATWG standard says, without knowing the service. */
final class EventReader implements AutoCloseable {

    private final BufferedReader lines;
    private String lastEventId = "";

    EventReader(InputStream body) {
        lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** The id to resume from, also of events without data. */
    String lastEventId() {
        return lastEventId;
    }

    /** The next event that has data; null at the end of the stream, where an event that is not complete does not count. */
    @Nullable
    Event next() throws IOException {
        String id = lastEventId;
        String name = "message";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                lastEventId = id;
                if (!data.isEmpty()) {
                    return new Event(id, name, data.toString());
                }
                name = "message";
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data.append(line.substring(6));
            }
        }
        return null;
    }

    /** Reads on until an event that only tells the position has told this one. False if one with data comes first, or the stream ends. */
    boolean isAtWithoutData(long position) throws IOException {
        String id = lastEventId;
        for (String line = lines.readLine(); line != null && !line.startsWith("data: "); line = lines.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.isEmpty()) {
                lastEventId = id;
                if (Long.parseLong(id) >= position) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    record Event(String id, String name, String data) {}
}
