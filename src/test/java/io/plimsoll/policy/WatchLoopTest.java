package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.policy.Attempt.State;
import io.plimsoll.policy.pack.FolderEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nobody looks for an hour unless the file system tells; so whatever is taken was told. */
@Timeout(120)
class WatchLoopTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SETTLE = Duration.ofMillis(20);

    @TempDir
    Path home;

    private final ActivePolicies active = new ActivePolicies();
    private final BlockingQueue<Attempt> attempts = new LinkedBlockingQueue<>();
    private Thread thread;

    @BeforeEach
    void watchTheSmallPack() throws Exception {
        TestPacks.copyTo(home);
        Activator activator = new Activator(active, new MemoryRegistry(), InstantSource.system());
        PolicyWatch watch = new PolicyWatch(
                TestPacks.folders(home), activator, active, attempts::add, InstantSource.system(), Duration.ZERO);
        watch.start();
        FolderEvents events = new FolderEvents(home.resolve("rules"), home.resolve("policies"));
        thread = Thread.ofPlatform().daemon().start(new WatchLoop(watch, events, NEVER, SETTLE, () -> {}));
        assertEquals(State.ACTIVE, next().state());
    }

    @AfterEach
    void stop() {
        thread.interrupt();
    }

    @Test
    void anEditIsTakenWhenItHappens() throws Exception {
        // When
        edit("policies/small/pack.yaml", "amounts: 2", "amounts: 3");

        // Then
        assertEquals(2, next().version());

        // When
        edit("rules/threshold/twins.drl", "they agree", "they are alike");

        // Then
        assertEquals(3, next().version());
    }

    @Test
    void aFolderThatIsNewIsListenedTo() throws Exception {
        // Given
        Path other = home.resolve("policies/other");
        Files.createDirectories(other.resolve("tables"));
        Files.createDirectories(other.resolve("scenarios"));
        for (String file : new String[] {
            "tables/haircut.csv", "tables/bracket.csv", "tables/right.csv", "scenarios/all.yaml", "pack.yaml"
        }) {
            String text = Files.readString(home.resolve("policies/small").resolve(file));
            Files.writeString(other.resolve(file), text.replace("name: small", "name: other"));
        }
        Attempt first = next();
        while (first.state() != State.ACTIVE) {
            first = next();
        }

        // When
        edit("policies/other/tables/right.csv", "ANY,1", "ANY,1.0");

        // Then
        Attempt taken = next();
        assertEquals("other", taken.pack());
        assertTrue(taken.version() != null && taken.version() > 1, taken::toString);
    }

    private Attempt next() throws InterruptedException {
        Attempt attempt = attempts.poll(60, TimeUnit.SECONDS);
        assertNotNull(attempt, "nothing was taken");
        return attempt;
    }

    private void edit(String path, String text, String replacement) throws Exception {
        Path file = home.resolve(path);
        String before = Files.readString(file);
        assertTrue(before.contains(text), () -> path + " does not contain " + text);
        Files.writeString(file, before.replace(text, replacement));
    }
}
