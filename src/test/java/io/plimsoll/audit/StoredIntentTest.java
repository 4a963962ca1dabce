package io.plimsoll.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.plimsoll.decision.IntentChange.End;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredIntentTest {

    private static final Instant EXPIRY = Instant.parse("2026-11-23T12:01:00Z");

    /** One without orders is not looked at again, so no decision ever ends it. */
    @Test
    void anIntentThatHasRunOutEndedAtItsExpiry() {
        StoredIntent intent = intent(null, null);

        assertNull(intent.endedAsOf(EXPIRY.minusNanos(1)));
        assertEquals("OPEN", intent.statusAt(EXPIRY.minusNanos(1)));
        assertEquals(EXPIRY, intent.endedAsOf(EXPIRY));
        assertEquals("EXPIRED", intent.statusAt(EXPIRY));
        assertEquals(EXPIRY, intent.endedAsOf(EXPIRY.plusSeconds(1)));
    }

    @Test
    void anIntentThatWasEndedEndedThen() {
        Instant ended = EXPIRY.minusSeconds(10);

        assertEquals(ended, intent(End.CURED, ended).endedAsOf(EXPIRY.plusSeconds(1)));
    }

    private static StoredIntent intent(@Nullable End end, @Nullable Instant endedAt) {
        return new StoredIntent(
                1,
                "i-1",
                "d-1",
                "A-1",
                EXPIRY.minusSeconds(60),
                EXPIRY,
                null,
                1,
                "",
                end,
                endedAt,
                end == null ? null : "d-2",
                null,
                List.of());
    }
}
