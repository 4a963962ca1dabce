package io.plimsoll.decision;

import io.plimsoll.account.PositionId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A closure intent that an account's executor may still carry out. An account has at most one.
 *
 * @param attempt counts the intents in a row that expired without any fill, this one included
 * @param expiresAt on the wall clock: when it ends, itself excluded
 * @param judgedAtExpiry on the clock of the account's snapshots: the instant the account is judged at when it has expired
 * @param legs its orders, by step
 */
public record OpenIntent(String intentId, int attempt, Instant expiresAt, Instant judgedAtExpiry, List<Leg> legs) {

    public OpenIntent {
        legs = List.copyOf(legs);
    }

    /**
     * One order of the intent.
     *
     * @param step its place in the plan, from 1
     * @param quantity to be closed, positive
     * @param filled zero or more; above the quantity if more was closed than was asked for
     * @param isDone true once the executor does no more for it
     */
    public record Leg(int step, PositionId position, BigDecimal quantity, BigDecimal filled, boolean isDone) {

        /** What may still be filled, zero or more. */
        public BigDecimal remaining() {
            return isDone ? Decimals.ZERO : Decimals.largest(quantity.subtract(filled), Decimals.ZERO);
        }
    }

    /** True once any of it was filled. */
    public boolean isBegun() {
        return legs.stream().anyMatch(leg -> leg.filled().signum() > 0);
    }

    /** What may still be filled of each position; positions of which nothing may be are absent. */
    public Map<PositionId, BigDecimal> remaining() {
        Map<PositionId, BigDecimal> remaining = new TreeMap<>();
        for (Leg leg : legs) {
            if (leg.remaining().signum() > 0) {
                remaining.merge(
                        leg.position(),
                        Decimals.normalised(leg.remaining()),
                        (one, other) -> Decimals.normalised(one.add(other)));
            }
        }
        return remaining;
    }
}
