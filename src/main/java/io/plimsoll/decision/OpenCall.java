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
 * @param isJudgedAtDeadline true once a decision has judged the account at or past {@code dueBy}; only a snapshot has it judged again
 */
public record OpenCall(
        String callId,
        MarginAccountId marginAccount,
        Instant openedAt,
        Instant dueBy,
        BigDecimal amount,
        boolean isJudgedAtDeadline) {

    public boolean isOverdueAt(Instant instant) {
        return !instant.isBefore(dueBy);
    }
}
