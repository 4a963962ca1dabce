package io.plimsoll.tape;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry with its place on the tape.
 *
 * @param seq counts the instrument's events from 1 without a gap
 * @param logPosition of the decision
 * @param recordedAt when it came onto the tape
 * @param addedNotional of the notional, what no earlier event has told of the same holding: a closing that is decided again before it is filled adds nothing
 * @param filledAt null until a fill
 */
public record TapeEvent(
        long seq,
        long logPosition,
        Instant recordedAt,
        TapeEntry entry,
        BigDecimal addedNotional,
        @Nullable Instant filledAt,
        @Nullable BigDecimal fillPrice) {}
