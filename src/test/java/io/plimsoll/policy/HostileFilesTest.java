package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.check.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Files that try to escape, to deceive or to exhaust are refused by the check, before anything is compiled, each for its own reason. */
class HostileFilesTest {

    /** What the attempts would leave behind if one of them ran. */
    private static final Path MARK = Path.of("target/hostile-was-here");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TestFactory
    Stream<DynamicTest> aHostileFileIsRefusedForItsOwnReason() {
        PolicyFiles sound = TestPacks.small();
        return HostileFile.all().stream()
                .map(hostile -> DynamicTest.dynamicTest(hostile.toString(), () -> {
                    // When
                    PackCheck check =
                            assertTimeoutPreemptively(PATIENCE, () -> PackCheck.of(hostile.inPack(sound), "small"));

                    // Then
                    List<String> codes = check.findings().stream()
                            .filter(finding -> finding.file().equals(hostile.path()))
                            .filter(Finding::isError)
                            .map(Finding::code)
                            .distinct()
                            .toList();
                    assertTrue(hostile.codes().stream().anyMatch(codes::contains), () -> "found " + check.findings());
                    assertTrue(check.candidate().isEmpty());
                }));
    }

    @Test
    void thereAreMoreAttemptsThanAReviewerWouldThinkOf() {
        assertTrue(HostileFile.all().size() >= 150);
        assertEquals(
                List.of(),
                HostileFile.all().stream()
                        .filter(file -> TestPacks.small().file(file.path()).isEmpty())
                        .toList());
    }

    @AfterAll
    static void nothingWasLeftBehind() {
        assertFalse(Files.exists(MARK));
        assertNull(System.getProperty("hostile"));
    }
}
