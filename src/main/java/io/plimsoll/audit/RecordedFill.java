package io.plimsoll.audit;

import io.plimsoll.decision.ClosurePlan.Surplus;
import io.plimsoll.decision.ReportedFill;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A fill as the log keeps it.
 *
 * @param accountId null unless the intent is known
 * @param step of the plan; null unless the order is known
 * @param isLate true if it came when the intent could no longer be carried out
 * @param excess how much of it is beyond what was asked for, zero or more
 * @param surplus what it adds to the margin account's surplus above its bankruptcy price, negative if it takes some back, in the currency that
 *     the position is settled in; null where there is no such price
 * @param surplusTo who gets it; null without a surplus
 * @param isDuplicate true if it had been reported before
 * @param revision of the account after it; 0 if it concerns no account, or is a duplicate
 */
public record RecordedFill(
        ReportedFill report,
        @Nullable String accountId,
        @Nullable Integer step,
        Status status,
        boolean isLate,
        BigDecimal excess,
        @Nullable BigDecimal surplus,
        @Nullable Surplus surplusTo,
        boolean isDuplicate,
        long revision) {

    /** What it does to its order. */
    public enum Status {
        /** Part of it is still to be filled. */
        PARTIAL,
        /** All of it is filled. */
        COMPLETE,
        /** More was filled than asked for. */
        OVER,
        /** No intent, or no order of it, is known by these names: it is kept, and nothing else follows from it. */
        UNKNOWN
    }
}
