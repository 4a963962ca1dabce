package io.plimsoll.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.signing.PublicKeys;
import io.plimsoll.signing.SignedKind;
import io.plimsoll.signing.SigningKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyIntentTest {
    private static final String INTENT = """
            {"intentId":"i-1","accountId":"A-7","issuedAt":"2026-11-23T12:00:00Z","expiresAt":"2026-11-23T12:01:00Z"}""";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final SigningKey key = SigningKey.generated();
    private String file;
    private String keys;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("intent").toString();
        keys = folder.resolve("jwks.json").toString();
        Files.writeString(Path.of(file), key.sign(SignedKind.INTENT, INTENT) + "\n");
        Files.writeString(Path.of(keys), PublicKeys.jwks(List.of(key.publicJwk())));
    }

    @Test
    void saysWhatIsValidAndPrintsItsContent() {
        assertEquals(0, run("verify-intent", file, "--keys", keys, "--at", "2026-11-23T12:00:30Z"));
        assertEquals(
                "valid: intent i-1 of account A-7 until 2026-11-23T12:01:00Z, signed with key " + key.keyId() + "\n",
                out.toString());

        out.getBuffer().setLength(0);
        assertEquals(0, run("verify-intent", file, "--keys", keys, "--at", "2026-11-23T12:00:30Z", "--content"));
        assertEquals(INTENT + "\n", out.toString());
    }

    @Test
    void refusesWhatHasExpired() {
        assertEquals(1, run("verify-intent", file, "--keys", keys, "--at", "2026-11-23T12:01:01Z"));
        assertEquals("refused: EXPIRED, it was in force until 2026-11-23T12:01:00Z\n", err.toString());
        assertEquals("", out.toString());
        assertEquals(
                0, run("verify-intent", file, "--keys", keys, "--at", "2026-11-23T12:01:01Z", "--clock-skew", "PT2S"));
    }

    @Test
    void saysWhichFileItCannotUse() {
        assertEquals(2, run("verify-intent", file, "--keys", file));
        assertTrue(err.toString().contains("intent` is not a JWK set"), err.toString());
        assertEquals(2, run("verify-intent", folder.resolve("none").toString(), "--keys", keys));
        assertTrue(err.toString().contains("none` cannot be read"), err.toString());
        assertEquals(2, run("verify-intent", file));
        assertEquals(2, run("verify-intent", file, "--keys", keys, "--clock-skew", "PT-1S"));
    }

    private int run(String... arguments) {
        return Plimsoll.commandLine(() -> {})
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
