package io.plimsoll.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.money.Decimals;
import io.plimsoll.wire.Fault.Code;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of a snapshot under examination. Each reading answers the field's value, or notes a fault and answers a stand-in, so
 * that the examination goes on to the next field; nothing is built from stand-ins, because faults are counted before.
 */
final class Fields {

    static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    static final Instant LATEST_EXCLUSIVE = Instant.parse("2200-01-01T00:00:00Z");

    /** Largest whole number that every JSON implementation carries exactly. */
    static final long SEQUENCE_MAX = 1L << 53;

    static final int NAME_LENGTH_MAX = 64;
    static final int ATTRIBUTE_LENGTH_MAX = 256;

    private static final int DECIMAL_LENGTH_MAX = 100;
    private static final int SHOWN_LENGTH_MAX = 40;

    private final JsonNode node;
    private final String pointer;
    private final Faults faults;
    private final int faultsBefore;

    private Fields(JsonNode node, String pointer, Faults faults) {
        this.node = node;
        this.pointer = pointer;
        this.faults = faults;
        this.faultsBefore = faults.count();
    }

    /** Checks that the node is an object of known fields only. */
    static Fields of(JsonNode node, String pointer, Faults faults, List<String> known) {
        Fields fields = new Fields(node, pointer, faults);
        if (!node.isObject()) {
            faults.add(pointer, Code.WRONG_TYPE, "expected an object, found " + typeOf(node));
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                String hint = Suggestion.nearest(name, known)
                        .map(near -> "; did you mean `" + near + "`?")
                        .orElse("");
                faults.add(pointerOf(pointer, name), Code.UNKNOWN_FIELD, "unknown field " + shown(name) + hint);
            }
        });
        return fields;
    }

    /** True if a fault of this object was noted. */
    boolean hasFaults() {
        return faults.count() != faultsBefore;
    }

    /** True if the field is there and not null, be it faulty. */
    boolean has(String field) {
        return optional(field) != null;
    }

    /** True if the field is the given string. */
    boolean says(String field, String text) {
        return text.equals(node.path(field).textValue());
    }

    /** A name or id: 1 to {@value #NAME_LENGTH_MAX} letters, digits and {@code -_.:/@#}. */
    String name(String field) {
        JsonNode value = required(field);
        if (value == null) {
            return "";
        }
        if (!value.isTextual()) {
            wrongType(field, "a string", value);
            return "";
        }
        checkName(pointer, field, value.textValue());
        return value.textValue();
    }

    /** 1 to {@value #ATTRIBUTE_LENGTH_MAX} printable characters. */
    String text(String field) {
        JsonNode value = required(field);
        if (value == null) {
            return "";
        }
        if (!value.isTextual()) {
            wrongType(field, "a string", value);
            return "";
        }
        if (value.textValue().isBlank()) {
            add(field, Code.MISSING, "must not be empty");
        }
        checkText(pointer, field, value.textValue());
        return value.textValue();
    }

    <E extends Enum<E>> E word(String field, Class<E> words) {
        JsonNode value = required(field);
        if (value != null && value.isTextual()) {
            try {
                return Enum.valueOf(words, value.textValue());
            } catch (IllegalArgumentException e) {
                return unknown(field, words, value.textValue());
            }
        }
        if (value != null) {
            wrongType(field, "a string", value);
        }
        return words.getEnumConstants()[0];
    }

    private <E extends Enum<E>> E unknown(String field, Class<E> words, String found) {
        E[] all = words.getEnumConstants();
        String expected = Arrays.stream(all).map(Enum::name).collect(Collectors.joining(" or "));
        add(field, Code.UNKNOWN_VALUE, "expected " + expected + ", found " + shown(found));
        return all[0];
    }

    BigDecimal decimal(String field) {
        JsonNode value = required(field);
        BigDecimal decimal = value == null ? null : exact(field, value);
        return decimal == null ? Decimals.ONE : decimal;
    }

    @Nullable
    BigDecimal optionalDecimal(String field) {
        JsonNode value = optional(field);
        return value == null ? null : exact(field, value);
    }

    BigDecimal positive(String field) {
        JsonNode value = required(field);
        BigDecimal decimal = value == null ? null : positiveOrNull(field, value);
        return decimal == null ? Decimals.ONE : decimal;
    }

    @Nullable
    BigDecimal optionalPositive(String field) {
        JsonNode value = optional(field);
        return value == null ? null : positiveOrNull(field, value);
    }

    /** A decimal of 0 or more; null where absent. */
    @Nullable
    BigDecimal optionalNotNegative(String field) {
        BigDecimal decimal = optionalDecimal(field);
        if (decimal != null && decimal.signum() < 0) {
            add(field, Code.OUT_OF_RANGE, "must not be negative, was " + Decimals.plain(decimal));
            return null;
        }
        return decimal;
    }

    /** A decimal that is not zero: a quantity whose sign is its side. */
    BigDecimal signed(String field) {
        BigDecimal decimal = decimal(field);
        if (decimal.signum() == 0) {
            add(field, Code.ZERO, "must not be zero; leave out what is not held");
            return Decimals.ONE;
        }
        return decimal;
    }

    boolean optionalFlag(String field) {
        JsonNode value = optional(field);
        if (value != null && !value.isBoolean()) {
            wrongType(field, "true or false", value);
        }
        return value != null && value.booleanValue();
    }

    Instant instant(String field) {
        JsonNode value = required(field);
        if (value == null) {
            return EARLIEST;
        }
        if (!value.isTextual()) {
            wrongType(field, "an instant as a string", value);
            return EARLIEST;
        }
        try {
            Instant instant = Notation.instant(value.textValue());
            if (instant.isBefore(EARLIEST) || !instant.isBefore(LATEST_EXCLUSIVE)) {
                add(field, Code.OUT_OF_RANGE, "must lie in the years 2000 to 2199, was " + shown(value.textValue()));
            }
            return instant;
        } catch (DateTimeException e) {
            String example = "expected an ISO 8601 instant such as `2026-11-22T19:00:00.123Z`, found ";
            add(field, Code.NOT_AN_INSTANT, example + shown(value.textValue()));
            return EARLIEST;
        }
    }

    /** A whole JSON number from 0 to 2^53. */
    long sequence(String field) {
        JsonNode value = required(field);
        if (value == null) {
            return 0;
        }
        if (!value.isNumber() || isBinary(value)) {
            wrongType(field, "a whole number", value);
            return 0;
        }
        BigDecimal number = value.decimalValue();
        boolean usable = Decimals.isWithinLimits(number)
                && Decimals.normalised(number).scale() == 0
                && number.signum() >= 0
                && number.compareTo(BigDecimal.valueOf(SEQUENCE_MAX)) <= 0;
        if (!usable) {
            add(field, Code.OUT_OF_RANGE, "must be a whole number from 0 to " + SEQUENCE_MAX);
            return 0;
        }
        return number.longValueExact();
    }

    /** The list's items with their pointers, without those that have a fault; absent and null are a fault unless optional. */
    <T> List<Item<T>> items(String field, boolean isRequired, int countMax, List<String> known, ItemReader<T> reader) {
        JsonNode value = isRequired ? required(field) : optional(field);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            wrongType(field, "an array", value);
            return List.of();
        }
        if (value.size() > countMax) {
            add(field, Code.TOO_MANY, "at most " + countMax + " items are taken, found " + value.size());
            return List.of();
        }
        List<Item<T>> items = new ArrayList<>(value.size());
        for (int index = 0; index < value.size(); index++) {
            String itemPointer = pointerOf(pointer, field) + "/" + index;
            Fields fields = Fields.of(value.get(index), itemPointer, faults, known);
            T item = reader.read(fields);
            if (item != null && !fields.hasFaults()) {
                items.add(new Item<>(itemPointer, item));
            }
        }
        return items;
    }

    /** An optional object with fields of its own; null if it is absent. */
    <T> @Nullable T object(String field, List<String> known, ItemReader<T> reader) {
        JsonNode value = optional(field);
        return value == null ? null : reader.read(Fields.of(value, pointerOf(pointer, field), faults, known));
    }

    /** An optional object of strings. */
    Map<String, String> texts(String field, int countMax) {
        JsonNode value = optional(field);
        Map<String, String> texts = new TreeMap<>();
        if (value == null) {
            return texts;
        }
        if (!value.isObject()) {
            wrongType(field, "an object of strings", value);
            return texts;
        }
        if (value.size() > countMax) {
            add(field, Code.TOO_MANY, "at most " + countMax + " attributes are taken, found " + value.size());
            return texts;
        }
        value.properties().forEach(entry -> {
            String object = pointerOf(pointer, field);
            checkName(object, entry.getKey(), entry.getKey());
            if (entry.getValue().isTextual()) {
                checkText(object, entry.getKey(), entry.getValue().textValue());
                texts.put(entry.getKey(), entry.getValue().textValue());
            } else if (!entry.getValue().isNull()) {
                faults.add(
                        pointerOf(object, entry.getKey()),
                        Code.WRONG_TYPE,
                        "expected a string, found " + typeOf(entry.getValue()));
            }
        });
        return texts;
    }

    void add(String field, Code code, String detail) {
        faults.add(pointerOf(pointer, field), code, detail);
    }

    private @Nullable JsonNode optional(String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? null : value;
    }

    private @Nullable JsonNode required(String field) {
        JsonNode value = optional(field);
        if (value == null && node.isObject()) {
            add(field, Code.MISSING, "`" + field + "` is required");
        }
        return value;
    }

    private @Nullable BigDecimal positiveOrNull(String field, JsonNode value) {
        BigDecimal decimal = exact(field, value);
        if (decimal != null && decimal.signum() <= 0) {
            add(field, Code.NOT_POSITIVE, "must be above zero, was " + Decimals.plain(decimal));
            return null;
        }
        return decimal;
    }

    private @Nullable BigDecimal exact(String field, JsonNode value) {
        BigDecimal decimal;
        if (value.isNumber() && !isBinary(value)) {
            decimal = value.decimalValue();
        } else if (value.isTextual()) {
            String text = value.textValue();
            if (text.length() > DECIMAL_LENGTH_MAX || !Notation.isDecimal(text)) {
                add(field, Code.NOT_A_DECIMAL, "expected a decimal such as `99500.25`, found " + shown(text));
                return null;
            }
            decimal = new BigDecimal(text);
        } else {
            wrongType(field, "a decimal as a string or a number", value);
            return null;
        }
        if (!Decimals.isWithinLimits(decimal)) {
            String limits = "at most " + Decimals.DIGITS_MAX + " significant digits and " + Decimals.PLACES_MAX
                    + " places on either side of the point are kept";
            add(field, Code.OUT_OF_RANGE, limits);
            return null;
        }
        return Decimals.normalised(decimal);
    }

    private void wrongType(String field, String expected, JsonNode found) {
        add(field, Code.WRONG_TYPE, "expected " + expected + ", found " + typeOf(found));
    }

    private void checkName(String object, String field, String name) {
        if (name.isEmpty()) {
            faults.add(pointerOf(object, field), Code.EMPTY, "must not be empty");
        } else if (name.length() > NAME_LENGTH_MAX) {
            String limit = "at most " + NAME_LENGTH_MAX + " characters are taken, found " + name.length();
            faults.add(pointerOf(object, field), Code.TOO_LONG, limit);
        } else if (!Notation.isOfNameCharacters(name)) {
            String taken = "only letters, digits and `-_.:/@#` are taken, found " + shown(name);
            faults.add(pointerOf(object, field), Code.ILLEGAL_CHARACTER, taken);
        }
    }

    private void checkText(String object, String field, String text) {
        if (text.length() > ATTRIBUTE_LENGTH_MAX) {
            String limit = "at most " + ATTRIBUTE_LENGTH_MAX + " characters are taken, found " + text.length();
            faults.add(pointerOf(object, field), Code.TOO_LONG, limit);
        } else if (!Notation.isPrintable(text)) {
            faults.add(pointerOf(object, field), Code.ILLEGAL_CHARACTER, "control characters are not taken");
        }
    }

    /** A tree made elsewhere may hold numbers that were read as binary floating point and so are no longer exact. */
    private static boolean isBinary(JsonNode value) {
        return value.isDouble() || value.isFloat();
    }

    private static String typeOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case BINARY, POJO -> "an opaque value";
            case BOOLEAN -> "a boolean";
            case MISSING, NULL -> "null";
            case NUMBER -> isBinary(node) ? "a binary floating point number" : "a number";
            case OBJECT -> "an object";
            case STRING -> "a string";
        };
    }

    /** A client's own text in a message: shortened, and without characters that could forge a line of a log. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder("`");
        text.codePoints()
                .limit(SHOWN_LENGTH_MAX)
                .forEach(character -> shown.appendCodePoint(Notation.isPrintable(character) ? character : '?'));
        return shown.append(text.codePointCount(0, text.length()) > SHOWN_LENGTH_MAX ? "…`" : "`")
                .toString();
    }

    /** RFC 6901: {@code ~} and {@code /} are escaped. */
    static String pointerOf(String parent, String name) {
        return parent + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** Reads one item of a list. */
    @FunctionalInterface
    interface ItemReader<T> {
        /** The item; null, or one made of stand-ins, if it has a fault. */
        @Nullable
        T read(Fields fields);
    }

    /** A list's item and where it stands. */
    record Item<T>(String pointer, T value) {}
}
