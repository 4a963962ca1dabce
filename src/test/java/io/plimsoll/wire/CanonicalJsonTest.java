package io.plimsoll.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 8785, and what they leave open. */
class CanonicalJsonTest {

    private static String canonical(String json) throws SnapshotFaults {
        return CanonicalJson.text(Json.parse(json));
    }

    @Test
    void isThatOfTheExampleOfSection322() throws SnapshotFaults {
        assertEquals(
                "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}",
                canonical("""
                        {
                          "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                          "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                          "literals": [null, true, false]
                        }"""));
    }

    @Test
    void sortsMembersByUtf16CodeUnitsAsInSection323() throws SnapshotFaults {
        assertEquals(
                "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"o\",\"€\":\"Euro\","
                        + "\"😀\":\"Emoji\",\"\ufb33\":\"Hebrew\"}",
                canonical("""
                        {"\\u20ac": "Euro", "\\r": "Carriage Return", "\\ufb33": "Hebrew", "1": "One",
                         "\\ud83d\\ude00": "Emoji", "\\u0080": "Control", "\\u00f6": "o"}"""));
    }

    /** Bits of a double and its text, from appendix B. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void writesNumbersAsInAppendixB(String bits, String text) {
        assertEquals(text, CanonicalJson.ofDouble(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))));
    }

    @Test
    void aNumberReadsBackAsItself() {
        Random random = new Random(8785);
        for (int run = 0; run < 100_000; run++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertEquals(value + 0.0, Double.parseDouble(CanonicalJson.ofDouble(value)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\ud800\"", "\"\\ud800x\"", "\"\\udc00\"", "{\"\\udc00\": 1}", "1e999", "-1e999"})
    void refusesWhatHasNoCanonicalText(String json) throws SnapshotFaults {
        var value = Json.parse(json);
        assertThrows(IllegalArgumentException.class, () -> CanonicalJson.text(value));
    }

    @ParameterizedTest
    @CsvSource({"9007199254740992, 9007199254740992", "9007199254740993, 9007199254740992", "1.0, 1", "-0, 0", "10, 10"
    })
    void aNumberIsTheDoubleThatItIs(String written, String text) throws SnapshotFaults {
        assertEquals(text, canonical(written));
    }
}
