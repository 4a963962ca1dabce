package io.plimsoll.cli;

import io.plimsoll.editor.EditorServer;
import io.plimsoll.installation.Installation;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The language server on standard input and output, until the editor ends it or is gone. */
@Command(
        name = "lsp",
        description = "The language server, for editors: speaks the protocol on standard input and output.",
        mixinStandardHelpOptions = true)
final class Lsp implements Callable<Integer> {
    /** The rule engine's progress is nothing for an editor; kept, because a logger nobody holds forgets its level. */
    private static final Logger ENGINE_LOG = Logger.getLogger("org.drools");

    @Option(
            names = "--url",
            description = "The service whose last decisions are run again; ${DEFAULT-VALUE} by default.")
    private URI url = URI.create("http://localhost:8080");

    @Override
    public Integer call() throws Exception {
        ENGINE_LOG.setLevel(Level.OFF);
        InputStream in = System.in;
        PrintStream out = System.out;
        System.setOut(System.err); // whatever else is printed would break the protocol
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        EditorServer server = new EditorServer(Installation.here(), url, exit::complete);
        Launcher<LanguageClient> launcher = LSPLauncher.createServerLauncher(server, in, out);
        server.connect(launcher.getRemoteProxy());
        Future<Void> listening = launcher.startListening();
        Thread.ofVirtual().start(() -> {
            try {
                listening.get();
            } catch (Exception e) {
                System.err.println("plimsoll: the editor's connection failed: " + e);
            }
            exit.complete(1); // the editor is gone without having said so
        });
        return exit.get();
    }
}
