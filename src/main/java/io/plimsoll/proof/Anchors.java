package io.plimsoll.proof;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Heads of a log that somebody else kept.
 *
 * @param heads by batch; none if nobody did
 */
public record Anchors(Map<Long, LogHead> heads) {

    public Anchors {
        heads = Map.copyOf(heads);
    }

    /** What of a head that an export shows is not as it was anchored: itself, the one it follows, or the one that follows it. */
    Optional<String> against(LogHead shown) {
        LogHead same = heads.get(shown.batch());
        LogHead before = heads.get(shown.batch() - 1);
        LogHead after = heads.get(shown.batch() + 1);
        if (same != null && !same.equals(shown)) {
            return Optional.of("batch " + shown.batch() + " is not the one that was anchored");
        }
        if (before != null && !shown.follows(before)) {
            return Optional.of(
                    "batch " + shown.batch() + " does not follow batch " + before.batch() + " as it was anchored");
        }
        if (after != null && !after.follows(shown)) {
            return Optional.of("batch " + after.batch() + " was anchored behind another batch " + shown.batch());
        }
        return Optional.empty();
    }

    /** Numbers of the batches that had been anchored when an export of the whole log was made, and are behind its last. */
    List<Long> missingAfter(long lastBatch, Instant createdAt) {
        return heads.values().stream()
                .filter(anchor -> anchor.batch() > lastBatch)
                .filter(anchor -> anchor.sealedAt().isBefore(createdAt))
                .map(LogHead::batch)
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
