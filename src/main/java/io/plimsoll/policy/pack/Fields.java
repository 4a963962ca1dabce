package io.plimsoll.policy.pack;

import io.plimsoll.policy.pack.YamlValue.Entry;
import io.plimsoll.policy.pack.YamlValue.YamlList;
import io.plimsoll.policy.pack.YamlValue.YamlMap;
import io.plimsoll.policy.pack.YamlValue.YamlScalar;
import io.plimsoll.rules.model.Range;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one mapping. Whatever is missing, unknown or of another kind becomes a finding at its place, and reading goes on, so that
 * one look at a file finds everything that is wrong with it.
 */
public final class Fields {
    private final YamlMap map;
    private final Findings findings;
    private final Set<String> misspelt = new HashSet<>();

    public Fields(YamlMap map, Findings findings) {
        this.map = map;
        this.findings = findings;
    }

    public Range range() {
        return map.range();
    }

    /** Reports every key that is none of these. */
    public Fields only(String... known) {
        List<String> names = Arrays.asList(known);
        for (Entry entry : map.all()) {
            String key = entry.key().text();
            if (!names.contains(key)) {
                findings.unknown(Code.UNKNOWN_KEY, entry.key().range(), "unknown key `" + key + "`", key, names);
                Nearest.to(key, names).ifPresent(misspelt::add);
            }
        }
        return this;
    }

    /** Reports the keys that are not given; one that is only misspelt has been reported. */
    public Fields require(String... names) {
        for (String name : names) {
            requireAs(name, null);
        }
        return this;
    }

    /** @param hint how the key is written; null where its name says it */
    Fields requireAs(String name, @Nullable String hint) {
        if (map.get(name).isEmpty() && !misspelt.contains(name)) {
            int line = map.range().startLine();
            int column = map.range().startColumn();
            findings.error(
                    Code.MISSING_KEY, new Range(line, column, line, column), "`" + name + "` is missing here", hint);
        }
        return this;
    }

    public Optional<YamlScalar> scalar(String name) {
        return map.get(name).flatMap(value -> asScalar(name, value));
    }

    /** The items of a list of single values. */
    public List<YamlScalar> scalars(String name) {
        List<YamlScalar> scalars = new ArrayList<>();
        for (YamlValue item : list(name)) {
            asScalar(name, item).ifPresent(scalars::add);
        }
        return scalars;
    }

    /** A single value or a list of them. */
    public List<YamlScalar> oneOrMore(String name) {
        return map.get(name).orElse(null) instanceof YamlScalar
                ? scalar(name).stream().toList()
                : scalars(name);
    }

    public List<YamlValue> list(String name) {
        Optional<YamlValue> value = map.get(name);
        if (value.isPresent() && value.get() instanceof YamlList list) {
            return list.items();
        }
        value.ifPresent(other -> wrongType(name, "a list", other));
        return List.of();
    }

    public Optional<YamlMap> map(String name) {
        return map.get(name).flatMap(value -> {
            if (value instanceof YamlMap inner) {
                return Optional.of(inner);
            }
            wrongType(name, "a mapping", value);
            return Optional.empty();
        });
    }

    /** A whole number between two limits, both inclusive. */
    public Optional<Integer> integer(String name, int min, int max) {
        return scalar(name).flatMap(scalar -> {
            if (scalar.text().matches("-?\\d{1,9}")) {
                int number = Integer.parseInt(scalar.text());
                if (number >= min && number <= max) {
                    return Optional.of(number);
                }
            }
            return value(scalar, "`" + name + "` must be a whole number from " + min + " to " + max);
        });
    }

    public <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) {
        return scalar(name).flatMap(scalar -> {
            List<String> names =
                    Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
            if (names.contains(scalar.text())) {
                return Optional.of(Enum.valueOf(type, scalar.text()));
            }
            findings.unknown(
                    Code.VALUE,
                    scalar.range(),
                    "`" + name + "` cannot be `" + scalar.text() + "`",
                    scalar.text(),
                    names);
            return Optional.empty();
        });
    }

    public Optional<Instant> instant(String name) {
        return scalar(name).flatMap(scalar -> {
            try {
                return Optional.of(Instant.parse(scalar.text()));
            } catch (DateTimeException e) {
                return value(scalar, "`" + name + "` must be an instant such as 2026-03-01T00:00:00Z");
            }
        });
    }

    /** A duration above zero and up to a limit, inclusive. */
    public Optional<Duration> duration(String name, Duration max) {
        return scalar(name).flatMap(scalar -> {
            try {
                Duration duration = Duration.parse(scalar.text());
                if (duration.isPositive() && duration.compareTo(max) <= 0) {
                    return Optional.of(duration);
                }
            } catch (DateTimeException e) {
                // It is no duration at all, and said to be none below.
            }
            return value(scalar, "`" + name + "` must be a duration up to " + max + ", such as PT1S");
        });
    }

    private <T> Optional<T> value(YamlScalar scalar, String message) {
        findings.error(Code.VALUE, scalar.range(), message + ", was `" + scalar.text() + "`");
        return Optional.empty();
    }

    private Optional<YamlScalar> asScalar(String name, YamlValue value) {
        if (value instanceof YamlScalar scalar
                && !scalar.isNull()
                && !scalar.text().isBlank()) {
            return Optional.of(scalar);
        }
        wrongType(name, "a single value", value);
        return Optional.empty();
    }

    private void wrongType(String name, String expected, YamlValue found) {
        findings.error(
                Code.WRONG_TYPE, found.range(), "`" + name + "` must be " + expected + ", found " + found.kind());
    }
}
