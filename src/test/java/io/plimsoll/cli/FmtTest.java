package io.plimsoll.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.policy.TestPacks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FmtTest {
    private static final String HOME = "plimsoll.home";

    @TempDir
    Path home;

    private Path twins;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void workOnACopy() throws IOException {
        TestPacks.copyTo(home);
        System.setProperty(HOME, home.toString());
        twins = home.resolve("rules/threshold/twins.drl");
        run("fmt");
        out.getBuffer().setLength(0);
    }

    @AfterEach
    void workAtHomeAgain() {
        System.clearProperty(HOME);
    }

    @Test
    void aLibraryInTheOneStyleIsLeftAsItIs() throws IOException {
        var before = Files.getLastModifiedTime(twins);
        assertEquals(0, run("fmt"));
        assertEquals("3 files, 0 formatted, 0 cannot be read\n", out.toString());
        assertEquals(before, Files.getLastModifiedTime(twins));
    }

    @Test
    void aFileInAnotherStyleIsNamedAndWritten() throws IOException {
        // Given
        String good = Files.readString(twins);
        Files.writeString(twins, good.replace("    ", "\t"));

        // When
        int exit = run("fmt");

        // Then
        assertEquals(0, exit);
        assertEquals("rules/threshold/twins.drl\n3 files, 1 formatted, 0 cannot be read\n", out.toString());
        assertEquals(good, Files.readString(twins));
        try (Stream<Path> files = Files.list(twins.getParent())) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".fmt")));
        }
    }

    @Test
    void checkNamesTheFileAndWritesNothing() throws IOException {
        // Given
        String other = Files.readString(twins).replace("    ", "\t");
        Files.writeString(twins, other);

        // When
        int exit = run("fmt", "--check", twins.toString());

        // Then
        assertEquals(1, exit);
        assertEquals("rules/threshold/twins.drl\n1 files, 1 not in the one style, 0 cannot be read\n", out.toString());
        assertEquals(other, Files.readString(twins));
    }

    @Test
    void aFileWithASyntaxErrorIsLeftAloneAndShown() throws IOException {
        // Given
        String broken = Files.readString(twins) + "rule";
        Files.writeString(twins, broken);

        // When
        int exit = run("fmt", home.resolve("rules").toString());

        // Then
        assertEquals(1, exit);
        assertTrue(out.toString().startsWith("rules/threshold/twins.drl:34:1 error PLM-"), out.toString());
        assertEquals(broken, Files.readString(twins));
    }

    @Test
    void whatIsNoRuleFileIsAWrongCall() {
        assertEquals(2, run("fmt", home.resolve("policies/small/pack.yaml").toString()));
        assertTrue(err.toString().contains("is neither a rule file nor a folder"), err.toString());
    }

    private int run(String... arguments) {
        return Plimsoll.commandLine(() -> {})
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
