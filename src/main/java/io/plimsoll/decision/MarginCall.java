package io.plimsoll.decision;

import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A margin call as a decision leaves it.
 *
 * @param amount what is asked for now; zero once the call has ended
 * @param dueBy instant from which the call is overdue
 * @param acceptable each asset of the account that may meet the call, and how much of it alone would
 */
public record MarginCall(
        String callId,
        MarginAccountId marginAccount,
        Status status,
        Money amount,
        Instant openedAt,
        Instant dueBy,
        List<Acceptable> acceptable) {

    public MarginCall {
        acceptable = List.copyOf(acceptable);
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
                amount.amount(),
                status == Status.OVERDUE || status == Status.EXPIRED);
    }
}
