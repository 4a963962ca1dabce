package io.plimsoll.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a text that is no JSON, to the person who sent it. */
class JsonTest {

    private static final Pattern OF_THE_LIBRARY = Pattern.compile(
            "jackson|fasterxml|Feature|Stream|REDACTED|java\\.|enable|\\(\\)|`", Pattern.CASE_INSENSITIVE);

    private static String saidOf(String text) {
        return assertThrows(SnapshotFaults.class, () -> Json.parse(text)).getMessage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\":NaN}     | line 1, column 9: Non-standard token 'NaN'",
                "{\"a\":+1}      | line 1, column 7: Unexpected character ('+' (code 43)) in numeric value: JSON spec does not allow numbers to have plus signs",
                "{\"a\":1} {}    | line 1, column 9: something follows the document",
                "[[[[[[[[[[[[[[[[[ | Document nesting depth (17) exceeds the maximum allowed (16)",
                "{                 | line 1, column 2: Unexpected end-of-input: expected close marker for Object (opened at line 1, column 1)",
                "// nothing        | line 1, column 1: Unexpected character ('/' (code 47)): maybe a (non-standard) comment?",
                "{\"a\":1e99999999999} | the exponent of a number is too large",
            })
    void saysWhatIsWrongAndWhere(String text, String expected) {
        assertEquals(expected, saidOf(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[",
                "\"",
                "{\"a\":",
                "{\"a\"",
                "{} x",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":01}",
                "{\"a\":.5}",
                "{\"a\":5.}",
                "{\"a\":1,}",
                "[1,]",
                "\"\n\"",
                "\"\\x\"",
                "\"\\uZZZZ\"",
                "tru",
                "{\"a\":-Infinity}",
                "/* */{}",
                "# x",
                "\u0000",
                "]",
                "<html>",
                "\ufeff{}",
                "{\"a\":1e}",
                "{\"a\":-1e-99999999999}",
                "undefined"
            })
    void namesNoPartOfTheLibraryThatReadsIt(String text) {
        String said = saidOf(text);
        assertFalse(OF_THE_LIBRARY.matcher(said).find(), said);
    }

    @Test
    void whatIsTooLongIsSaidWithItsLimit() {
        assertTrue(saidOf("{\"a\":" + "1".repeat(101) + "}")
                .endsWith("Number value length (101) exceeds the maximum allowed (100)"));
        assertTrue(saidOf("{\"" + "n".repeat(1_001) + "\":1}")
                .endsWith("Name length (1001) exceeds the maximum allowed (1000)"));
    }
}
