package io.plimsoll.decision;

import io.plimsoll.margin.MarginAccountId;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A margin call that has not ended.
 *
 * @param openedAt instant of the snapshot that opened it
 * @param dueBy instant by which it must be cured, on the clock of the account's snapshots; inclusive, the call is overdue from then on
 * @param amount what is still asked for, settlement currency
 */
public record OpenCall(
        String callId, MarginAccountId marginAccount, Instant openedAt, Instant dueBy, BigDecimal amount) {

    public boolean isOverdueAt(Instant instant) {
        return !instant.isBefore(dueBy);
    }
}
