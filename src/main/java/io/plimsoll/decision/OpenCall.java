package io.plimsoll.decision;

import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * A margin call that has not ended.
 *
 * @param openedAt instant of the snapshot that opened it
 * @param dueBy instant by which it must be cured, on the clock of the account's snapshots; inclusive, the call is overdue from then on
 * @param originalAmount what was asked for when it was opened, settlement currency
 * @param amount what is still asked for, settlement currency; above the original amount where the account has got worse
 * @param isJudgedAtDeadline true once a decision has judged the account at or past {@code dueBy}; only a snapshot has it judged again
 */
public record OpenCall(
        String callId,
        MarginAccountId marginAccount,
        Instant openedAt,
        Instant dueBy,
        BigDecimal originalAmount,
        BigDecimal amount,
        boolean isJudgedAtDeadline) {

    public boolean isOverdueAt(Instant instant) {
        return !instant.isBefore(dueBy);
    }

    /** The same call with a later deadline. */
    OpenCall until(Instant later) {
        return new OpenCall(callId, marginAccount, openedAt, later, originalAmount, amount, isJudgedAtDeadline);
    }

    /** The same call on another margin account. */
    OpenCall of(MarginAccountId other) {
        return new OpenCall(callId, other, openedAt, dueBy, originalAmount, amount, isJudgedAtDeadline);
    }

    /** Fraction of the original amount that is no longer asked for, 0 to 1, rounded down at 34 digits; 0 where more is asked for than at first. */
    public BigDecimal curedShare() {
        BigDecimal cured = originalAmount.subtract(amount);
        return cured.signum() <= 0 ? Decimals.ZERO : Decimals.quotientRoundedDown(cured, originalAmount);
    }

    /** Fraction of the time to cure that has passed, rounded down at 34 digits: 0 at the opening, 1 at the deadline, more after it. */
    public BigDecimal elapsedShareAt(Instant instant) {
        Duration whole = Duration.between(openedAt, dueBy);
        return whole.isZero()
                ? Decimals.ONE
                : Decimals.quotientRoundedDown(seconds(Duration.between(openedAt, instant)), seconds(whole));
    }

    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
    }
}
