package io.plimsoll.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decisions that must be kept however old they are; null in a limit is no such limit.
 *
 * @param fromInclusive earliest {@code decidedAt}
 * @param toExclusive end of the span of {@code decidedAt}
 * @param placedBy who says so; the service authenticates nobody
 * @param release null while it stands
 */
public record LegalHold(
        long holdId,
        @Nullable String accountId,
        @Nullable String pack,
        @Nullable Instant fromInclusive,
        @Nullable Instant toExclusive,
        String reason,
        String placedBy,
        Instant placedAt,
        @Nullable Release release) {

    /** How a hold ended. */
    public record Release(String reason, String releasedBy, Instant releasedAt) {}
}
