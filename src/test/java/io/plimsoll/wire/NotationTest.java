package io.plimsoll.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read by hand is read as the library reads it. */
class NotationTest {

    private static final Pattern DECIMAL = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,9})?");

    private static final int RUNS = 200_000;

    @Test
    void aDecimalIsWhatThePatternSays() {
        Random random = new Random(8259);
        int decimals = 0;
        for (int run = 0; run < RUNS; run++) {
            String text = text(random, "0012.-+eE٣", random.nextInt(9));
            assertEquals(DECIMAL.matcher(text).matches(), Notation.isDecimal(text), text);
            decimals += Notation.isDecimal(text) ? 1 : 0;
        }
        assertTrue(decimals > RUNS / 20, "only " + decimals + " decimals were tried");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e999999999", "1e9999999999", "0.0", "00", "-0", "-", "", "1.", ".5", "1e", "1e+", "1.5E-3"})
    void aDecimalAtItsLimitsToo(String text) {
        assertEquals(DECIMAL.matcher(text).matches(), Notation.isDecimal(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T19:00:00Z",
                "2026-11-22T19:00:00.1Z",
                "2026-11-22T19:00:00.123456789Z",
                "2026-11-22T19:00:00.1234567890Z",
                "2026-11-22T19:00:00.Z",
                "2026-11-22T19:00:00,5Z",
                "2026-11-22T24:00:00Z",
                "2026-11-22T24:00:01Z",
                "2016-12-31T23:59:60Z",
                "2026-02-29T00:00:00Z",
                "2024-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-11-22t19:00:00z",
                "2026-11-22T19:00Z",
                "2026-11-22T19:00:00+01:00",
                "+12026-11-22T19:00:00Z",
                "-2026-11-22T19:00:00Z",
                "2026-11-22 19:00:00Z",
                "2026-11-22T19:00:00",
                "Z",
                ""
            })
    void anInstantIsWhatTheLibraryReads(String text) {
        assertEquals(read(text, Instant::parse), read(text, Notation::instant));
    }

    @Test
    void soAreInstantsWithOneCharacterChanged() {
        Random random = new Random(8601);
        for (int run = 0; run < RUNS / 4; run++) {
            Instant instant = Instant.ofEpochSecond(random.nextLong(7_000_000_000L), random.nextInt(1_000_000_000));
            StringBuilder text = new StringBuilder(instant.toString());
            assertEquals(instant, Notation.instant(text.toString()));
            text.setCharAt(
                    random.nextInt(text.length()),
                    text(random, "0123456789-:.TZ+٣", 1).charAt(0));
            assertEquals(
                    read(text.toString(), Instant::parse), read(text.toString(), Notation::instant), text.toString());
        }
    }

    private interface Reading {
        Instant read(String text) throws DateTimeException;
    }

    private static String read(String text, Reading reading) {
        try {
            return reading.read(text).toString();
        } catch (DateTimeException e) {
            return "refused";
        }
    }

    private static String text(Random random, String characters, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(characters.charAt(random.nextInt(characters.length())));
        }
        return text.toString();
    }
}
