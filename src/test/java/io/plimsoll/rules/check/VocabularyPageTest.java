package io.plimsoll.rules.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code rules/VOCABULARY.md} says what the code says. Run with {@code -Dplimsoll.write-vocabulary=true} to write it anew. */
class VocabularyPageTest {

    private static final Path PAGE = Path.of("rules", "VOCABULARY.md");

    @Test
    void thePageSaysWhatTheCodeSays() throws IOException {
        // Given
        String expected = VocabularyPage.markdown();
        if (Boolean.getBoolean("plimsoll.write-vocabulary")) {
            Files.writeString(PAGE, expected);
        }

        // When
        String written = Files.readString(PAGE);

        // Then
        assertEquals(expected, written);
    }
}
