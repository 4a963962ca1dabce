package io.plimsoll.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The one text of a JSON value by RFC 8785: no spaces, members sorted by the UTF-16 code units of their names, numbers as ECMAScript writes a
 * double. Equal values have equal texts however they were written, so a digest of the text is one of the value.
 */
public final class CanonicalJson {

    /** Whole numbers up to here are doubles without loss. */
    private static final BigDecimal EXACT_MAX = BigDecimal.valueOf(1L << 53);

    /** From this power of ten on ECMAScript writes an exponent; below the other one too. */
    private static final int PLAIN_DIGITS_MAX = 21;

    private static final int LEADING_ZEROS_MAX = 6;

    /** Of a snapshot with a few positions. */
    private static final int LENGTH_USUAL = 2_048;

    private CanonicalJson() {}

    /** @throws IllegalArgumentException if the value has no such text: half a surrogate pair, or a number beyond the range of a double */
    public static String text(JsonNode value) {
        StringBuilder text = new StringBuilder(LENGTH_USUAL);
        write(value, text);
        return text.toString();
    }

    private static void write(JsonNode value, StringBuilder text) {
        switch (value.getNodeType()) {
            case OBJECT -> writeObject(value, text);
            case ARRAY -> writeArray(value, text);
            case STRING -> write(value.textValue(), text);
            case NUMBER -> text.append(number(value));
            case BOOLEAN, NULL -> text.append(value.asText());
            case MISSING, BINARY, POJO ->
                throw new IllegalArgumentException("not a JSON value: " + value.getNodeType());
        }
    }

    private static void writeObject(JsonNode object, StringBuilder text) {
        List<Map.Entry<String, JsonNode>> sorted = new ArrayList<>(object.properties());
        sorted.sort(Map.Entry.comparingByKey());
        char before = '{';
        for (Map.Entry<String, JsonNode> member : sorted) {
            text.append(before);
            write(member.getKey(), text);
            text.append(':');
            write(member.getValue(), text);
            before = ',';
        }
        text.append(sorted.isEmpty() ? "{}" : "}");
    }

    private static void writeArray(JsonNode array, StringBuilder text) {
        text.append('[');
        for (Iterator<JsonNode> items = array.elements(); items.hasNext(); ) {
            write(items.next(), text);
            if (items.hasNext()) {
                text.append(',');
            }
        }
        text.append(']');
    }

    private static void write(String string, StringBuilder text) {
        text.append('"');
        int written = 0;
        for (int i = 0; i < string.length(); i++) {
            char character = string.charAt(i);
            if (character < ' ' || character == '"' || character == '\\') {
                text.append(string, written, i);
                escape(character, text);
                written = i + 1;
            } else if (Character.isSurrogate(character)) {
                checkPaired(string, i);
            }
        }
        text.append(string, written, string.length()).append('"');
    }

    private static void escape(char character, StringBuilder text) {
        switch (character) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\b' -> text.append("\\b");
            case '\t' -> text.append("\\t");
            case '\n' -> text.append("\\n");
            case '\f' -> text.append("\\f");
            case '\r' -> text.append("\\r");
            default -> {
                text.append("\\u00").append(character < 0x10 ? '0' : '1');
                text.append(Character.forDigit(character & 0xF, 16));
            }
        }
    }

    private static void checkPaired(String string, int at) {
        char character = string.charAt(at);
        boolean isPaired = Character.isHighSurrogate(character)
                ? at + 1 < string.length() && Character.isLowSurrogate(string.charAt(at + 1))
                : !Character.isLowSurrogate(character) || at > 0 && Character.isHighSurrogate(string.charAt(at - 1));
        if (!isPaired) {
            throw new IllegalArgumentException("half a surrogate pair has no canonical text");
        }
    }

    private static String number(JsonNode value) {
        if (value.isInt()) {
            return Integer.toString(value.intValue());
        }
        if (value.isIntegralNumber() && value.decimalValue().abs().compareTo(EXACT_MAX) <= 0) {
            return value.bigIntegerValue().toString();
        }
        return ofDouble(value.doubleValue());
    }

    /** As ECMAScript writes a number: the fewest digits that read back as the same double. */
    static String ofDouble(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a number beyond the range of a double has no canonical text");
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        return (value < 0 ? "-" : "") + placed(digits, digits.length() - shortest.scale());
    }

    /** Java writes two digits at least, and of those the nearest; one digit may do. */
    private static BigDecimal shortest(double value) {
        BigDecimal written = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        BigDecimal single =
                written.round(new MathContext(1, RoundingMode.HALF_EVEN)).stripTrailingZeros();
        return single.doubleValue() == value ? single : written;
    }

    /** @param point place of the decimal point: the number is {@code 0.digits · 10^point} */
    private static String placed(String digits, int point) {
        int count = digits.length();
        if (count <= point && point <= PLAIN_DIGITS_MAX) {
            return digits + "0".repeat(point - count);
        }
        if (0 < point && point <= PLAIN_DIGITS_MAX) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        if (-LEADING_ZEROS_MAX < point && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        int exponent = point - 1;
        String mantissa = count == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }
}
