package io.plimsoll.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.plimsoll.api.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicSchemasTest {

    private static final boolean IS_WRITING = Boolean.getBoolean("plimsoll.write-schemas");

    static Stream<String> names() {
        return TopicSchemas.FILES.keySet().stream();
    }

    /** {@code -Dplimsoll.write-schemas=true} writes them anew. */
    @ParameterizedTest
    @MethodSource("names")
    void theFileSaysWhatTheOpenApiDocumentSays(String name) throws IOException {
        if (IS_WRITING) {
            Files.writeString(TopicSchemas.file(name), TopicSchemas.bundled(name));
        }
        assertEquals(
                TopicSchemas.bundled(name),
                Files.readString(TopicSchemas.file(name)),
                "write it anew: ./mvnw test -Dtest=TopicSchemasTest -Dplimsoll.write-schemas=true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mark | {\"instrument\":\"BTCUSDT\",\"price\":\"99500.5\",\"time\":\"2026-11-22T19:00:00Z\"} | true",
                "mark | {\"instrument\":\"BTCUSDT\",\"price\":99500.5,\"indexPrice\":99501,\"time\":\"2026-11-22T19:00:00Z\"} | true",
                "mark | {\"instrument\":\"BTCUSDT\",\"time\":\"2026-11-22T19:00:00Z\"} | false",
                "mark | {\"instrument\":\"BTCUSDT\",\"price\":\"1\",\"time\":\"yesterday\"} | false",
                "mark | {\"instrument\":\"BTCUSDT\",\"price\":\"1\",\"time\":\"2026-11-22T19:00:00Z\",\"prise\":\"1\"} | false",
            })
    void aDocumentIsTakenOrRefused(String name, String document, boolean isTaken) {
        Set<String> faults = TopicSchemas.faults(name, document);
        assertEquals(isTaken, faults.isEmpty(), faults::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"accountId", "sequence", "asOf", "segment", "settlementCurrency", "collateral", "positions"})
    void aSnapshotWithoutARequiredFieldIsRefused(String field) {
        // Given
        String snapshot = Snapshots.json("account", 1, Snapshots.HEALTHY);
        assertEquals(Set.of(), TopicSchemas.faults("account-snapshot", snapshot));

        // When
        String without = snapshot.replaceFirst("\"" + field + "\"", "\"other\"");

        // Then
        assertFalse(TopicSchemas.faults("account-snapshot", without).isEmpty());
    }
}
