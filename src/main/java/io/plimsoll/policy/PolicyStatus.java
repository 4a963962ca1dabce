package io.plimsoll.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.policy.Attempt.Cause;
import io.plimsoll.policy.Attempt.State;
import io.plimsoll.policy.VersionRegistry.RegistryUnavailable;
import io.plimsoll.rules.check.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What serves and what came of the last attempts: told to the log, the metrics and the registry, and kept for whoever asks. */
final class PolicyStatus {
    private static final Logger LOG = Logger.getLogger("io.plimsoll.policy");

    /** Attempts that wait for the registry; of a longer outage the oldest are only in the log. */
    private static final int UNRECORDED_MAX = 200;

    /** Findings of one attempt that are logged; the status has them all. */
    private static final int LOGGED_MAX = 20;

    private final ActivePolicies active;
    private final VersionRegistry registry;
    private final PolicyMetrics metrics;
    private final Map<String, Attempt> lastAttempts = new ConcurrentSkipListMap<>();
    private final Deque<Attempt> unrecorded = new ArrayDeque<>();
    private final InstantSource clock;
    private final Duration retryAfter;
    private final Supplier<Optional<Pending>> pending;
    private Instant nextRetry = Instant.MIN;
    private volatile @Nullable String fault;

    /**
     * @param retryAfter time between two attempts to record what the registry could not take
     * @param pending the attempt that is under way
     */
    PolicyStatus(
            ActivePolicies active,
            VersionRegistry registry,
            PolicyMetrics metrics,
            InstantSource clock,
            Duration retryAfter,
            Supplier<Optional<Pending>> pending) {
        this.active = active;
        this.registry = registry;
        this.metrics = metrics;
        this.clock = clock;
        this.retryAfter = retryAfter;
        this.pending = pending;
    }

    /** Takes what came of an attempt; on the watching thread. */
    void took(Attempt attempt) {
        Attempt before = lastAttempts.get(attempt.pack());
        if (attempt.cause() != Cause.RESTORE) {
            lastAttempts.put(attempt.pack(), attempt); // what was restored must not hide why it had to be
        }
        metrics.took(attempt);
        boolean again = before != null && before.state() == State.WAITING && attempt.state() == State.WAITING;
        if (!again) {
            log(attempt);
        }
        if (attempt.state() != State.WAITING) {
            unrecorded.addLast(attempt);
            if (unrecorded.size() > UNRECORDED_MAX) {
                unrecorded.removeFirst();
            }
        }
        recordWhatWaits();
    }

    /** Sends the registry what it could not take before; called now and then on the watching thread. */
    void retry(Instant now) {
        if (!unrecorded.isEmpty() && !now.isBefore(nextRetry)) {
            nextRetry = now.plus(retryAfter);
            recordWhatWaits();
        }
    }

    /** @param nowFault why the folders cannot be watched; null if they can */
    void watching(@Nullable String nowFault) {
        if (nowFault != null && !Objects.equals(nowFault, fault)) {
            LOG.errorf("policy folders: fault=\"%s\"", nowFault);
        } else if (nowFault == null && fault != null) {
            LOG.info("policy folders: watched again");
        }
        fault = nowFault;
    }

    /** True if any version is in force now. */
    boolean isServing() {
        Instant now = clock.instant();
        return active.packs().values().stream()
                .anyMatch(timeline -> timeline.at(now).isPresent());
    }

    /** The packs that the straight evaluator ran and must not any more; empty if there are none. */
    Optional<String> fallenBack() {
        Instant now = clock.instant();
        String packs = active.packs().values().stream()
                .flatMap(timeline -> timeline.at(now).stream())
                .filter(version -> version.decides().hasFallenBack())
                .map(version -> version.id().pack())
                .collect(Collectors.joining(", "));
        return packs.isEmpty() ? Optional.empty() : Optional.of(packs);
    }

    /** Writes {@code packs} and {@code fault} into a status document. */
    void write(ObjectNode node) {
        node.put("fault", fault);
        ArrayNode packs = node.putArray("packs");
        SortedSet<String> names = new TreeSet<>(lastAttempts.keySet());
        names.addAll(active.packs().keySet());
        Optional<Pending> now = pending.get();
        now.ifPresent(attempt -> names.add(attempt.pack()));
        for (String name : names) {
            ObjectNode pack = packs.addObject().put("pack", name);
            write(active.timeline(name), pack);
            pack.putNull("pending");
            now.filter(attempt -> attempt.pack().equals(name))
                    .ifPresent(attempt -> PolicyJson.write(attempt, pack.putObject("pending")));
            Attempt last = lastAttempts.get(name);
            if (last != null) {
                PolicyJson.write(last, pack.putObject("lastAttempt"));
            }
        }
    }

    private void write(Timeline timeline, ObjectNode pack) {
        Instant now = clock.instant();
        pack.putNull("active").putNull("scheduled");
        timeline.at(now).ifPresent(version -> PolicyJson.write(version, pack.putObject("active")));
        timeline.versions().stream()
                .filter(version -> version.from().isAfter(now))
                .forEach(version -> PolicyJson.write(version, pack.putObject("scheduled")));
    }

    private void recordWhatWaits() {
        try {
            while (!unrecorded.isEmpty()) {
                registry.record(unrecorded.peekFirst());
                unrecorded.removeFirst();
            }
        } catch (RegistryUnavailable e) {
            LOG.warnf(
                    "policy attempts wait for the registry: attempts=%d failure=\"%s\"",
                    unrecorded.size(), e.getMessage());
        }
    }

    private static void log(Attempt attempt) {
        Logger.Level level = switch (attempt.state()) {
            case ACTIVE, SCHEDULED -> Logger.Level.INFO;
            case REMOVED, WAITING -> Logger.Level.WARN;
            case REFUSED -> Logger.Level.ERROR;
        };
        LOG.logf(
                level,
                "policy attempt: pack=%s state=%s version=%s hash=%s cause=%s cases=%d casesFailed=%d findings=%d tookMs=%d compiled=%s"
                        + (attempt.detail() == null ? "" : " detail=\"%s\""),
                attempt.pack(),
                attempt.state(),
                attempt.version(),
                attempt.hash(),
                attempt.cause(),
                attempt.cases(),
                attempt.casesFailed(),
                attempt.findings().size(),
                attempt.took().toMillis(),
                attempt.compiledIn() != null,
                attempt.detail());
        attempt.findings().stream().limit(LOGGED_MAX).forEach(finding -> log(attempt.pack(), finding));
    }

    private static void log(String pack, Finding finding) {
        LOG.logf(
                finding.isError() ? Logger.Level.ERROR : Logger.Level.WARN,
                "policy finding: pack=%s file=%s line=%d column=%d code=%s message=\"%s\""
                        + (finding.hint() == null ? "" : " hint=\"%s\""),
                pack,
                finding.file(),
                finding.range().startLine(),
                finding.range().startColumn(),
                finding.code(),
                finding.message(),
                finding.hint());
    }
}
