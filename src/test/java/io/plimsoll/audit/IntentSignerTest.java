package io.plimsoll.audit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What it is made of is looked at when the service starts, because it observes the start. */
class IntentSignerTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"0S, 15M", "-1S, 15M", "61S, 60S"})
    void aValidityThatCannotBeUsedEndsTheStart(String validity, String validityMax) {
        ClosureConfig config = config(validity, validityMax);

        var refused = assertThrows(IllegalArgumentException.class, () -> new IntentSigner(config));

        assertTrue(refused.getMessage().contains("validity"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"1S, 1S", "60S, 15M"})
    void oneThatCanIsTaken(String validity, String validityMax) {
        assertDoesNotThrow(() -> new IntentSigner(config(validity, validityMax)).start(new StartupEvent()));
    }

    @Test
    void aKeyThatCannotBeReadEndsTheStart() {
        ClosureConfig config = config("60S", "15M", folder);

        assertThrows(RuntimeException.class, () -> new IntentSigner(config));
    }

    private ClosureConfig config(String validity, String validityMax) {
        return config(validity, validityMax, folder.resolve("key.jwk"));
    }

    private static ClosureConfig config(String validity, String validityMax, Path key) {
        return new SmallRyeConfigBuilder()
                .withMapping(ClosureConfig.class)
                .withDefaultValues(Map.of(
                        "plimsoll.closures.validity",
                        validity,
                        "plimsoll.closures.validity-max",
                        validityMax,
                        "plimsoll.closures.key-file",
                        key.toString()))
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(ClosureConfig.class);
    }
}
