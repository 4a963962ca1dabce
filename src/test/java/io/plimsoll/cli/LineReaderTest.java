package io.plimsoll.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void linesEndWithTheirBreakOrWithTheText() throws IOException {
        assertEquals(List.of(), lines("", 9));
        assertEquals(List.of("a"), lines("a", 9));
        assertEquals(List.of("a"), lines("a\n", 9));
        assertEquals(List.of("", "a", "", "b"), lines("\na\n\nb", 9));
    }

    @Test
    void ofALineAsManyCharactersAreKeptAsTheLimitSays() throws IOException {
        assertEquals(List.of("12", "123", "123", "x"), lines("12\n123\n1234\nx", 3));
    }

    @Test
    void aLineMayBeLongerThanWhatIsReadAtOnce() throws IOException {
        // Given
        String longLine = "y".repeat(200_000);

        // When, Then
        assertEquals(List.of("a", longLine, "b"), lines("a\n" + longLine + "\nb\n", 1 << 20));
        assertEquals(List.of("a", longLine.substring(0, 70_000), "b"), lines("a\n" + longLine + "\nb\n", 70_000));
    }

    private static List<String> lines(String text, int charsMax) throws IOException {
        List<String> lines = new ArrayList<>();
        try (LineReader reader = new LineReader(new StringReader(text), charsMax)) {
            for (String line = reader.line(); line != null; line = reader.line()) {
                lines.add(line);
            }
        }
        return lines;
    }
}
