package io.plimsoll.policy;

import io.plimsoll.policy.Attempt.Cause;
import io.plimsoll.policy.Attempt.State;
import io.plimsoll.policy.pack.PackFolder;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.pack.PolicyFolders;
import io.plimsoll.policy.pack.PolicyFolders.Look;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Notices changes of the folders and has each pack that is concerned tried once. A file is taken when two looks in a row agree on it, so a
 * file that is half written, or gone for the moment in which an editor renames its copy, is not. Packs are independent: one that is being
 * written, or broken, holds up no other.
 *
 * <p>A pack whose folder is gone is stopped: rules that nobody can read any more must not go on deciding, and after a restart they could
 * not. Folders that cannot be listed, or hold no pack at all where packs serve, are taken for a fault of the disk: everything goes on, and
 * {@link #fault} says so.
 */
public final class PolicyWatch {
    private final PolicyFolders folders;
    private final Activator activator;
    private final ActivePolicies active;
    private final Consumer<Attempt> report;
    private final InstantSource clock;
    private final Duration registryRetry;

    /** For each pack, the hash of everything its last attempt was made of. */
    private final Map<String, String> tried = new HashMap<>();

    private final SortedMap<String, Attempt> lastAttempts = new TreeMap<>();
    private Look lastLook = Look.NOTHING;
    private Look readLook = Look.NOTHING;
    private PolicyFiles files = PolicyFiles.of(List.of());
    private volatile boolean settled;
    private volatile @Nullable String fault;

    /** @param report told of every attempt, on the watching thread */
    public PolicyWatch(
            PolicyFolders folders,
            Activator activator,
            ActivePolicies active,
            Consumer<Attempt> report,
            InstantSource clock,
            Duration registryRetry) {
        this.folders = folders;
        this.activator = activator;
        this.active = active;
        this.report = report;
        this.clock = clock;
        this.registryRetry = registryRetry;
    }

    /** Why the folders cannot be watched now; null if they can. */
    public @Nullable String fault() {
        return fault;
    }

    /** False while files change: the next look should come soon, to see whether they stand still. */
    public boolean isSettled() {
        return settled || fault != null;
    }

    /** Tries every pack as it stands; one that is broken goes on with the version that was last in force, if the registry knows it. */
    public synchronized void start() {
        look(Cause.START, true);
        for (String pack : List.copyOf(tried.keySet())) {
            activator.restore(pack).ifPresent(report);
        }
    }

    /** Looks once, and tries the packs whose files have changed and stand still. */
    public synchronized void tick() {
        look(Cause.CHANGE, false);
    }

    private void look(Cause cause, boolean first) {
        try {
            Look look = folders.look();
            Set<String> moving = first ? new HashSet<>() : differing(look, lastLook);
            lastLook = look;
            boolean waiting = isRetryDue();
            if (settled && moving.isEmpty() && !waiting && look.equals(readLook)) {
                return;
            }
            files = folders.read(look, readLook, files);
            readLook = look;
            moving.addAll(differing(folders.look(), look));
            settled = moving.isEmpty();
            fault = faultOf(files);
            if (fault == null) {
                tryPacks(moving, cause);
            }
        } catch (IOException e) {
            fault = "the folders cannot be read: " + e;
        }
    }

    private @Nullable String faultOf(PolicyFiles read) {
        if (read.packs().isEmpty()) {
            return active.packs().isEmpty()
                    ? "there are no packs below policies/"
                    : "all packs are gone from policies/; what serves goes on until one is back";
        }
        return null;
    }

    private void tryPacks(Set<String> moving, Cause cause) {
        SortedSet<String> packs = files.packs();
        for (String pack : packs) {
            SortedMap<String, String> inputs = inputs(pack);
            boolean still = inputs.keySet().stream().noneMatch(moving::contains)
                    && moving.stream().noneMatch(path -> path.startsWith(PolicyFiles.POLICIES + pack + "/"));
            if (still && (!inputs.toString().equals(tried.get(pack)) || isRetryDue(pack))) {
                tried.put(pack, inputs.toString());
                took(activator.attempt(files, pack, cause));
            }
        }
        for (String gone : List.copyOf(tried.keySet())) {
            boolean still = moving.stream().noneMatch(path -> path.startsWith(PolicyFiles.POLICIES + gone + "/"));
            if (!packs.contains(gone) && still) {
                tried.remove(gone);
                took(activator.remove(gone, cause));
            }
        }
    }

    /** Everything that a pack is made of: path and content of each file, or what is wrong with it. */
    private SortedMap<String, String> inputs(String pack) {
        SortedMap<String, String> inputs = new TreeMap<>();
        for (String path : PackFolder.read(files, pack).inputs()) {
            files.file(path)
                    .ifPresentOrElse(
                            file -> inputs.put(path, file.sha256()),
                            () -> inputs.put(
                                    path, String.valueOf(files.unreadable().get(path))));
        }
        return inputs;
    }

    private void took(Attempt attempt) {
        lastAttempts.put(attempt.pack(), attempt);
        report.accept(attempt);
    }

    private boolean isRetryDue() {
        return lastAttempts.keySet().stream().anyMatch(this::isRetryDue);
    }

    private boolean isRetryDue(String pack) {
        Attempt last = lastAttempts.get(pack);
        return last != null
                && last.state() == State.WAITING
                && !clock.instant().isBefore(last.at().plus(registryRetry));
    }

    private static Set<String> differing(Look left, Look right) {
        Set<String> paths = new HashSet<>(left.stamps().keySet());
        paths.addAll(right.stamps().keySet());
        paths.removeIf(
                path -> Objects.equals(left.stamps().get(path), right.stamps().get(path)));
        return paths;
    }
}
