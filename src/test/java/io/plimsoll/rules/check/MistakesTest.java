package io.plimsoll.rules.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the check says about the mistakes that people make, word for word and column for column.
 *
 * <p>Beside each {@code mistakes/<topic>/<stage>/<name>.drl} stands {@code <name>.txt} with the findings. Run with {@code
 * -Dplimsoll.write-findings=true} to write them anew, and read the difference as the officer who made the mistake.
 */
class MistakesTest {

    private static final Path MISTAKES = Path.of("src/test/resources/mistakes");
    private static final int FILES_MIN = 120;

    @TestFactory
    Stream<DynamicTest> theFindingsOfEachMistakeAreThoseWrittenBesideIt() throws IOException {
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(MISTAKES.relativize(file).toString(), () -> assertFindings(file)));
    }

    @Test
    void thereAreManyMistakesAndEachIsFound() throws IOException {
        List<Path> files = files();
        assertTrue(files.size() >= FILES_MIN, "only " + files.size());
        for (Path file : files) {
            assertTrue(Files.size(beside(file)) > 0, file + " has no finding");
        }
    }

    private static void assertFindings(Path file) throws IOException {
        // Given
        RuleSource source =
                new RuleSource(file.getParent().getFileName() + "/" + file.getFileName(), Files.readString(file));

        // When
        String found = FindingsPage.of(source);

        // Then
        if (Boolean.getBoolean("plimsoll.write-findings")) {
            Files.writeString(beside(file), found);
        }
        assertEquals(Files.readString(beside(file)), found);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(MISTAKES)) {
            return all.filter(file -> file.toString().endsWith(".drl")).sorted().toList();
        }
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.drl$", ".txt"));
    }
}
