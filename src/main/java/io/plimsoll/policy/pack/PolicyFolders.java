package io.plimsoll.policy.pack;

import io.plimsoll.rules.check.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The two folders on disk. A {@link Look} is cheap and says what stands there; {@link #read} takes the content of what has changed.
 *
 * <p>Hidden files, editors' backups and files of other kinds are passed over. A link is followed only to a file inside its own folder tree,
 * as a mounted Kubernetes volume has them; linked folders are not entered.
 */
public final class PolicyFolders {
    private static final List<String> SUFFIXES = List.of(".drl", ".yaml", ".yml", ".csv");
    private static final int DEPTH_MAX = 6;

    private final Path rules;
    private final Path policies;
    private final ReadLimits limits;

    public PolicyFolders(Path rules, Path policies, ReadLimits limits) {
        this.rules = rules;
        this.policies = policies;
        this.limits = limits;
    }

    /**
     * What stands in the folders, without its content. Two equal looks mean that no file was touched between them.
     *
     * @param stamps what identifies each file's content, by path
     */
    public record Look(SortedMap<String, Stamp> stamps) {
        public static final Look NOTHING = new Look(new TreeMap<>());

        public Look {
            stamps = Collections.unmodifiableSortedMap(new TreeMap<>(stamps));
        }
    }

    /**
     * A file's state.
     *
     * @param file where it really is; null for a link that leads out of the folder
     * @param key of the file system, such as an inode: a renamed file has another one at the same path
     */
    public record Stamp(
            @Nullable Path file,
            long bytes,
            FileTime modified,
            @Nullable Object key) {}

    /** @throws IOException if a folder is missing or cannot be listed, or holds too many files */
    public Look look() throws IOException {
        SortedMap<String, Stamp> stamps = new TreeMap<>();
        walk(rules, PolicyFiles.RULES, stamps);
        walk(policies, PolicyFiles.POLICIES, stamps);
        return new Look(stamps);
    }

    /**
     * Reads what a look found; files with the same stamp as before are taken over.
     *
     * @param before the look that {@code known} was read by
     */
    public PolicyFiles read(Look look, Look before, PolicyFiles known) {
        SortedMap<String, PolicyFile> readable = new TreeMap<>();
        SortedMap<String, Finding> unreadable = new TreeMap<>();
        look.stamps().forEach((path, stamp) -> {
            PolicyFile same = known.readable().get(path);
            if (same != null && stamp.equals(before.stamps().get(path))) {
                readable.put(path, same);
            } else {
                try {
                    readable.put(path, read(path, stamp));
                } catch (Unreadable e) {
                    unreadable.put(path, e.finding);
                }
            }
        });
        return new PolicyFiles(readable, unreadable);
    }

    /** One look and its content. */
    public PolicyFiles readAll() throws IOException {
        return read(look(), Look.NOTHING, PolicyFiles.of(List.of()));
    }

    private void walk(Path folder, String prefix, SortedMap<String, Stamp> stamps) throws IOException {
        Path root = folder.toRealPath();
        Files.walkFileTree(root, EnumSet.noneOf(FileVisitOption.class), DEPTH_MAX, new Visitor(root, prefix, stamps));
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final String prefix;
        private final SortedMap<String, Stamp> stamps;

        Visitor(Path root, String prefix, SortedMap<String, Stamp> stamps) {
            this.root = root;
            this.prefix = prefix;
            this.stamps = stamps;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return isHidden(folder) && !folder.equals(root) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            String name = file.getFileName().toString();
            if (isHidden(file) || SUFFIXES.stream().noneMatch(name::endsWith)) {
                return FileVisitResult.CONTINUE;
            }
            Stamp stamp = stamp(file, attributes);
            if (stamp != null) {
                String path = root.relativize(file).toString().replace('\\', '/');
                stamps.put(prefix + path, stamp);
            }
            if (stamps.size() > limits.filesMax()) {
                throw new IOException("more than " + limits.filesMax() + " files below " + root);
            }
            return FileVisitResult.CONTINUE;
        }

        /** A file that vanishes between listing and looking is simply not there. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(root)) {
                throw e;
            }
            return FileVisitResult.CONTINUE;
        }

        private @Nullable Stamp stamp(Path file, BasicFileAttributes attributes) throws IOException {
            if (!attributes.isSymbolicLink()) {
                return attributes.isRegularFile() ? stampOf(file, attributes) : null;
            }
            try {
                Path target = file.toRealPath();
                BasicFileAttributes real = Files.readAttributes(target, BasicFileAttributes.class);
                if (!real.isRegularFile()) {
                    return null;
                }
                return target.startsWith(root)
                        ? stampOf(target, real)
                        : new Stamp(null, 0, attributes.lastModifiedTime(), attributes.fileKey());
            } catch (NoSuchFileException e) {
                return null;
            }
        }

        private static Stamp stampOf(Path file, BasicFileAttributes attributes) {
            return new Stamp(file, attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }
    }

    private static boolean isHidden(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") || name.startsWith("#");
    }

    private PolicyFile read(String path, Stamp stamp) throws Unreadable {
        if (stamp.file() == null) {
            throw new Unreadable(Code.FILE_OUTSIDE, path, "`" + path + "` is a link that leads out of the folder");
        }
        long max = limits.bytesMaxOf(path);
        if (stamp.bytes() > max) {
            throw tooLarge(path, max);
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(stamp.file())) {
            bytes = in.readNBytes(Math.toIntExact(max + 1));
        } catch (IOException | UncheckedIOException e) {
            throw new Unreadable(Code.FILE_UNREADABLE, path, "`" + path + "` cannot be read: " + e);
        }
        if (bytes.length > max) {
            throw tooLarge(path, max);
        }
        return PolicyFile.of(path, decoded(path, bytes));
    }

    private static Unreadable tooLarge(String path, long max) {
        String message = "`" + path + "` is larger than " + max + " bytes, the most that is read";
        return new Unreadable(Code.FILE_UNREADABLE, path, message);
    }

    private static String decoded(String path, byte[] bytes) throws Unreadable {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(left)
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw new Unreadable(Code.FILE_UNREADABLE, path, "`" + path + "` holds a NUL and so is no text");
            }
            return text;
        } catch (CharacterCodingException e) {
            String good = new String(bytes, 0, left.position(), StandardCharsets.UTF_8);
            int line = 1 + (int) good.chars().filter(c -> c == '\n').count();
            int column = good.length() - good.lastIndexOf('\n');
            throw new Unreadable(Code.FILE_UNREADABLE, path, line, column, "`" + path + "` is not UTF-8");
        }
    }

    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Finding finding;

        Unreadable(Code code, String path, String message) {
            this(code, path, 1, 1, message);
        }

        Unreadable(Code code, String path, int line, int column, String message) {
            super(message);
            this.finding = Findings.at(code, path, line, column, message);
        }
    }
}
