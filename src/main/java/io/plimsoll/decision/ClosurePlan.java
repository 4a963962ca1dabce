package io.plimsoll.decision;

import io.plimsoll.account.OrderSide;
import io.plimsoll.account.PositionId;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done to the positions, in order.
 *
 * @param restores true if the plan brings every margin account it touches to the ratio that the rules asked for
 */
public record ClosurePlan(List<Step> steps, boolean restores) {

    public ClosurePlan {
        steps = List.copyOf(steps);
    }

    /** The ladder, first rung first. */
    public enum Action {
        BLOCK_NEW_RISK,
        CANCEL_ORDERS,
        REDUCE,
        CLOSE,
        TAKE_OVER,
        INSURANCE_FUND,
        AUTO_DELEVERAGE
    }

    /**
     * One step.
     *
     * @param position the position it closes; null for a step that concerns the account
     * @param side side of the closing order; null without a position
     * @param quantity quantity to close, positive; null without a position
     * @param price the price of a take-over, at which the take-overs of a margin account together leave it with nothing; null otherwise, or
     *     where that is not positive
     * @param method how it is executed; null where nothing is executed on a market
     */
    public record Step(
            Action action,
            @Nullable PositionId position,
            @Nullable OrderSide side,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable ExecutionMethod method) {

        static Step ofAccount(Action action) {
            return new Step(action, null, null, null, null, null);
        }
    }
}
