package io.plimsoll.tape;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one step or margin call of a decision tells the tape.
 *
 * @param ordinal place within the decision, from 0
 * @param instrument of the position; the asset of a loan's step; the settlement currency of what concerns the account as a whole
 * @param callStatus what the decision did to the call; null of a step
 * @param positionSide LONG or SHORT; null where no position is concerned
 * @param closing null where nothing is closed
 * @param notional settlement currency: the part of the position's notional that is closed, what is called, or what is borne; rounded up
 * @param fundDelta what the insurance fund is expected to gain, settlement currency, negative if it pays; null where nobody can know
 */
public record TapeEntry(
        Source source,
        int ordinal,
        String instrument,
        TapeStage stage,
        @Nullable String callStatus,
        @Nullable String positionSide,
        @Nullable Closing closing,
        BigDecimal notional,
        String currency,
        @Nullable BigDecimal fundDelta) {

    /** The decision that is told of. */
    public record Source(String decisionId, String policyHash, String accountId, Instant decidedAt) {}

    /**
     * What is closed.
     *
     * @param side of the closing order: SELL for a long
     * @param method how it is executed; null where nothing is sent to a market
     * @param quantity positive
     * @param mark price at which it was valued; null where the decision does not say
     * @param bankruptcyPrice null where no positive price brings equity to zero
     * @param holding what it is taken from; null of a repayment, which is the other side of a seizure
     */
    public record Closing(
            String side,
            @Nullable String method,
            BigDecimal quantity,
            @Nullable BigDecimal mark,
            @Nullable BigDecimal bankruptcyPrice,
            @Nullable Holding holding) {}

    /**
     * What an account held when its closing was decided.
     *
     * @param name of the position or asset within the account
     * @param quantity without sign
     * @param isContinued true if the decision before this one closed the margin account already
     */
    public record Holding(String name, BigDecimal quantity, boolean isContinued) {}
}
