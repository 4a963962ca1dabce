package io.plimsoll.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.signing.SigningKey.SigningKeyUnusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {

    @TempDir
    Path folder;

    @Test
    void isMadeOnceForItsOwnersEyesAlone() throws IOException {
        Path file = folder.resolve("new/key.jwk");

        SigningKey made = SigningKey.at(file);
        SigningKey found = SigningKey.at(file);

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(made.keyId(), found.keyId());
        assertEquals(made.sign(SignedKind.INTENT, "text"), found.sign(SignedKind.INTENT, "text"));
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void itsPublicHalfHasItsIdAndNoSecret() {
        SigningKey key = SigningKey.generated();

        assertTrue(key.publicJwk().contains("\"kid\":\"" + key.keyId() + "\""), key.publicJwk());
        assertFalse(key.publicJwk().contains("\"d\""), key.publicJwk());
        assertFalse(PublicKeys.jwks(List.of(key.publicJwk())).contains("\"d\""));
        assertNotEquals(key.keyId(), SigningKey.generated().keyId());
    }

    /** RFC 8037, appendices A.1 to A.3: the key, and its thumbprint. */
    @Test
    void itsIdIsTheThumbprintOfTheStandard() throws IOException {
        Path file = folder.resolve("rfc.jwk");
        Files.writeString(file, """
                {"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
                "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""");

        assertEquals(
                "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                SigningKey.at(file).keyId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"
            })
    void whatHasNoPrivateKeyIsRefusedAndLeftAsItIs(String text) throws IOException {
        Path file = folder.resolve("bad.jwk");
        Files.writeString(file, text);

        assertThrows(SigningKeyUnusable.class, () -> SigningKey.at(file));
        assertEquals(text, Files.readString(file));
    }

    @Test
    void aKeyWhoseHalvesAreOfTwoKeysIsRefused() throws IOException {
        // Given
        Path file = folder.resolve("key.jwk");
        SigningKey.at(file);
        String other = SigningKey.generated().publicJwk().replaceAll(".*\"x\":\"([^\"]+)\".*", "$1");
        Files.writeString(file, Files.readString(file).replaceAll("\"x\":\"[^\"]+\"", "\"x\":\"" + other + "\""));

        // Then
        assertThrows(SigningKeyUnusable.class, () -> SigningKey.at(file));
    }
}
