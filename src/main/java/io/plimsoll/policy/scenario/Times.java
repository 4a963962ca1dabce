package io.plimsoll.policy.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times of a scenario, which may be told by the snapshot's own: {@code asOf}, {@code asOf - PT61S}, {@code asOf + PT30M}. */
final class Times {
    private static final String AS_OF = "asOf";
    private static final Pattern RELATIVE = Pattern.compile("asOf(?:\\s*([+-])\\s*(P\\S+))?");

    private Times() {}

    /** The instant a text denotes; empty if it denotes none. */
    static Optional<Instant> instant(String text, Instant asOf) {
        try {
            Matcher relative = RELATIVE.matcher(text.strip());
            if (!relative.matches()) {
                return Optional.of(Instant.parse(text));
            }
            if (relative.group(1) == null) {
                return Optional.of(asOf);
            }
            Duration distance = Duration.parse(relative.group(2));
            return Optional.of(relative.group(1).equals("+") ? asOf.plus(distance) : asOf.minus(distance));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** Replaces every time that is told by the snapshot's own. What cannot be read stays, for the snapshot's reader to refuse. */
    static void resolve(ObjectNode snapshot) {
        JsonNode asOf = snapshot.path(AS_OF);
        if (asOf.isTextual()) {
            try {
                resolve(snapshot, Instant.parse(asOf.textValue()));
            } catch (DateTimeException e) {
                // the snapshot's reader says what is wrong with its `asOf`
            }
        }
    }

    private static void resolve(JsonNode node, Instant asOf) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                JsonNode value = object.get(name);
                if (value.isTextual() && value.textValue().startsWith(AS_OF)) {
                    instant(value.textValue(), asOf)
                            .ifPresent(instant -> object.replace(name, TextNode.valueOf(instant.toString())));
                } else {
                    resolve(value, asOf);
                }
            });
        } else if (node instanceof ArrayNode array) {
            array.forEach(item -> resolve(item, asOf));
        }
    }
}
