package io.plimsoll.editor;

import io.plimsoll.installation.Installation;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CompletionCapabilities;
import org.eclipse.lsp4j.CompletionItemCapabilities;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;

/** An editor that speaks the real protocol with a server in this process, over pipes. */
final class TestEditor implements LanguageClient, AutoCloseable {
    private static final long WAIT_SECONDS = 30;

    private final Path home;
    private final Map<String, List<Diagnostic>> diagnostics = new HashMap<>();
    private final List<String> messages = new ArrayList<>();
    private final Map<String, String> texts = new HashMap<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final LanguageServer server;
    private final Future<?> listening;

    TestEditor(Path home, URI service) throws IOException {
        this.home = home;
        PipedInputStream toServer = new PipedInputStream(1 << 16);
        PipedInputStream toEditor = new PipedInputStream(1 << 16);
        PipedOutputStream fromServer = new PipedOutputStream(toEditor);
        PipedOutputStream fromEditor = new PipedOutputStream(toServer);
        EditorServer started = new EditorServer(
                new Installation(home, home.resolve("rules"), home.resolve("policies"), home.resolve("data")),
                service,
                exit::complete);
        Launcher<LanguageClient> ofServer = LSPLauncher.createServerLauncher(started, toServer, fromServer);
        started.connect(ofServer.getRemoteProxy());
        ofServer.startListening();
        Launcher<LanguageServer> ofEditor = LSPLauncher.createClientLauncher(this, toEditor, fromEditor);
        this.server = ofEditor.getRemoteProxy();
        this.listening = ofEditor.startListening();
    }

    /** An editor whose window is the home folder, after the first exchange. */
    static TestEditor on(Path home, URI service) throws Exception {
        TestEditor editor = new TestEditor(home, service);
        editor.initialize();
        return editor;
    }

    InitializeResult initialize() throws Exception {
        InitializeParams params = new InitializeParams();
        params.setWorkspaceFolders(List.of(new WorkspaceFolder(home.toUri().toString(), "home")));
        CompletionItemCapabilities item = new CompletionItemCapabilities(true);
        TextDocumentClientCapabilities documents = new TextDocumentClientCapabilities();
        documents.setCompletion(new CompletionCapabilities(item));
        ClientCapabilities capabilities = new ClientCapabilities();
        capabilities.setTextDocument(documents);
        params.setCapabilities(capabilities);
        InitializeResult result = get(server.initialize(params));
        server.initialized(new InitializedParams());
        return result;
    }

    LanguageServer server() {
        return server;
    }

    String uri(String path) {
        return home.resolve(path).toUri().toString();
    }

    TextDocumentIdentifier document(String path) {
        return new TextDocumentIdentifier(uri(path));
    }

    /** Opens a file as it is on disk. */
    String open(String path) throws IOException {
        String text = Files.readString(home.resolve(path));
        open(path, text);
        return text;
    }

    void open(String path, String text) {
        texts.put(path, text);
        server.getTextDocumentService()
                .didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(uri(path), "drl", 1, text)));
    }

    void change(String path, String text) {
        texts.put(path, text);
        server.getTextDocumentService()
                .didChange(new DidChangeTextDocumentParams(
                        new VersionedTextDocumentIdentifier(uri(path), 2),
                        List.of(new TextDocumentContentChangeEvent(text))));
    }

    /** Where {@code |} stands in a piece of an open file's text. */
    Position at(String path, String marked) {
        String text = texts.get(path);
        int start = text.indexOf(marked.replace("|", ""));
        if (start < 0) {
            throw new AssertionError(path + " does not contain " + marked + ": " + text);
        }
        return new TextPositions(text).position(start + marked.indexOf('|'));
    }

    /** The text of a range of an open file. */
    String text(String path, Range range) {
        TextPositions positions = new TextPositions(texts.get(path));
        return texts.get(path).substring(positions.offset(range.getStart()), positions.offset(range.getEnd()));
    }

    static <T> T get(CompletableFuture<T> answer) throws Exception {
        return answer.get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Diagnostics of a file once they are as expected. */
    synchronized List<Diagnostic> await(String path, Predicate<List<Diagnostic>> expected) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (!diagnostics.containsKey(uri(path)) || !expected.test(diagnostics.get(uri(path)))) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("no such diagnostics of " + path + ": " + diagnostics + " " + messages);
            }
            wait(left);
        }
        return diagnostics.get(uri(path));
    }

    synchronized List<String> messages() {
        return List.copyOf(messages);
    }

    int exitCode() throws Exception {
        return get(exit);
    }

    @Override
    public synchronized void publishDiagnostics(PublishDiagnosticsParams params) {
        diagnostics.put(params.getUri(), params.getDiagnostics());
        notifyAll();
    }

    @Override
    public synchronized void showMessage(MessageParams params) {
        messages.add(params.getMessage());
    }

    @Override
    public CompletableFuture<MessageActionItem> showMessageRequest(ShowMessageRequestParams params) {
        throw new AssertionError("nobody asks");
    }

    @Override
    public void logMessage(MessageParams params) {
        showMessage(params);
    }

    @Override
    public void telemetryEvent(Object event) {
        throw new AssertionError("nothing is measured");
    }

    @Override
    public void close() throws Exception {
        get(server.shutdown());
        server.exit();
        exitCode();
        listening.cancel(true);
    }
}
