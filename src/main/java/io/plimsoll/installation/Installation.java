package io.plimsoll.installation;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The folders of one installation, absolute. {@code ./plimsoll} names the home, so that a command finds the rules from
 * any working directory; without it the working directory is the home.
 *
 * <p>Each may be set as a system property ({@code plimsoll.home}, {@code plimsoll.rules}, ...) or in the environment
 * ({@code PLIMSOLL_HOME}, {@code PLIMSOLL_RULES}, ...); the property wins, as it does in Quarkus' configuration, which
 * reads the same names.
 *
 * @param home where the other folders are by default
 * @param rules the rule library
 * @param policies the packs
 * @param data what is kept between runs: the embedded database
 */
public record Installation(Path home, Path rules, Path policies, Path data) {

    /** The installation that this process belongs to. */
    public static Installation here() {
        return from(System::getProperty, System::getenv);
    }

    static Installation from(
            Function<String, @Nullable String> properties, Function<String, @Nullable String> environment) {
        Function<String, @Nullable String> setting = name -> {
            String property = properties.apply("plimsoll." + name);
            return property != null ? property : environment.apply("PLIMSOLL_" + name.toUpperCase(Locale.ROOT));
        };
        Path home = absolute(setting.apply("home"), Path.of(""));
        return new Installation(
                home,
                absolute(setting.apply("rules"), home.resolve("rules")),
                absolute(setting.apply("policies"), home.resolve("policies")),
                absolute(setting.apply("data"), home.resolve("data")));
    }

    private static Path absolute(@Nullable String given, Path otherwise) {
        Path path = given == null || given.isBlank() ? otherwise : Path.of(given);
        return path.toAbsolutePath().normalize();
    }
}
