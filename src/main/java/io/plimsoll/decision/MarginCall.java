package io.plimsoll.decision;

import io.plimsoll.decision.ClosurePlan.Step;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A margin call as a decision leaves it: its complete record, from which a customer or an auditor can tell what was asked, why, and what
 * became of it.
 *
 * @param amount what is asked for now; zero once the call has ended
 * @param originalAmount what was asked for when the call was opened, same currency; never changes
 * @param cured how much of the original amount is no longer asked for because the account has it, zero or more
 * @param dueBy instant from which the call is overdue
 * @param acceptable each asset of the account that may meet the call, and how much of it alone would
 * @param equity of the margin account when this was decided, same currency; null once the account no longer has the isolated position
 * @param askedBy ids of the rules whose proposals this amount and deadline are from, sorted; empty where no rule asks any more
 * @param liquidated what is closed because the call was not met, or for a graver reason; empty while it may be met
 */
public record MarginCall(
        String callId,
        MarginAccountId marginAccount,
        Status status,
        Money amount,
        BigDecimal originalAmount,
        BigDecimal cured,
        Instant openedAt,
        Instant dueBy,
        List<Acceptable> acceptable,
        @Nullable BigDecimal equity,
        List<String> askedBy,
        List<Step> liquidated) {

    public MarginCall {
        acceptable = List.copyOf(acceptable);
        askedBy = List.copyOf(askedBy);
        liquidated = List.copyOf(liquidated);
    }

    /** What the decision did to the call. */
    public enum Status {
        /** Opened by this decision. */
        OPENED,
        /** Was open and stays so; no second call is made. */
        STANDING,
        /** Stays open and is due later than before. */
        EXTENDED,
        /** Stays open past its due time, because the data does not carry a closure. */
        OVERDUE,
        /** Ended: the account no longer needs it. */
        CURED,
        /** Ended before its due time: the account is closed for a graver reason. */
        SUPERSEDED,
        /** Unmet at its due time: positions are closed. Stays open until the account is restored, lest it be given new time to cure. */
        EXPIRED;

        public boolean isOpen() {
            return this != CURED && this != SUPERSEDED;
        }
    }

    /**
     * An asset that may meet the call.
     *
     * @param quantity units of the asset that alone would meet it after haircut, rounded up to the asset's step
     */
    public record Acceptable(String asset, BigDecimal quantity) {}

    /** The call as the next evaluation finds it. */
    public OpenCall asOpenCall() {
        return new OpenCall(
                callId,
                marginAccount,
                openedAt,
                dueBy,
                originalAmount,
                amount.amount(),
                status == Status.OVERDUE || status == Status.EXPIRED);
    }
}
