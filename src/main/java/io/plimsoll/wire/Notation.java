package io.plimsoll.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/** How decimals, instants, names and texts are written. Read character by character: a snapshot has hundreds of them, and patterns and formatters took longer than all the rest. */
final class Notation {

    private static final int EXPONENT_DIGITS_MAX = 9;
    private static final int SECONDS_OF_DAY = 86_400;

    /** {@code 2026-11-22T19:00:00} with the places of its parts; {@code Z} or a fraction follows. */
    private static final String TO_THE_SECOND = "dddd-dd-ddTdd:dd:dd";

    private static final int NANO_PLACES = 9;

    private Notation() {}

    /** True of what JSON takes for a number, with an exponent of 9 digits at most. */
    static boolean isDecimal(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        int at = digitsEnd(text, start);
        if (at == start || at > start + 1 && text.charAt(start) == '0') {
            return false;
        }
        if (at < text.length() && text.charAt(at) == '.') {
            int places = at + 1;
            at = digitsEnd(text, places);
            if (at == places) {
                return false;
            }
        }
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            boolean isSigned = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0;
            int exponent = at + (isSigned ? 2 : 1);
            at = digitsEnd(text, exponent);
            if (at == exponent || at - exponent > EXPONENT_DIGITS_MAX) {
                return false;
            }
        }
        return at == text.length();
    }

    private static int digitsEnd(String text, int from) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /**
     * An ISO 8601 instant, as {@link Instant#parse} takes it.
     *
     * @throws DateTimeException if the text is none
     */
    static Instant instant(String text) {
        int end = text.length() - 1;
        if (!isUtcToTheSecond(text)) {
            return Instant.parse(text);
        }
        int nanos = 0;
        for (int at = TO_THE_SECOND.length() + 1; at < end; at++) {
            nanos = 10 * nanos + text.charAt(at) - '0';
        }
        int places = Math.max(0, end - TO_THE_SECOND.length() - 1);
        for (; places < NANO_PLACES; places++) {
            nanos *= 10;
        }
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        int second = 3_600 * number(text, 11, 13) + 60 * number(text, 14, 16) + number(text, 17, 19);
        return Instant.ofEpochSecond(day * SECONDS_OF_DAY + second, nanos);
    }

    /** True of the usual form, of no hour 24 and no second 60, which have rules of their own. */
    private static boolean isUtcToTheSecond(String text) {
        int end = text.length() - 1;
        int fraction = TO_THE_SECOND.length();
        if (end < fraction || text.charAt(end) != 'Z') {
            return false;
        }
        for (int at = 0; at < fraction; at++) {
            char expected = TO_THE_SECOND.charAt(at);
            char found = text.charAt(at);
            if (expected == 'd' ? !isDigit(found) : found != expected) {
                return false;
            }
        }
        boolean hasFraction = end > fraction;
        if (hasFraction
                && (text.charAt(fraction) != '.'
                        || end - fraction - 1 > NANO_PLACES
                        || digitsEnd(text, fraction + 1) != end
                        || end == fraction + 1)) {
            return false;
        }
        return number(text, 11, 13) < 24 && number(text, 14, 16) < 60 && number(text, 17, 19) < 60;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int at = from; at < to; at++) {
            number = 10 * number + text.charAt(at) - '0';
        }
        return number;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    /** True if there are only letters of any script, since venues list instruments under such names, digits and {@code -_.:/@#}. */
    static boolean isOfNameCharacters(String text) {
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int character = text.codePointAt(at);
            if (!Character.isLetterOrDigit(character) && "-_.:/@#".indexOf(character) < 0) {
                return false;
            }
        }
        return true;
    }

    /** True if every character is {@link #isPrintable(int) printable}. */
    static boolean isPrintable(String text) {
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            if (!isPrintable(text.codePointAt(at))) {
                return false;
            }
        }
        return true;
    }

    /** True of what is no control character and no half of a surrogate pair. */
    static boolean isPrintable(int character) {
        return !Character.isISOControl(character) && Character.getType(character) != Character.SURROGATE;
    }
}
