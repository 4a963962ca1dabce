package io.plimsoll.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineReaderTest {

    private static final int BYTES_MAX = 5;

    /** In the text {@code |} stands for a line's end; in the lines, {@code !} for one that is too long and {@code _} for a blank one. */
    @ParameterizedTest(name = "`{0}` has the lines {1}")
    @CsvSource(delimiter = ';', textBlock = """
            '';           ''
            a;            1:a
            a|;           1:a
            a|b;          1:a 2:b
            |;            1:_
            |||a;         1:_ 2:_ 3:_ 4:a
            a|  |b;       1:a 2:_ 3:b
            12345|x;      1:12345 2:x
            123456|x;     1:! 2:x
            1234567890;   1:!
            1234567890|;  1:!
            """)
    void splitsAStream(String text, String expected) throws IOException {
        // Given: one that arrives in one piece, and one that arrives byte by byte
        byte[] bytes = text.replace('|', '\n').getBytes(StandardCharsets.UTF_8);
        InputStream whole = new ByteArrayInputStream(bytes);
        InputStream dripping = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(1, length));
            }
        };

        // Then
        assertEquals(expected, lines(whole));
        assertEquals(expected, lines(dripping));
    }

    @Test
    void isReadyAsLongAsMoreIsThere() throws IOException {
        LineReader reader =
                new LineReader(new ByteArrayInputStream("a\nb".getBytes(StandardCharsets.UTF_8)), BYTES_MAX);

        assertTrue(reader.isReady());
        reader.next();
        assertTrue(reader.isReady());
        reader.next();
        assertFalse(reader.isReady());
        assertNull(reader.next());
    }

    private static String lines(InputStream input) throws IOException {
        LineReader reader = new LineReader(input, BYTES_MAX);
        List<String> lines = new ArrayList<>();
        for (LineReader.Line line = reader.next(); line != null; line = reader.next()) {
            String shown = line.isTooLong()
                    ? "!"
                    : line.isBlank() ? "_" : new String(line.bytes(), StandardCharsets.UTF_8).strip();
            lines.add(line.number() + ":" + shown);
        }
        return String.join(" ", lines);
    }
}
