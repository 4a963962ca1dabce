package io.plimsoll.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on the published test vectors. */
class VerifyExportTest {

    private static final Path VECTORS = Path.of("docs", "audit-vectors");
    private static final String EXPORT = VECTORS.resolve("export.ndjson").toString();
    private static final String KEYS = VECTORS.resolve("keys.json").toString();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Plimsoll.commandLine(() -> {})
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void saysWhatIsIntact() {
        assertEquals(0, run("verify", EXPORT, "--key", KEYS));
        assertEquals(
                "intact: 5 rows in 2 batches of log 6c0b4c0e-98d5-4b0f-8f0e-2b6d6a0f7a11, from its first row on,"
                        + " signed with kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k\n",
                out.toString());
    }

    @Test
    void namesWhatWasAltered() throws IOException {
        String altered = file("export", Files.readString(Path.of(EXPORT)).replace("\"1002\"", "\"1003\""));

        assertEquals(1, run("verify", altered, "--key", KEYS));
        assertEquals("line 5: ALTERED: row at position 3 is not what was sealed\n", out.toString());
        assertTrue(err.toString().startsWith("not intact: 1 findings in 5 rows"), err::toString);
    }

    @Test
    void takesTheKeyAsJwkAndAsPem() throws IOException {
        String jwk = Files.readString(Path.of(KEYS)).replaceAll(".*\\[(.*)].*\\s", "$1");
        String pem = """
                -----BEGIN PUBLIC KEY-----
                MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
                -----END PUBLIC KEY-----
                """;

        assertEquals(0, run("verify", EXPORT, "--key", file("jwk", jwk)));
        assertEquals(0, run("verify", EXPORT, "--key", file("pem", pem)));
        assertEquals(2, run("verify", EXPORT, "--key", file("none", "no key")));
        assertEquals(2, run("verify", EXPORT, "--key", file("empty", "{\"keys\":[]}")));
        assertEquals(2, run("verify", EXPORT, "--key", folder.resolve("absent").toString()));
        assertEquals(2, run("verify", folder.resolve("absent").toString(), "--key", KEYS));
        assertEquals(2, run("verify", EXPORT));
    }

    @Test
    void comparesWithWhatWasKeptElsewhere() throws IOException {
        List<String> heads = Files.readAllLines(Path.of(EXPORT)).stream()
                .filter(line -> line.startsWith("{\"type\":\"batch\""))
                .map(line -> line.replaceAll(".*\"signed\":\"([^\"]+)\".*", "$1"))
                .toList();
        String anchors = file("anchors", String.join("\n", heads) + "\n");

        assertEquals(0, run("verify", EXPORT, "--key", KEYS, "--anchors", anchors));
        assertEquals(2, run("verify", EXPORT, "--key", KEYS, "--anchors", file("bad", heads.getFirst() + "x\n")));
    }

    @Test
    void tellsWhetherADecisionIsTheOneThatWasSealed() throws Exception {
        // Given
        List<String> lines = Files.readAllLines(Path.of(EXPORT));
        String signed = Json.parse(lines.get(1)).path("signed").asText();
        String row = lines.get(2);
        String proof = file("proof", "{\"head\":\"" + signed + "\",\"row\":" + row + "}");
        String altered =
                file("altered", "{\"head\":\"" + signed + "\",\"row\":" + row.replace("HEALTHY", "HOLD") + "}");

        // Then
        assertEquals(0, run("verify-decision", proof, "--key", KEYS, "--decision", "d-0"), err::toString);
        assertTrue(out.toString().startsWith("sealed: decision d-0, HEALTHY of account A-0"), out::toString);
        assertEquals(1, run("verify-decision", proof, "--key", KEYS, "--decision", "d-1"));
        assertTrue(err.toString().contains("it is the proof of decision d-0"), err::toString);
        assertEquals(1, run("verify-decision", altered, "--key", KEYS, "--decision", "d-0"));
        assertEquals(2, run("verify-decision", proof, "--key", KEYS));
        assertEquals(2, run("verify-decision", "absent", "--key", KEYS, "--decision", "d-0"));
    }
}
