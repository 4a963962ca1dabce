package io.plimsoll.policy.pack;

import io.plimsoll.money.Decimals;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.Range;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The text of one cell and what it stands for. */
final class Cell {
    private static final int TEXT_LENGTH_MAX = 256;

    private Cell() {}

    /** The cell's value; null after a finding, for which alone its place is asked. */
    static @Nullable Object value(Column column, String text, Supplier<Range> range, Findings findings) {
        if (text.isBlank()) {
            findings.error(
                    Code.CELL_EMPTY,
                    range.get(),
                    "`" + column.name() + "` is empty",
                    "every cell needs " + column.kind().inWords() + "; a null would silence rules");
            return null;
        }
        Object value = parsed(column.kind(), text.strip());
        if (value == null) {
            findings.error(
                    Code.CELL_VALUE,
                    range.get(),
                    "`" + column.name() + "` must be " + column.kind().inWords() + ", was `" + shown(text) + "`",
                    hint(column.kind(), text.strip()));
        } else if (isFraction(column.name()) && value instanceof BigDecimal rate && !isFraction(rate)) {
            findings.error(
                    Code.RATE_RANGE,
                    range.get(),
                    "`" + column.name() + "` must lie between 0 and 1, was " + Decimals.plain(rate),
                    "5 % is written 0.05");
            return null;
        }
        return value;
    }

    private static @Nullable Object parsed(FieldKind kind, String text) {
        try {
            return switch (kind) {
                case STRING -> text.length() <= TEXT_LENGTH_MAX ? text : null;
                case DECIMAL -> decimal(text);
                case INTEGER -> text.matches("[+-]?\\d{1,10}") ? Integer.valueOf(text) : null;
                case BOOLEAN ->
                    switch (text) {
                        case "true" -> Boolean.TRUE;
                        case "false" -> Boolean.FALSE;
                        default -> null;
                    };
                case DURATION -> Duration.parse(text);
                case INSTANT -> Instant.parse(text);
            };
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable BigDecimal decimal(String text) {
        BigDecimal exact = YamlValue.YamlScalar.decimal(text);
        return exact != null && Decimals.isWithinLimits(exact) ? Decimals.normalised(exact) : null;
    }

    private static String hint(FieldKind kind, String text) {
        return switch (kind) {
            case STRING -> "at most " + TEXT_LENGTH_MAX + " characters";
            case DECIMAL -> decimalHint(text);
            case INTEGER -> "a whole number such as 30";
            case BOOLEAN -> "write true or false in lower case";
            case DURATION -> "write it as PT60S, PT30M, PT4H or P1D";
            case INSTANT -> "write it as 2026-03-01T00:00:00Z";
        };
    }

    private static String decimalHint(String text) {
        if (text.endsWith("%")) {
            return "write a fraction: 5 % is 0.05";
        }
        return text.contains(",")
                ? "the decimal separator is a point, and thousands are not separated"
                : "a number such as 0.05 or 250000, at most " + Decimals.DIGITS_MAX + " digits";
    }

    /** A haircut is a fraction wherever it stands; the rates of brackets are checked with their law. */
    private static boolean isFraction(String column) {
        return column.toLowerCase(Locale.ROOT).endsWith("haircut");
    }

    static boolean isFraction(BigDecimal rate) {
        return rate.signum() >= 0 && rate.compareTo(BigDecimal.ONE) <= 0;
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
