package io.plimsoll.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.policy.TestPacks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as an editor starts it: a process of its own, of whose standard output every byte must be of the protocol. */
class LspTest {
    private static final Pattern HEADER = Pattern.compile("Content-Length: (\\d+)\r\n\r\n");

    @TempDir
    Path home;

    private Process server;

    @BeforeEach
    void start() throws IOException {
        TestPacks.copyTo(home);
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classes,
                        "-Dplimsoll.home=" + home,
                        "io.plimsoll.Main",
                        "lsp")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @AfterEach
    void stop() {
        server.destroyForcibly();
    }

    @Test
    void everythingOnTheStandardOutputIsProtocol() throws Exception {
        // Given
        String uri = home.resolve("rules/threshold/twins.drl").toUri().toString();

        // When
        send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{}}}");
        send("{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"" + uri
                + "\",\"languageId\":\"drl\",\"version\":1,\"text\":\"rule\"}}}");
        send("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"workspace/executeCommand\",\"params\":{\"command\":"
                + "\"plimsoll.runOnLastDecision\",\"arguments\":[\"" + uri + "\"]}}");
        send("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"shutdown\"}");
        send("{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}");
        String output = new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertTrue(server.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, server.exitValue());
        assertTrue(output.contains("\"id\":1") && output.contains("\"id\":3"), output);
        assertEquals("", withoutMessages(output));
    }

    @Test
    void anEditorThatIsGoneEndsTheServer() throws Exception {
        server.getOutputStream().close();
        assertTrue(server.waitFor(30, TimeUnit.SECONDS));
        assertEquals(1, server.exitValue());
    }

    private void send(String message) throws IOException {
        byte[] body = message.getBytes(StandardCharsets.UTF_8);
        server.getOutputStream()
                .write(("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        server.getOutputStream().write(body);
        server.getOutputStream().flush();
    }

    private static String withoutMessages(String output) {
        byte[] bytes = output.getBytes(StandardCharsets.UTF_8);
        String ascii = new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher header = HEADER.matcher(ascii);
        int at = 0;
        while (header.find(at) && header.start() == at) {
            at = header.end() + Integer.parseInt(header.group(1));
        }
        return ascii.substring(at);
    }
}
