package io.plimsoll.installation;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .mvn/find-jdk.sh} decides whether the first two commands of the README work on a stranger's machine. */
class FindJdkTest {
    private static final Path SCRIPT = Path.of(".mvn/find-jdk.sh").toAbsolutePath();

    @TempDir
    Path machine;

    private Path places;

    @BeforeEach
    void makePlaces() throws IOException {
        places = Files.createDirectory(machine.resolve("jvm"));
    }

    @Test
    void takesTheNewestOfTheUsualPlacesWhenThePathHasAnOldOne() throws Exception {
        Path old = jdk("java-17", "17.0.15");
        jdk("java-8", "1.8.0_392");
        jdk("java-21", "21.0.7");
        Path newest = jdk("temurin-25", "25");
        assertEquals(newest.toString(), find(Map.of(), old).output());
    }

    @Test
    void prefersTheOneThatIsNamed() throws Exception {
        Path named = jdk("named", "21.0.7");
        Path home = jdk("home", "23.0.1");
        Path onPath = jdk("on-path", "24");
        jdk("newest", "25");
        Map<String, String> both = Map.of("PLIMSOLL_JAVA_HOME", named.toString(), "JAVA_HOME", home.toString());
        assertAll(
                () -> assertEquals(named.toString(), find(both, onPath).output()),
                () -> assertEquals(
                        home.toString(),
                        find(Map.of("JAVA_HOME", home.toString()), onPath).output()),
                () -> assertEquals(onPath.toString(), find(Map.of(), onPath).output()));
    }

    @Test
    void passesOverAnOldJavaHomeAndARuntimeWithoutCompiler() throws Exception {
        Path old = jdk("java-20", "20.0.2");
        Files.delete(jdk("runtime-only", "25.0.1").resolve("bin/javac"));
        Path good = jdk("java-21", "21");
        assertEquals(
                good.toString(),
                find(Map.of("JAVA_HOME", old.toString()), machine).output());
    }

    @Test
    void saysWhatIsNeededAndWhatWasFoundWhenThereIsNone() throws Exception {
        Path old = jdk("java-17", "17.0.15");
        Found none = find(Map.of("JAVA_HOME", old.toString()), machine);
        assertAll(
                () -> assertEquals(1, none.exitCode()),
                () -> assertTrue(none.output().contains("needs a JDK (not only a JRE) of release 21 or newer")),
                () -> assertTrue(none.output().contains("$JAVA_HOME: JDK 17 in " + old), none.output()),
                () -> assertTrue(none.output().contains("PLIMSOLL_JAVA_HOME=/path/to/jdk"), none.output()));
    }

    /** A folder that looks like a JDK of {@code version}; nothing in it can be started. */
    private Path jdk(String name, String version) throws IOException {
        Path home = places.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        for (String tool : new String[] {"java", "javac"}) {
            assertTrue(
                    Files.createFile(home.resolve("bin").resolve(tool)).toFile().setExecutable(true));
        }
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home.toRealPath();
    }

    private Found find(Map<String, String> environment, Path onPath) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", SCRIPT.toString()).redirectErrorStream(true);
        // Only the few tools the script needs: the machine's own `java` must not be seen.
        Path tools = Files.createDirectories(machine.resolve("tools"));
        for (String tool : new String[] {"sed", "head", "readlink", "cat"}) {
            Path file = tools.resolve(tool);
            Files.writeString(file, "#!/bin/sh\nexec " + toolOfThisMachine(tool) + " \"$@\"\n");
            assertTrue(file.toFile().setExecutable(true));
        }
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PLIMSOLL_JDK_PLACES", places.toString());
        builder.environment().put("PATH", onPath.resolve("bin") + ":" + tools);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        return new Found(process.exitValue(), output.strip());
    }

    private static Path toolOfThisMachine(String tool) {
        Path inBin = Path.of("/bin", tool);
        return Files.exists(inBin) ? inBin : Path.of("/usr/bin", tool);
    }

    private record Found(int exitCode, String output) {}
}
