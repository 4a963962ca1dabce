package io.plimsoll.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstallationTest {
    @Test
    void findsItsFoldersBelowTheHomeThatTheLauncherNames() {
        Installation installation = Installation.from(Map.of("plimsoll.home", "/srv/plimsoll")::get, name -> null);
        assertEquals(
                new Installation(
                        Path.of("/srv/plimsoll"),
                        Path.of("/srv/plimsoll/rules"),
                        Path.of("/srv/plimsoll/policies"),
                        Path.of("/srv/plimsoll/data")),
                installation);
    }

    @Test
    void takesAFolderFromItsPropertyBeforeTheEnvironment() {
        Installation installation = Installation.from(
                Map.of("plimsoll.data", "/var/a")::get,
                Map.of("PLIMSOLL_DATA", "/var/b", "PLIMSOLL_RULES", "/etc/rules")::get);
        assertEquals(Path.of("/var/a"), installation.data());
        assertEquals(Path.of("/etc/rules"), installation.rules());
    }

    @Test
    void takesTheWorkingDirectoryForItsHomeOtherwise() {
        assertEquals(
                Path.of("").toAbsolutePath(),
                Installation.from(name -> null, name -> null).home());
    }
}
