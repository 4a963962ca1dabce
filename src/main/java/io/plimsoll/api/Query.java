package io.plimsoll.api;

import io.plimsoll.audit.DecisionArchive.Search;
import io.plimsoll.audit.Page;
import io.plimsoll.decision.Outcome;
import io.plimsoll.wire.Problem;
import io.vertx.core.MultiMap;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a request. Unknown, repeated and empty ones are refused: a mistyped filter, or one that a script forgot to fill in, would be
 * none, and would show every account for one.
 */
final class Query {

    private static final int LIMIT_DEFAULT = 50;
    private static final String CURSOR_PREFIX = "before:";
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final String POSITION_EXPECTED = "expected a whole number from 0";
    private static final String INSTANT_EXPECTED =
            "expected an ISO 8601 instant such as 2026-11-22T19:00:00Z, of the years 1 to 9999";

    private final MultivaluedMap<String, String> parameters;

    private Query(MultivaluedMap<String, String> parameters) {
        this.parameters = parameters;
    }

    /** @throws Refused naming the first parameter that is unknown, given twice or empty */
    static Query of(UriInfo uri, String... known) {
        return of(uri.getQueryParameters(), known);
    }

    /** The same of a request that no REST method answers. */
    static Query of(MultiMap parameters, String... known) {
        MultivaluedMap<String, String> all = new MultivaluedHashMap<>();
        parameters.forEach(parameter -> all.add(parameter.getKey(), parameter.getValue()));
        return of(all, known);
    }

    private static Query of(MultivaluedMap<String, String> parameters, String... known) {
        for (var parameter : parameters.entrySet()) {
            if (!Set.of(known).contains(parameter.getKey())) {
                throw refused(parameter.getKey(), "unknown; known are " + String.join(", ", known));
            }
            if (parameter.getValue().size() > 1) {
                throw refused(parameter.getKey(), "given more than once");
            }
            if (parameter.getValue().getFirst().isEmpty()) {
                throw refused(parameter.getKey(), "is empty; leave it out, or give it a value");
            }
        }
        return new Query(parameters);
    }

    /** Null where the parameter is absent. */
    @Nullable
    String text(String name) {
        List<String> values = parameters.get(name);
        if (values == null) {
            return null;
        }
        if (!isPlain(values.getFirst())) {
            throw refused(name, "control characters are not taken");
        }
        return values.getFirst();
    }

    /** Of a parameter that cannot be left out. */
    String required(String name) {
        String text = text(name);
        if (text == null) {
            throw refused(name, "must be given");
        }
        return text;
    }

    /** A place in a sequence, 0 or more. */
    long position(String name, long otherwise) {
        String text = text(name);
        return text == null ? otherwise : position(name, text);
    }

    static long position(String name, String text) {
        try {
            long position = Long.parseLong(text);
            if (position >= 0) {
                return position;
            }
        } catch (NumberFormatException e) {
            throw refused(name, POSITION_EXPECTED);
        }
        throw refused(name, POSITION_EXPECTED);
    }

    /** An id from a path; one with control characters, which the database cannot even look for, names nothing. */
    static String id(String text) {
        if (!isPlain(text)) {
            throw new Refused(Problem.notFound("no id has control characters"));
        }
        return text;
    }

    private static boolean isPlain(String text) {
        return text.codePoints().noneMatch(Character::isISOControl);
    }

    /** @param others what the parameter may be too, read by the caller before */
    <E extends Enum<E>> @Nullable E word(String name, Class<E> words, String... others) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        for (E word : words.getEnumConstants()) {
            if (word.name().equals(text.toUpperCase(Locale.ROOT))) {
                return word;
            }
        }
        String known = Stream.concat(
                        Arrays.stream(others),
                        Arrays.stream(words.getEnumConstants()).map(Enum::name))
                .collect(Collectors.joining(", "));
        throw refused(name, "expected one of " + known);
    }

    @Nullable
    Instant instant(String name) {
        String text = text(name);
        try {
            Instant instant = text == null ? null : Instant.parse(text);
            if (instant == null || !instant.isBefore(EARLIEST) && instant.isBefore(LATEST)) {
                return instant;
            }
        } catch (DateTimeException e) {
            throw refused(name, INSTANT_EXPECTED);
        }
        throw refused(name, INSTANT_EXPECTED);
    }

    /** 1 or more; null where absent. */
    private @Nullable Integer version() {
        String text = text("version");
        return text == null ? null : whole("version", text, Integer.MAX_VALUE);
    }

    /** Decisions of the log, newest first from a place on. */
    Search search() {
        return new Search(
                text("account"),
                word("outcome", Outcome.class),
                text("rule"),
                text("pack"),
                version(),
                instant("from"),
                instant("to"),
                before());
    }

    int limit() {
        String text = text("limit");
        return text == null ? LIMIT_DEFAULT : whole("limit", text, Page.ITEMS_MAX);
    }

    /** The position that {@link #cursor(Long)} has hidden; null on the first page. */
    @Nullable
    Long before() {
        String cursor = text("cursor");
        if (cursor == null) {
            return null;
        }
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (decoded.startsWith(CURSOR_PREFIX)) {
                return Long.valueOf(decoded.substring(CURSOR_PREFIX.length()));
            }
        } catch (IllegalArgumentException e) {
            throw refused("cursor", "not a cursor of this service");
        }
        throw refused("cursor", "not a cursor of this service");
    }

    static @Nullable String cursor(@Nullable Long before) {
        return before == null
                ? null
                : Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString((CURSOR_PREFIX + before).getBytes(StandardCharsets.UTF_8));
    }

    static Refused refused(String name, String detail) {
        return new Refused(Problem.badParameter(name, detail));
    }

    static int whole(String name, String text, int max) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refused(name, "expected a whole number from 1 to " + max);
        }
        throw refused(name, "expected a whole number from 1 to " + max);
    }
}
