package io.plimsoll.policy.pack;

import io.plimsoll.rules.model.Range;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A value of a YAML file with the place where it stands. Scalars keep their text, so that no number passes through a double. */
public sealed interface YamlValue {

    Range range();

    /** What the value is, for a person who wrote something else. */
    String kind();

    /** A mapping; its keys are distinct and in the order of the file. */
    record YamlMap(Range range, SequencedMap<String, Entry> entries) implements YamlValue {
        public static final YamlMap EMPTY = new YamlMap(new Range(1, 1, 1, 1), new LinkedHashMap<>());

        @Override
        public String kind() {
            return "a mapping";
        }

        public Optional<YamlValue> get(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }

        public Collection<Entry> all() {
            return entries.values();
        }
    }

    /** A key with its value. */
    record Entry(YamlScalar key, YamlValue value) {}

    record YamlList(Range range, List<YamlValue> items) implements YamlValue {
        public YamlList {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * A single value.
     *
     * @param plain true if it is written without quotes, so that {@code true}, {@code null} and numbers are meant as such
     */
    record YamlScalar(Range range, String text, boolean plain) implements YamlValue {
        private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d+)?|\\.\\d+)([eE][+-]?\\d{1,3})?");

        @Override
        public String kind() {
            return isNull() ? "nothing" : "`" + text + "`";
        }

        public boolean isNull() {
            return plain && (text.isEmpty() || text.equals("null") || text.equals("~"));
        }

        public @Nullable Boolean asBoolean() {
            return !plain ? null : text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
        }

        /** The exact number, written with or without quotes; null if the text is none. */
        public @Nullable BigDecimal asDecimal() {
            return decimal(text);
        }

        /** The exact number a text denotes; null if it denotes none. */
        public static @Nullable BigDecimal decimal(String text) {
            return NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
        }
    }
}
