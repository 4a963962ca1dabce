package io.plimsoll.policy.pack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says that something may have changed below some folders, as soon as the file system tells. Not every file system does, and none tells
 * everything, so whoever waits looks for himself after a while.
 */
public final class FolderEvents implements AutoCloseable {

    private static final int DEPTH_MAX = 6;

    /** Folders below each root that are listened to; beyond that, changes are only seen by looking. */
    private static final int FOLDERS_MAX = 1_000;

    private final List<Path> roots;
    private final @Nullable WatchService service;

    public FolderEvents(Path... roots) {
        this.roots = List.of(roots);
        this.service = service();
        listen();
    }

    /** Returns once something has changed, at the latest when the time is over. */
    public void await(Duration atMost) throws InterruptedException {
        if (service == null) {
            Thread.sleep(atMost);
            return;
        }
        WatchKey key = service.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
        boolean foldersChanged = false;
        while (key != null) {
            foldersChanged |= key.pollEvents().stream()
                    .anyMatch(event -> !event.kind().equals(StandardWatchEventKinds.ENTRY_MODIFY));
            foldersChanged |= !key.reset();
            key = service.poll();
        }
        if (foldersChanged) {
            listen();
        }
    }

    @Override
    public void close() {
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException e) {
            // Whoever closes does not listen any more.
        }
    }

    private static @Nullable WatchService service() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    /** Listens to every folder that is there; one that is listened to already stays as it is. */
    private void listen() {
        for (Path root : roots) {
            try {
                listen(root.toRealPath(), 0, 0);
            } catch (IOException | UncheckedIOException e) {
                // A folder that is gone, or one too many: looking finds what happens there.
            }
        }
    }

    /**
     * Listens to a folder before it looks for those in it: one that is made in between is then either found or told of.
     *
     * @param known folders that are listened to so far
     * @return folders that are listened to now
     */
    private int listen(Path folder, int depth, int known) throws IOException {
        if (depth > DEPTH_MAX || known >= FOLDERS_MAX) {
            return known;
        }
        listen(folder);
        int listened = known + 1;
        try (Stream<Path> below = Files.list(folder)) {
            for (Path inner : below.filter(Files::isDirectory)
                    .filter(path -> !Files.isSymbolicLink(path))
                    .toList()) {
                listened = listen(inner, depth + 1, listened);
            }
        }
        return listened;
    }

    private void listen(Path folder) throws IOException {
        try {
            if (service != null) {
                folder.register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
            }
        } catch (ClosedWatchServiceException e) {
            throw new IOException(e);
        }
    }
}
