package io.plimsoll.editor;

import io.plimsoll.installation.Installation;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.eclipse.lsp4j.CodeActionOptions;
import org.eclipse.lsp4j.CodeLensOptions;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.ExecuteCommandOptions;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.RenameOptions;
import org.eclipse.lsp4j.SaveOptions;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.TextDocumentSyncOptions;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageClientAware;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;

/**
 * The language server of one editor window. It works on the window's folder if that has {@code rules} and {@code policies}, and otherwise on
 * the installation it was started from.
 */
public final class EditorServer implements LanguageServer, LanguageClientAware {
    private final Installation installation;
    private final URI service;
    private final IntConsumer exit;
    private final Session session = new Session();
    private final Documents documents = new Documents(session);
    private final Commands commands;
    private boolean shutDown;

    /**
     * @param service where a running Plimsoll is asked for its last decisions, such as {@code http://localhost:8080}
     * @param exit takes the exit code when the editor says so
     */
    public EditorServer(Installation installation, URI service, IntConsumer exit) {
        this.installation = installation;
        this.service = service;
        this.exit = exit;
        this.commands = new Commands(session);
    }

    @Override
    public void connect(LanguageClient client) {
        session.connect(client);
    }

    @Override
    public CompletableFuture<InitializeResult> initialize(InitializeParams params) {
        Path home = home(params).orElse(null);
        session.start(
                home == null
                        ? new Workspace(installation.rules(), installation.policies())
                        : new Workspace(home.resolve("rules"), home.resolve("policies")),
                (home == null ? installation.home() : home).resolve("docs/findings"),
                service(params),
                takesSnippets(params));
        return CompletableFuture.completedFuture(new InitializeResult(capabilities(), new ServerInfo("plimsoll")));
    }

    private static ServerCapabilities capabilities() {
        ServerCapabilities capabilities = new ServerCapabilities();
        TextDocumentSyncOptions sync = new TextDocumentSyncOptions();
        sync.setOpenClose(true);
        sync.setChange(TextDocumentSyncKind.Full);
        sync.setSave(new SaveOptions(false));
        capabilities.setTextDocumentSync(sync);
        capabilities.setHoverProvider(true);
        capabilities.setCompletionProvider(new CompletionOptions(false, List.of(".", "(", "\"", "$", "@")));
        capabilities.setDefinitionProvider(true);
        capabilities.setReferencesProvider(true);
        capabilities.setRenameProvider(new RenameOptions(true));
        capabilities.setDocumentSymbolProvider(true);
        capabilities.setDocumentFormattingProvider(true);
        capabilities.setCodeActionProvider(new CodeActionOptions(List.of("quickfix")));
        capabilities.setCodeLensProvider(new CodeLensOptions(false));
        capabilities.setExecuteCommandProvider(new ExecuteCommandOptions(List.of(Commands.RUN_ON_LAST_DECISION)));
        return capabilities;
    }

    /** The first folder of the window that holds a rule library. */
    private static Optional<Path> home(InitializeParams params) {
        List<WorkspaceFolder> folders = params.getWorkspaceFolders();
        return (folders == null ? List.<WorkspaceFolder>of() : folders)
                .stream()
                        .map(WorkspaceFolder::getUri)
                        .filter(uri -> uri.startsWith("file:"))
                        .map(uri -> Path.of(URI.create(uri)))
                        .filter(folder -> Files.isDirectory(folder.resolve("rules"))
                                && Files.isDirectory(folder.resolve("policies")))
                        .findFirst();
    }

    private URI service(InitializeParams params) {
        return Settings.of(params.getInitializationOptions()).service().orElse(service);
    }

    private static boolean takesSnippets(InitializeParams params) {
        return Optional.ofNullable(params.getCapabilities())
                .flatMap(all -> Optional.ofNullable(all.getTextDocument()))
                .flatMap(documents -> Optional.ofNullable(documents.getCompletion()))
                .flatMap(completion -> Optional.ofNullable(completion.getCompletionItem()))
                .map(item -> Boolean.TRUE.equals(item.getSnippetSupport()))
                .orElse(false);
    }

    @Override
    public TextDocumentService getTextDocumentService() {
        return documents;
    }

    @Override
    public WorkspaceService getWorkspaceService() {
        return commands;
    }

    @Override
    public CompletableFuture<Object> shutdown() {
        shutDown = true;
        session.close();
        return CompletableFuture.completedFuture(null);
    }

    /** Without a request to shut down before it, the protocol asks for an exit code of 1. */
    @Override
    public void exit() {
        session.close();
        exit.accept(shutDown ? 0 : 1);
    }
}
