package io.plimsoll.editor;

import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.check.Finding;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.services.LanguageClient;
import org.jspecify.annotations.Nullable;

/** What the parts of the server share: the files, the editor, and the check that follows each change. */
final class Session {
    /** Long enough that a word being typed is one check, short enough to seem at once. */
    private static final long QUIET_MS = 200;

    private final ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("editor-check").unstarted(task));
    private volatile SortedMap<String, List<Finding>> findings = new TreeMap<>();
    private @Nullable LanguageClient client;
    private @Nullable Workspace workspace;
    private @Nullable Path pages;
    private volatile @Nullable URI service;
    private volatile @Nullable Library library;
    private boolean snippets;
    private @Nullable ScheduledFuture<?> next;

    void connect(LanguageClient given) {
        client = given;
    }

    /** @param findingPages folder of the pages that explain each finding */
    void start(Workspace files, Path findingPages, URI serviceUrl, boolean takesSnippets) {
        workspace = files;
        pages = findingPages;
        service = serviceUrl;
        snippets = takesSnippets;
        try {
            files.refresh();
        } catch (IOException e) {
            tell(MessageType.Error, "the folders of rules and packs cannot be read: " + e);
        }
    }

    Workspace workspace() {
        return Objects.requireNonNull(workspace, "initialize comes first");
    }

    LanguageClient client() {
        return Objects.requireNonNull(client, "connect comes first");
    }

    URI service() {
        return Objects.requireNonNull(service, "initialize comes first");
    }

    void service(URI url) {
        service = url;
    }

    boolean takesSnippets() {
        return snippets;
    }

    /** The files as they are in the editor now. */
    Library library() {
        Library known = library;
        if (known == null) {
            known = new Library(workspace().files());
            library = known;
        }
        return known;
    }

    /** What the last check found in a file. */
    List<Finding> findings(String path) {
        return findings.getOrDefault(path, List.of());
    }

    /** A file has changed in the editor or on disk; checks all once nothing has changed for a moment. */
    synchronized void changed() {
        library = null;
        if (next != null) {
            next.cancel(false);
        }
        try {
            next = checks.schedule(this::check, QUIET_MS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            next = null; // the editor is closing
        }
    }

    void close() {
        checks.shutdownNow();
    }

    void tell(MessageType type, String text) {
        client().showMessage(new MessageParams(type, text));
    }

    private void check() {
        try {
            workspace().refresh();
            library = null;
            PolicyFiles files = workspace().files();
            publish(Diagnostics.of(files));
        } catch (IOException e) {
            tell(MessageType.Error, "the folders of rules and packs cannot be read: " + e);
        } catch (RuntimeException | StackOverflowError e) {
            tell(MessageType.Error, "the check failed: " + e);
        }
    }

    /** Of a file that is open, also that nothing is wrong with it; of any other, what has changed. */
    private void publish(SortedMap<String, List<Finding>> found) {
        Map<String, List<Finding>> before = findings;
        findings = found;
        Set<String> paths = new TreeSet<>(found.keySet());
        paths.addAll(before.keySet());
        paths.addAll(workspace().open());
        Path findingPages = Objects.requireNonNull(pages);
        for (String path : paths) {
            List<Finding> now = found.getOrDefault(path, List.of());
            boolean same =
                    now.equals(before.get(path)) && workspace().buffer(path).isEmpty();
            if (!same) {
                client().publishDiagnostics(new PublishDiagnosticsParams(
                        workspace().uri(path),
                        now.stream()
                                .map(finding -> Diagnostics.diagnostic(finding, findingPages))
                                .toList()));
            }
        }
    }
}
